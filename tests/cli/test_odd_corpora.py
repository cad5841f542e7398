"""Corpora of odd forms: each row that can be read is, and what cannot be read is named."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from command_sample import FakeEngine, Ran, Run

from onrecord.annotation import version
from onrecord.base.control_characters import with_escapes
from onrecord.base.records import Annotation, Entity

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TEXTS = ["Ann: No.", "Bo: Yes."]


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def outcome(text: str) -> Annotation:
        return Annotation(annotator=version(), language="en", entities=[Entity(span=(0, len(text)), label="ORG")])

    monkeypatch.setattr("onrecord.cli.annotate.open_engine", lambda *_: FakeEngine(outcome))


def read(onrecord: Run, folder: Path, corpus: Path | str) -> tuple[Ran, list[dict[str, Any]]]:
    """Annotate a corpus; return what the command left, and the rows of its articles."""
    ran = onrecord("annotate", corpus, "--output", folder / "out", "--format", "jsonl")
    tables = [file.read_text("utf-8") for file in sorted((folder / "out").rglob("*.jsonl"))]
    assert [with_escapes(table) for table in tables] == tables
    articles = sorted((folder / "out" / "articles").glob("*")) if tables else []
    return ran, [json.loads(line) for file in articles for line in file.read_text("utf-8").splitlines()]


def parquet(folder: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), folder / "corpus.parquet")
    return folder / "corpus.parquet"


@pytest.mark.parametrize(
    ("columns", "titles"),
    [
        ({"text": pa.array(TEXTS).dictionary_encode()}, ["Ann: No.", "Bo: Yes."]),
        ({"text": pa.array([text.encode() for text in TEXTS])}, ["Ann: No.", "Bo: Yes."]),
        ({"text": TEXTS, "date": pa.array([2**30, 1], pa.date32())}, ["Ann: No.", "Bo: Yes."]),
        ({"text": TEXTS, "other": pa.array([2**62, 1], pa.duration("s"))}, ["Ann: No.", "Bo: Yes."]),
        ({"text": TEXTS, "id": ["a", "a"]}, ["Ann: No.", "Bo: Yes."]),
        ({"text": pa.array([{"text": "Ann: No."}, {"text": "Bo: Yes."}])}, ["Ann: No.", "Bo: Yes."]),
        ({"text": pa.array([], pa.string())}, []),
    ],
)
def test_rows_of_any_type_are_read(
    onrecord: Run, tmp_path: Path, columns: dict[str, object], titles: list[str]
) -> None:
    ran, articles = read(onrecord, tmp_path, parquet(tmp_path, **columns))
    assert ran.status == 0, ran.err
    assert [article["title"] for article in articles] == titles


def test_a_date_after_the_last_that_python_knows_is_none(onrecord: Run, tmp_path: Path) -> None:
    dates = pa.array([2**30, 1], pa.date32())
    _, articles = read(onrecord, tmp_path, parquet(tmp_path, text=TEXTS, date=dates))
    assert [article["date"] for article in articles] == ["", "1970-01-02"]


@pytest.mark.parametrize(
    ("columns", "sentence", "count"),
    [
        ({"text": pa.array([None, "Bo: Yes."])}, "row 1: without a", 1),
        ({"text": pa.array([b"\xff", b"Bo: Yes."])}, "row 1: without a", 1),
        ({"text": pa.array([1, 2])}, "row 2: without a", 0),
        ({"other": TEXTS}, "a table without a column for the text", 0),
    ],
)
def test_rows_without_a_text_are_named(
    onrecord: Run, tmp_path: Path, columns: dict[str, object], sentence: str, count: int
) -> None:
    ran, articles = read(onrecord, tmp_path, parquet(tmp_path, **columns))
    assert ran.status == 1
    assert sentence in ran.err
    assert len(articles) == count


@pytest.mark.parametrize(("start", "end"), [(0, 200), (-8, None), (150, 170)])
def test_a_damaged_table_is_named(onrecord: Run, tmp_path: Path, start: int, end: int | None) -> None:
    corpus = parquet(tmp_path, text=[f"Ann: {number}" for number in range(2000)])
    content = bytearray(corpus.read_bytes())
    del content[start:end]
    corpus.write_bytes(content)
    ran, _ = read(onrecord, tmp_path, corpus)
    assert ran.status == 1
    assert ran.err.startswith(f"{corpus}: ")
    assert "internal error" not in ran.err


def test_nothing_in_the_tables_steers_a_terminal(onrecord: Run, tmp_path: Path) -> None:
    odd = "\x1b[2J\x9b1m\u202e"
    ran, articles = read(onrecord, tmp_path, parquet(tmp_path, text=[f"Ann: {odd}"], id=[odd], author=[odd]))
    assert ran.status == 0
    assert articles[0]["article"] == odd


def test_a_file_whose_name_is_no_valid_unicode_is_read(onrecord: Run, tmp_path: Path) -> None:
    corpus = os.fsencode(tmp_path) + b"/corpus\xff.jsonl"
    Path(os.fsdecode(corpus)).write_text('{"text": "Ann: No."}\n')
    ran, articles = read(onrecord, tmp_path, os.fsdecode(corpus))
    assert ran.status == 0, ran.err
    assert articles[0]["file"] == f"{tmp_path}/corpus?.jsonl"
    assert read(onrecord, tmp_path, os.fsdecode(corpus))[0].err == ""


@pytest.mark.parametrize("record", [b"", b"\xff", b'{"file": "\xff"}', b'{"file": ' + b"[" * 50_000])
def test_a_part_whose_record_cannot_be_read_is_written_again(onrecord: Run, tmp_path: Path, record: bytes) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"text": "Ann: No."}\n')
    read(onrecord, tmp_path, corpus)
    (record_file,) = (tmp_path / "out" / "_parts").iterdir()
    record_file.write_bytes(record)
    ran, articles = read(onrecord, tmp_path, corpus)
    assert (ran.status, len(articles)) == (0, 1)
    assert "part 1: 1 article" in ran.err
