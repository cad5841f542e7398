"""TinyDB still has the private names that the storage relies on, and calls those that it overrides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Table

from onrecord.archive.storage.tinydb_private import PRIVATE_NAMES, HookedTable, condition_hash, forget_tables


class RecordingTable(HookedTable):
    """A table that notes which of its hooks TinyDB calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.documents: dict[Any, Mapping[str, Any]] = {}
        super().__init__(MemoryStorage(), "notes")

    def read_documents(self) -> dict[str, Mapping[str, Any]]:
        self.calls.append("read")
        return {str(doc_id): document for doc_id, document in self.documents.items()}

    def update_documents(self, updater: Callable[[Any], None]) -> None:
        self.calls.append("update")
        updater(self.documents)

    def next_document_id(self) -> Any:
        self.calls.append("next id")
        return 7


@pytest.mark.parametrize(("owner", "names"), PRIVATE_NAMES.items())
def test_tinydb_has_each_private_name(owner: type, names: tuple[str, ...]) -> None:
    instances: dict[type, object] = {
        Table: Table(MemoryStorage(), "notes"),
        TinyDB: TinyDB(storage=MemoryStorage),
    }
    instance = instances.get(owner, where("tag") == "port")
    assert isinstance(instance, owner)
    assert [name for name in names if not hasattr(instance, name)] == []


def test_inserting_takes_an_id_and_updates() -> None:
    table = RecordingTable()
    assert table.insert({"tag": "port"}) == 7
    assert table.calls == ["next id", "update"]
    assert table.documents == {7: {"tag": "port"}}


def test_looking_documents_up_reads_them() -> None:
    table = RecordingTable()
    table.documents = {7: {"tag": "port"}}
    assert table.all() == [{"tag": "port"}]
    assert table.calls == ["read"]


def test_the_cache_is_the_one_that_tinydb_fills() -> None:
    table = RecordingTable()
    condition = where("tag") == "port"
    table.search(condition)
    assert table.query_cache.get(condition) == []
    table.clear_cache()
    assert table.query_cache.get(condition) is None


def test_the_reserved_id_is_the_one_that_truncating_resets() -> None:
    table = RecordingTable()
    assert table.reserved_id is None
    table.reserved_id = 9
    assert table.reserved_id == 9
    table.truncate()
    assert table.reserved_id is None


def test_a_condition_has_its_operation_path_and_operand_in_its_hash() -> None:
    assert condition_hash(where("tag") == "port") == ("==", ("tag",), "port")
    assert condition_hash(lambda document: True) is None


def test_forgotten_tables_are_made_anew() -> None:
    database = TinyDB(storage=MemoryStorage)
    notes, tags = database.table("notes"), database.table("tags")
    assert forget_tables(database, "notes", "missing") == [notes]
    assert database.table("notes") is not notes
    assert database.table("tags") is tags
    assert tags in forget_tables(database)
    assert database.table("tags") is not tags
