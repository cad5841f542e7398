"""Parquet as a kind of file: its rows are articles, with the names that other programs give the columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord import ingest
from onrecord.ingest import IngestError, door

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def parquet(file: Path, *rows: dict[str, Any]) -> Path:
    pq.write_table(pa.Table.from_pylist(list(rows)), file)
    return file


def test_rows_are_articles(tmp_path: Path) -> None:
    file = parquet(
        tmp_path / "a.parquet",
        {"headline": "Harbour", "body": "The harbour is open.", "date": "2021-04-16", "tags": ["trade", "port"]},
    )
    [draft] = ingest.read(file)
    assert (draft.title, draft.text, draft.published, draft.tags) == (
        "Harbour", "The harbour is open.", "2021-04-16", ["trade", "port"],
    )  # fmt: skip


def test_texts_have_their_ids_or_numbers_and_rows_without_one_are_told(tmp_path: Path) -> None:
    messages: list[str] = []
    file = parquet(
        tmp_path / "a.parquet",
        {"id": "x", "text": "One."},
        {"id": None, "text": " "},
        {"id": "z", "text": "Three."},
    )
    assert list(ingest.texts(file, failed=lambda error: messages.append(str(error)))) == [
        ("x", "One."),
        ("z", "Three."),
    ]
    assert messages == [f'{file}, row 2: without a "text" to read']


def test_articles_of_a_corpus_without_ids_are_known_by_file_and_row(tmp_path: Path) -> None:
    file = parquet(tmp_path / "a.parquet", {"text": "One."}, {"text": "  Two \n"})
    articles = list(ingest.corpus_articles(file))
    assert [(article.row, article.id, article.text) for article in articles] == [
        (1, "a.parquet:1", "One."),
        (2, "a.parquet:2", "  Two \n"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "a table without a column for the text"), (b"PAR1 cut off", "a damaged Parquet file")],
)
def test_what_is_no_corpus_is_said(content: bytes | None, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    if content is None:
        parquet(file, {"number": 3})
    else:
        file.write_bytes(content)
    with pytest.raises(IngestError, match=sentence):
        list(ingest.read(file))


def test_without_its_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = parquet(tmp_path / "a.parquet", {"text": "One."})
    monkeypatch.setattr(door, "find_spec", lambda name: None)
    with pytest.raises(IngestError, match=r"pip install 'onrecord\[tables\]'"):
        list(ingest.read(file))
