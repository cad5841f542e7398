"""The private names of TinyDB that this package relies on, all of them in this module.

TinyDB (4.9) offers no public way to replace how a table reads and writes its documents, or to see what a condition
compares. ``HookedTable`` and the functions below give these parts public names; nothing else of the project uses
a private name of TinyDB, and a test fails when a release of TinyDB lacks one of them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryInstance
from tinydb.table import Table
from tinydb.utils import LRUCache

PRIVATE_NAMES: dict[type, tuple[str, ...]] = {
    Table: ("_query_cache", "_next_id", "_read_table", "_update_table", "_get_next_id"),
    TinyDB: ("_tables",),
    QueryInstance: ("_hash",),
}
"""For each class of TinyDB its private attributes that are used here."""


class HookedTable(Table):
    """A table of TinyDB whose documents a subclass reads and writes."""

    @abstractmethod
    def read_documents(self) -> dict[str, Mapping[str, Any]]:
        """Return all documents by their ids as text."""

    @abstractmethod
    def update_documents(self, updater: Callable[[Any], None]) -> None:
        """Call the updater with a mutable mapping of ids to documents, and store what it changed."""

    @abstractmethod
    def next_document_id(self) -> Any:
        """Return the id for a new document."""

    @property
    def query_cache(self) -> LRUCache[Any, Any]:
        """The results of conditions that were cached."""
        return self._query_cache

    @property
    def reserved_id(self) -> Any:
        """The lowest id that this object has not given to a document yet; None before the first insertion."""
        return self._next_id

    @reserved_id.setter
    def reserved_id(self, following_id: Any) -> None:
        self._next_id = following_id

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return self.read_documents()

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        self.update_documents(updater)

    def _get_next_id(self) -> Any:
        return self.next_document_id()


def condition_hash(condition: Any) -> Any:
    """Return the hashable form of a condition, with its operation, path and operand; None if it has none."""
    return getattr(condition, "_hash", None)


def forget_tables(database: TinyDB, *names: str) -> list[Table]:
    """Remove table objects from those that a database hands out again, and return them.

    Args:
        database: The database.
        *names: The names of the tables; none means all tables.
    """
    tables: dict[str, Table] = database._tables
    return [tables.pop(name) for name in names or tuple(tables) if name in tables]
