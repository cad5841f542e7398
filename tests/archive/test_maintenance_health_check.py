"""What the check of an archive reports, row by row and index by index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from archive_sample import ANNOTATION, BANK, STRIKE

from onrecord.archive import Archive
from onrecord.base.records import Anchor


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as archive:
        strike = archive.articles.add(STRIKE, ANNOTATION).id
        archive.articles.add(BANK)
        archive.notes.add(strike, "Ask.", Anchor(exact="x"))
        archive.saved_searches.save("list", "harbour")
        yield archive


def changed(archive: Archive, *statements: str) -> list[str]:
    """What is reported after something has been changed behind the archive's back."""
    with closing(sqlite3.connect(archive.file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return archive.maintenance.check()


def test_nothing_is_reported_of_a_sound_archive(archive: Archive) -> None:
    assert archive.maintenance.check() == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("articles", "title", "'Another title'"),
        ("articles", "source", "'Wire2'"),
        ("articles", "day", "'2017-08-09'"),
        ("articles", "starred", "7"),
        ("articles", "checksum", "1"),
        ("articles", "document", "replace(document, 'author', 'authos')"),
        ("articles", "document", "replace(document, '\"read\":false', '\"read\":true')"),
        ("notes", "body", "'Asl.'"),
        ("notes", "document", "replace(document, 'Ask.', 'Asl.')"),
        ("searches", "document", "replace(document, 'harbour', 'Harbour')"),
    ],
)
def test_a_row_that_is_not_as_it_was_written(archive: Archive, table: str, column: str, value: str) -> None:
    problems = changed(archive, f"UPDATE {table} SET {column} = {value} WHERE id = 1")
    assert f"1 row of {table} is not as it was written (1)" in problems[0]


def test_rows_that_cannot_be_read(archive: Archive) -> None:
    problems = changed(archive, "UPDATE texts SET document = x'0102'", "UPDATE notes SET document = '{'")
    assert "2 rows of texts cannot be read." in problems
    assert "1 row of notes cannot be read." in problems


def test_many_rows_are_named_by_the_first(archive: Archive) -> None:
    for number in range(8):
        archive.notes.add(1, f"Note {number}")
    problems = changed(archive, "UPDATE notes SET body = body || '!' WHERE id > 2")
    assert "7 rows of notes are not as they were written (3, 4, 5, 6, 7, …)" in problems[0]


def test_an_annotation_of_another_form_is_reported_and_counts_as_none(archive: Archive) -> None:
    archive.database.table("annotations").update({"entities": [{"span": "x"}]}, doc_ids=[1])
    assert archive.maintenance.check() == [
        "1 document of annotations is not as it should be (1: Expected `array`, got `str` - at "
        "`$.entities[0].span`). onrecord doctor --repair saves what can be used."
    ]
    assert archive.annotations.get(1) is None
    assert archive.articles.get(1).title == STRIKE.title


@pytest.mark.parametrize(
    ("table", "changes", "problem"),
    [
        ("articles", {"tags": 3}, "Expected `array`, got `int` - at `$.tags`"),
        ("texts", {"text": None}, "Expected `str`, got `null` - at `$.text`"),
        ("notes", {"body": 3}, "Expected `str`, got `int` - at `$.body`"),
        ("searches", {"query": []}, "Expected `str`, got `array` - at `$.query`"),
    ],
)
def test_a_document_of_another_form_is_named(
    archive: Archive, table: str, changes: dict[str, object], problem: str
) -> None:
    archive.database.table(table).update(changes, doc_ids=[1])
    assert (
        f"1 document of {table} is not as it should be (1: {problem}). onrecord doctor --repair saves what can be "
        "used."
    ) in archive.maintenance.check()


def test_of_many_documents_of_another_form_the_first_are_named(archive: Archive) -> None:
    ids = archive.database.table("feeds").insert_multiple({"url": number} for number in range(7))
    (problem,) = archive.maintenance.check()
    named = "; ".join(f"{feed}: Expected `str`, got `int` - at `$.url`" for feed in ids[:5])
    assert problem.startswith(f"7 documents of feeds are not as they should be ({named}; …). onrecord doctor")


def test_an_index_that_does_not_agree(archive: Archive) -> None:
    problems = changed(archive, "DELETE FROM search_data WHERE id > 10")
    assert "The index of texts does not agree with them." in problems


def test_others_write_while_it_is_checked(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.archive.maintenance import health_check

    written: list[bool] = []

    def agrees(copy: sqlite3.Connection, index: str) -> bool:
        with Archive.open(archive.folder, wait=0) as other:
            other.articles.tag([2], add=[index])
        written.append(True)
        return True

    monkeypatch.setattr(health_check, "_agrees", agrees)
    assert archive.maintenance.check() == []
    assert len(written) == len(health_check._INDEXES)
    assert not [path for path in archive.folder.iterdir() if path.name.startswith(".onrecord-")]


def test_where_there_is_no_room_for_a_copy_that_is_said(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.archive.maintenance import health_check

    def refuse(*arguments: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(health_check, "part_folder", refuse)
    (problem,) = archive.maintenance.check()
    assert "could not be checked" in problem
    assert "No space left" in problem
