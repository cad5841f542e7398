"""Readings of a corpus: which rows an article gives, and when a part of it is complete."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from harbour_sample import harbour_annotation

from onrecord.base.records import Article
from onrecord.export import ExportError, readings
from onrecord.export.readings import (
    READING_TABLES,
    CorpusPart,
    ReadArticle,
    is_written,
    rows_of_article,
    write_part,
)

TEXT = "Minister Ann Lee said on Friday: “The harbour is open.” She thinks that trade will grow.\n"
ANNOTATION = msgspec.structs.replace(
    harbour_annotation(TEXT, "“The harbour is open.”"), annotator="7 test", language="en"
)
ARTICLE = Article(id=0, title="Harbour", source="Post", published="2021-04-16", tags=["trade"])
PART = CorpusPart("corpus/a.parquet", 0, 100, 5, "7 test")


def read(outcome: object = ANNOTATION, name: str = "h") -> ReadArticle:
    return ReadArticle(name, 3, ARTICLE, TEXT, outcome)  # type: ignore[arg-type]


def lines(folder: Path, table: str) -> list[dict[str, object]]:
    return [
        json.loads(line) for file in sorted((folder / table).iterdir()) for line in file.read_text().splitlines()
    ]


def test_each_table_gets_its_rows_with_all_columns() -> None:
    rows = rows_of_article(read(), PART.file)
    assert {name: set(own[0]) for name, own in rows.items()} == {
        name: set(columns) for name, columns in READING_TABLES.items()
    }
    assert all(row["article"] == "h" and row["date"] == "2021-04-16" for own in rows.values() for row in own)
    [article] = rows["articles"]
    assert [article[name] for name in ("quotes", "actors", "entities", "words", "row", "failure", "language")] == [
        len(ANNOTATION.attributions), len(ANNOTATION.actors), len(ANNOTATION.entities), 16, 3, "", "en",
    ]  # fmt: skip
    for entity in rows["entities"]:
        assert TEXT[entity["start"] : entity["end"]] == entity["text"]
    assert {entity["name"] for entity in rows["entities"] if entity["actor"]} <= {
        row["name"] for row in rows["actors"]
    }


def test_a_text_that_was_set_aside_is_an_article_that_says_why() -> None:
    rows = rows_of_article(read("It ended twice."), PART.file)
    assert {name: len(own) for name, own in rows.items()} == {
        "quotes": 0,
        "actors": 0,
        "entities": 0,
        "articles": 1,
    }
    assert (rows["articles"][0]["failure"], rows["articles"][0]["annotator"]) == ("It ended twice.", "")


def test_a_part_is_written_once_its_record_is(tmp_path: Path) -> None:
    assert not is_written(PART, tmp_path)
    record = write_part(PART, [read(), read("Set aside.", "p")], tmp_path, "jsonl")
    assert (record.rows["articles"], record.failures) == (2, 1)
    assert is_written(PART, tmp_path)
    assert [row["article"] for row in lines(tmp_path, "articles")] == ["h", "p"]
    for table, columns in READING_TABLES.items():
        assert all(tuple(row) == columns for row in lines(tmp_path, table))


@pytest.mark.parametrize(
    "changed",
    [{"size": 101}, {"modified": 6}, {"annotator": "8 test"}, {"number": 1}, {"file": "other/a.parquet"}],
)
def test_a_part_of_a_changed_file_or_by_an_older_annotator_is_not_written(
    changed: dict[str, object], tmp_path: Path
) -> None:
    write_part(PART, [read()], tmp_path, "jsonl")
    assert not is_written(PART._replace(**changed), tmp_path)  # type: ignore[arg-type]


def test_a_part_that_is_written_again_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    write_part(PART, [read(), read()], tmp_path, "jsonl")
    newer = PART._replace(size=50)
    write_part(newer, [read(name="new")], tmp_path, "jsonl")
    assert [row["article"] for row in lines(tmp_path, "articles")] == ["new"]
    assert is_written(newer, tmp_path)
    assert not is_written(PART, tmp_path)


def test_a_part_without_its_record_is_not_written(tmp_path: Path) -> None:
    write_part(PART, [read()], tmp_path, "jsonl")
    [record] = (tmp_path / "_parts").iterdir()
    record.write_text("{")
    assert not is_written(PART, tmp_path)


def test_parquet_has_the_same_rows(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    write_part(PART, [read(), read("Set aside.", "p")], tmp_path, "parquet")
    write_part(PART, [read(), read("Set aside.", "p")], tmp_path / "lines", "jsonl")
    for table in READING_TABLES:
        [file] = (tmp_path / table).iterdir()
        assert pq.read_table(file).to_pylist() == lines(tmp_path / "lines", table)
    empty = PART._replace(number=1)
    write_part(empty, [read("Set aside.")], tmp_path, "parquet")
    first, second = sorted((tmp_path / "quotes").iterdir())
    assert pq.read_schema(first).equals(pq.read_schema(second)), "a table without rows has its types"


def test_without_its_library_parquet_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "find_spec", lambda name: None)
    readings.check_form("jsonl")
    with pytest.raises(ExportError, match=r"pip install 'onrecord\[tables\]'"):
        readings.check_form("parquet")
