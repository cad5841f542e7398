"""The saved searches of an archive, on their store alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.archive.maintenance.migrations import archive_schema
from onrecord.archive.parts.saved_search_store import SavedSearchStore
from onrecord.archive.query.query_errors import NoSuchSearch, QueryError
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.archive.storage.tinydb_table import Database


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SavedSearchStore]:
    database = Database(
        tmp_path / "archive.db",
        schema=archive_schema(),
        storage=SQLiteStorage,
    )
    with database:
        yield SavedSearchStore(database)


def names(store: SavedSearchStore) -> list[str]:
    return [search.name for search in store.all()]


def test_searches_are_in_the_order_in_which_they_were_saved(store: SavedSearchStore) -> None:
    store.save("Port", "port")
    store.save("Café", " strike ")
    assert [(search.name, search.query, search.order) for search in store.all()] == [
        ("Port", "port", 1),
        ("Café", "strike", 2),
    ]


def test_a_search_is_got_by_its_name_without_case_and_accents(store: SavedSearchStore) -> None:
    saved = store.save("Café", "strike")
    assert store.get(" cafe ") == saved
    assert store.get("cafes") is None
    with pytest.raises(ArchiveError, match="needs a name"):
        store.get("…")


def test_saving_again_replaces_the_query_alone(store: SavedSearchStore) -> None:
    first = store.save("Port", "port")
    store.save("Strike", "strike")
    again = store.save("PORT", "quay")
    assert (again.id, again.created, again.order) == (first.id, first.created, 1)
    assert (again.name, again.query, names(store)) == ("PORT", "quay", ["PORT", "Strike"])


@pytest.mark.parametrize(
    ("name", "query", "error"),
    [
        ("…", "port", ArchiveError),
        ("Port", "(port", QueryError),
        ("Port", "in:missing", NoSuchSearch),
        ("Port", "in:port", ArchiveError),
    ],
)
def test_what_cannot_be_saved_changes_nothing(
    store: SavedSearchStore, name: str, query: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        store.save(name, query)
    assert store.all() == []


def test_renaming_renames_references(store: SavedSearchStore) -> None:
    store.save("Port", "port")
    store.save("Both", "in:port strike")
    renamed = store.rename("port", "Quay")
    assert (renamed.name, renamed.query) == ("Quay", "port")
    assert [search.query for search in store.all()] == ["port", 'in:"Quay" strike']


def test_a_name_that_is_taken_is_not_given_again(store: SavedSearchStore) -> None:
    store.save("Port", "port")
    store.save("Strike", "strike")
    with pytest.raises(ArchiveError, match="already"):
        store.rename("Strike", "PORT")
    with pytest.raises(NoSuchSearch):
        store.rename("missing", "x")
    assert store.rename("Port", "PORT").name == "PORT"
    assert names(store) == ["PORT", "Strike"]


@pytest.mark.parametrize(
    ("name", "index", "expected"),
    [("a", 2, ["b", "c", "a"]), ("c", 0, ["c", "a", "b"]), ("b", 1, ["a", "b", "c"]), ("a", 1, ["b", "a", "c"])],
)
def test_moving(store: SavedSearchStore, name: str, index: int, expected: list[str]) -> None:
    for each in "abc":
        store.save(each, each)
    store.move(name, index)
    assert names(store) == expected
    assert [search.order for search in store.all()] == [1, 2, 3]


def test_a_removed_search_comes_back_at_its_place(store: SavedSearchStore) -> None:
    for each in "abc":
        store.save(each, each)
    removed = store.remove("B")
    assert (removed.name, names(store)) == ("b", ["a", "c"])
    store.move("c", 0)
    assert [(search.name, search.order) for search in store.all()] == [("c", 1), ("a", 3)]
    store.restore(removed)
    assert names(store) == ["c", "b", "a"]
    with pytest.raises(ArchiveError, match="already"):
        store.restore(removed)
    with pytest.raises(NoSuchSearch):
        store.remove("missing")
