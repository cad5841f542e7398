"""The pieces of the full-text indexes are put together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from quote_records import article_with_quote

from onrecord.archive import Archive
from onrecord.archive.indexing import newest_index
from onrecord.archive.maintenance import index_pieces
from onrecord.archive.storage import steps

QUERIES = ("port", "said:port", "actor:berg", "source:wire", "5*")
ARTICLES = 7


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive of articles that were added one by one, with an index of the newest."""
    monkeypatch.setattr(steps, "PAUSE", 0.0)
    monkeypatch.setattr(newest_index, "_LARGE", 0)
    with Archive.open(tmp_path) as opened:
        for number in range(ARTICLES):
            draft, annotation = article_with_quote(f"The port is open for {number} or {number + 50} ships")
            opened.articles.add(msgspec.structs.replace(draft, source="Wire"), annotation)
            newest_index.fit(opened.database.storage)
        yield opened


def pieces(archive: Archive) -> list[int]:
    with archive.database.storage.reading() as connection:
        return [
            connection.execute(f"SELECT count(DISTINCT segid) FROM {index}_idx").fetchone()[0]
            for index in index_pieces.INDEXES
        ]


def test_each_index_becomes_one_piece_and_finds_the_same(archive: Archive) -> None:
    ids_before = [archive.search.ids(query) for query in QUERIES]
    assert all(count > 1 for count in pieces(archive))
    calls: list[tuple[int, int]] = []
    archive.maintenance.put_indexes_together(lambda done, total: calls.append((done, total)))
    assert pieces(archive) == [1, 1, 1, 1, 1]
    assert calls == [(done, 5) for done in range(6)]
    assert [archive.search.ids(query) for query in QUERIES] == ids_before
    assert archive.maintenance.check() == []


def test_one_piece_is_left_as_it_is(archive: Archive) -> None:
    archive.maintenance.put_indexes_together()
    connection = archive.database.storage.connection()
    changes_before = connection.total_changes
    archive.maintenance.put_indexes_together()
    assert connection.total_changes - changes_before < 2 * len(index_pieces.INDEXES)
    assert pieces(archive) == [1, 1, 1, 1, 1]


def test_what_was_cut_off_is_gone_on_with(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_pieces, "_PAGES", 1)
    monkeypatch.setattr(steps, "STEP", 0.0)
    next(steps.in_steps(archive.database.storage, index_pieces._merges(archive.database.storage, "search")))
    archive.articles.add(*article_with_quote("Another port is closed"))
    assert len(archive.search.ids("port")) == ARTICLES + 1
    assert archive.maintenance.check() == []
    archive.maintenance.put_indexes_together()
    assert pieces(archive) == [1, 1, 1, 1, 1]
    assert len(archive.search.ids("port")) == ARTICLES + 1
    assert archive.maintenance.check() == []
