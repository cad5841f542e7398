"""TinyDB's Table and TinyDB over rows: a call reads and writes the documents it is about, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from onrecord.archive.storage.rows import Rows
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.archive.storage.tinydb_conditions import prefilter
from onrecord.archive.storage.tinydb_private import HookedTable, forget_tables

_MAX_LOADED = 200
"""Documents that are handed out before they are written back."""

_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,18}")

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class Documents(MutableMapping[Any, Any]):
    """The rows of a table as the mapping of ids to documents that TinyDB's Table works on.

    TinyDB changes documents in place. So documents that were handed out are written back, at the latest by
    ``write_back``.
    """

    def __init__(self, rows: Rows, id_class: Callable[[Any], Any]) -> None:
        self._rows = rows
        self._id_class = id_class
        self._loaded: dict[Any, dict[str, Any]] = {}

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._rows

    def __getitem__(self, doc_id: Any) -> dict[str, Any]:
        if doc_id not in self._loaded:
            document = self._rows.get(doc_id)
            if document is None:
                raise KeyError(doc_id)
            if len(self._loaded) >= _MAX_LOADED:
                self.write_back()
            self._loaded[doc_id] = document
        return self._loaded[doc_id]

    def __setitem__(self, doc_id: Any, document: Mapping[str, Any]) -> None:
        self._loaded.pop(doc_id, None)
        self._rows.put(doc_id, document)

    def __delitem__(self, doc_id: Any) -> None:
        self._loaded.pop(doc_id, None)
        self._rows.delete(doc_id)

    def __iter__(self) -> Iterator[Any]:
        return map(self._id_class, self._rows.ids())

    def __len__(self) -> int:
        return self._rows.count()

    def clear(self) -> None:
        """Remove all documents."""
        self._loaded.clear()
        self._rows.clear()

    def write_back(self) -> None:
        """Write the documents that were handed out, changed or not, and let go of them."""
        for doc_id, document in self._loaded.items():
            self._rows.put(doc_id, document)
        self._loaded.clear()


class SQLiteTable(HookedTable):
    """A table of TinyDB over rows.

    TinyDB's own methods run unchanged on a view of the rows; those that look for documents let SQLite exclude what
    cannot match.
    """

    def __init__(
        self, storage: SQLiteStorage, name: str, cache_size: int = 10, persist_empty: bool = False
    ) -> None:
        self.sqlite_storage = storage
        self._cached_version = -1
        super().__init__(storage, name, cache_size, persist_empty)

    def insert(self, document: Mapping[str, Any]) -> int:
        # The next id is determined and used in one transaction, so that no other process can use it.
        with self.sqlite_storage.transaction():
            return super().insert(document)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        with self.sqlite_storage.transaction():
            return super().upsert(document, cond)

    def update(
        self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        with self.sqlite_storage.transaction():
            if doc_ids is None and cond is not None:
                doc_ids = [doc_id for doc_id, _ in self._matching(cond)]
            return super().update(fields, None, doc_ids)

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        return super().update_multiple(list(updates))

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        with self.sqlite_storage.transaction():
            if doc_ids is None and cond is not None:
                doc_ids = [doc_id for doc_id, _ in self._matching(cond)]
            return super().remove(None, doc_ids)

    def search(self, cond: QueryLike) -> list[Document]:
        cached: list[Document] | None = self.query_cache.get(cond) if self._cache_holds() else None
        if cached is not None:
            return cached[:]
        matches = [self.document_class(document, doc_id) for doc_id, document in self._matching(cond)]
        if getattr(cond, "is_cacheable", lambda: True)():
            self.query_cache[cond] = matches[:]
        return matches

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        if doc_id is not None:
            rows = self._with_ids([doc_id])
            return self.document_class(rows[0][1], doc_id) if rows else None
        if doc_ids is not None:
            return [self.document_class(document, row_id) for row_id, document in self._with_ids(doc_ids)]
        if cond is not None:
            for row_id, document in self._matching(cond):
                return self.document_class(document, row_id)
            return None
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def __len__(self) -> int:
        with self.sqlite_storage.reading() as connection:
            rows = self.sqlite_storage.rows(connection, self.name)
            return 0 if rows is None else rows.count()

    def __iter__(self) -> Iterator[Document]:
        for doc_id, document in self._scan():
            yield self.document_class(document, doc_id)

    def _scan(self, where: str = "", values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, dict[str, Any]]]:
        with self.sqlite_storage.reading() as connection:
            rows = self.sqlite_storage.rows(connection, self.name)
            for doc_id, document in rows.scan(where, values) if rows is not None else ():
                yield self.document_id_class(doc_id), document

    def _matching(self, cond: QueryLike) -> Iterator[tuple[Any, dict[str, Any]]]:
        # What SQLite excludes cannot match; the condition itself decides about the rest.
        where, values = prefilter(cond, self.sqlite_storage.layout(self.name))
        return ((doc_id, document) for doc_id, document in self._scan(where, values) if cond(document))

    def _with_ids(self, doc_ids: Iterable[Any]) -> list[tuple[Any, dict[str, Any]]]:
        # TinyDB's storages have ids as text: 1 and "1" are the same id, and 1.0 is none.
        wanted: Iterable[Any] = dict.fromkeys(str(doc_id) for doc_id in doc_ids)
        with self.sqlite_storage.reading() as connection:
            rows = self.sqlite_storage.rows(connection, self.name)
            if rows is None:
                return []
            if rows.whole_ids:
                wanted = (int(text) for text in wanted if _WHOLE_NUMBER.fullmatch(text))
            return [(self.document_id_class(doc_id), document) for doc_id, document in rows.existing(wanted)]

    def _cache_holds(self) -> bool:
        """Return whether the cached results still hold, and empty the cache where something was written since."""
        if not self.query_cache.capacity:
            return False
        version = self.sqlite_storage.version()
        if version != self._cached_version:
            self._cached_version = version
            self.clear_cache()
        return True

    def read_documents(self) -> dict[str, Mapping[str, Any]]:
        return {str(doc_id): document for doc_id, document in self._scan()}

    def update_documents(self, updater: Callable[[Any], None]) -> None:
        whole_ids = issubclass(self.document_id_class, int)
        with self.sqlite_storage.transaction() as connection:
            rows = self.sqlite_storage.make_rows(connection, self.name, whole_ids=whole_ids)
            documents = Documents(rows, self.document_id_class)
            updater(documents)
            documents.write_back()
        self.clear_cache()

    def next_document_id(self) -> Any:
        with self.sqlite_storage.reading() as connection:
            rows = self.sqlite_storage.rows(connection, self.name)
            if rows is None or rows.whole_ids:
                following = self.document_id_class(rows.next_id() if rows is not None else 1)
            else:
                following = max(map(self.document_id_class, rows.ids()), default=0) + 1
        # Never lower than an id that this table has given before, even when that document is gone again.
        following = following if self.reserved_id is None else max(following, self.reserved_id)
        self.reserved_id = following + 1
        return following


class Database(TinyDB):
    """TinyDB over rows. Operations on whole tables do not read the documents."""

    table_class = SQLiteTable  # type: ignore[assignment]
    storage: SQLiteStorage

    def uncached(self, name: str) -> SQLiteTable:
        """Return a table without a cache of results, which other threads and processes would make stale."""
        return self.table(name, cache_size=0)  # type: ignore[return-value]

    def tables(self) -> set[str]:
        return set(self.storage.names())

    def drop_tables(self) -> None:
        with self.storage.transaction() as connection:
            for name in self.storage.names():
                self.storage.drop(connection, name)
        _clear_caches(forget_tables(self))

    def drop_table(self, name: str) -> None:
        with self.storage.transaction() as connection:
            self.storage.drop(connection, name)
        _clear_caches(forget_tables(self, name))


def _clear_caches(tables: Iterable[Table]) -> None:
    # Whoever still holds a dropped table must not get its documents from the cache.
    for table in tables:
        table.clear_cache()
