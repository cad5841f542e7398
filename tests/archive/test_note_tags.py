"""Tags in notes are tags: they are found, counted and offered like those of articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.archive import Archive
from onrecord.archive.indexing.fulltext import rebuild
from onrecord.base.records import Draft


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "news") as opened:
        opened.articles.add(Draft(title="Quay", text="The quay opens.", tags=["port"]))
        opened.articles.add(Draft(title="Bank", text="Rates fall."))
        yield opened


def test_a_tag_in_a_note_is_found_and_counted(archive: Archive) -> None:
    archive.notes.add(2, "Ask the council. #todo #Port")
    assert archive.search.ids("#todo") == [2]
    assert sorted(archive.search.ids("tag:port")) == [1, 2]
    assert archive.search.count("has:tag") == 2
    assert archive.articles.tags() == {"Port": 2, "todo": 1}


def test_it_goes_with_the_words_of_the_note(archive: Archive) -> None:
    note = archive.notes.add(2, "#todo")
    archive.notes.update(note.id, "done")
    assert archive.search.ids("#todo") == []
    archive.notes.update(note.id, "#todo again")
    removed = archive.notes.remove(note.id)
    assert archive.search.ids("#todo") == []
    archive.notes.restore(removed)
    assert archive.search.ids("#todo") == [2]


def test_a_tag_stays_while_the_article_or_another_note_has_it(archive: Archive) -> None:
    first, second = archive.notes.add(1, "#port #todo"), archive.notes.add(1, "#todo")
    archive.notes.remove(first.id)
    assert archive.search.ids("#port") == [1]
    assert archive.search.ids("#todo") == [1]
    archive.articles.tag([1], remove=["port"])
    assert archive.search.ids("#port") == []
    archive.notes.remove(second.id)
    assert archive.search.ids("#todo") == []


def test_a_removed_article_takes_the_tags_of_its_notes_with_it(archive: Archive) -> None:
    archive.notes.add(1, "#todo")
    archive.articles.remove([1])
    assert archive.articles.tags() == {}
    archive.articles.restore([1])
    assert archive.articles.tags() == {"port": 1, "todo": 1}


def test_they_are_listed_when_the_indexes_are_made_anew(archive: Archive) -> None:
    archive.notes.add(2, "#todo", tags=["check"])
    with archive.database.storage.transaction() as connection:
        rebuild(connection)
    assert archive.articles.tags() == {"check": 1, "port": 1, "todo": 1}
    assert archive.maintenance.check() == []
