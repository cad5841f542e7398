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

_LOADED = 200
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,18}")

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class Documents(MutableMapping[Any, Any]):
    """The rows of a table as the dict that TinyDB's Table works on: id → document.

    A document that was handed out and changed in place is written when others are asked for, at last by
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
            if len(self._loaded) >= _LOADED:
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
        self._loaded.clear()
        self._rows.clear()

    def write_back(self) -> None:
        """Write the documents that were changed in place."""
        for doc_id, document in self._loaded.items():
            self._rows.put(doc_id, document)
        self._loaded.clear()


class SQLiteTable(Table):
    """A table of TinyDB over rows. TinyDB's own methods run unchanged on a view of the rows; those that
    look for documents ask SQLite first where it can tell.
    """

    _storage: SQLiteStorage
    _next_id: Any

    def __init__(
        self, storage: SQLiteStorage, name: str, cache_size: int = 10, persist_empty: bool = False
    ) -> None:
        self._cached_version = -1
        super().__init__(storage, name, cache_size, persist_empty)

    def insert(self, document: Mapping[str, Any]) -> int:
        # The next id is found and used in one transaction: no other process can take it.
        with self._storage.transaction():
            return super().insert(document)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        with self._storage.transaction():
            return super().upsert(document, cond)

    def update(
        self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        with self._storage.transaction():
            if doc_ids is None and cond is not None:
                doc_ids = [doc_id for doc_id, _ in self._matching(cond)]
            return super().update(fields, None, doc_ids)

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        return super().update_multiple(list(updates))

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        with self._storage.transaction():
            if doc_ids is None and cond is not None:
                doc_ids = [doc_id for doc_id, _ in self._matching(cond)]
            return super().remove(None, doc_ids)

    def search(self, cond: QueryLike) -> list[Document]:
        cached = self._query_cache.get(cond) if self._cache_holds() else None
        if cached is not None:
            return cached[:]
        found = [self.document_class(document, doc_id) for doc_id, document in self._matching(cond)]
        if getattr(cond, "is_cacheable", lambda: True)():
            self._query_cache[cond] = found[:]
        return found

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        if doc_id is not None:
            found = self._with_ids([doc_id])
            return self.document_class(found[0][1], doc_id) if found else None
        if doc_ids is not None:
            return [self.document_class(document, found) for found, document in self._with_ids(doc_ids)]
        if cond is not None:
            for found, document in self._matching(cond):
                return self.document_class(document, found)
            return None
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def __len__(self) -> int:
        with self._storage.reading() as connection:
            rows = self._storage.rows(connection, self.name)
            return 0 if rows is None else rows.count()

    def __iter__(self) -> Iterator[Document]:
        for doc_id, document in self._scan():
            yield self.document_class(document, doc_id)

    def _scan(self, where: str = "", values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, dict[str, Any]]]:
        with self._storage.reading() as connection:
            rows = self._storage.rows(connection, self.name)
            for doc_id, document in rows.scan(where, values) if rows is not None else ():
                yield self.document_id_class(doc_id), document

    def _matching(self, cond: QueryLike) -> Iterator[tuple[Any, dict[str, Any]]]:
        # What SQLite leaves out cannot match; whether the rest does, the condition itself decides.
        where, values = prefilter(cond, self._storage.layout(self.name))
        return ((doc_id, document) for doc_id, document in self._scan(where, values) if cond(document))

    def _with_ids(self, doc_ids: Iterable[Any]) -> list[tuple[Any, dict[str, Any]]]:
        # TinyDB's storages know ids as text: 1 and "1" are the same, 1.0 is none.
        wanted: Iterable[Any] = dict.fromkeys(str(doc_id) for doc_id in doc_ids)
        with self._storage.reading() as connection:
            rows = self._storage.rows(connection, self.name)
            if rows is None:
                return []
            if rows.whole_ids:
                wanted = (int(text) for text in wanted if _WHOLE.fullmatch(text))
            return [(self.document_id_class(doc_id), document) for doc_id, document in rows.some(wanted)]

    def _cache_holds(self) -> bool:
        """Whether nothing was written since results were cached; if there was, the cache is emptied."""
        if not self._query_cache.capacity:
            return False
        version = self._storage.version()
        if version != self._cached_version:
            self._cached_version = version
            self.clear_cache()
        return True

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(doc_id): document for doc_id, document in self._scan()}

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        whole_ids = issubclass(self.document_id_class, int)
        with self._storage.transaction() as connection:
            rows = self._storage.make_rows(connection, self.name, whole_ids=whole_ids)
            documents = Documents(rows, self.document_id_class)
            updater(documents)
            documents.write_back()
        self.clear_cache()

    def _get_next_id(self) -> Any:
        with self._storage.reading() as connection:
            rows = self._storage.rows(connection, self.name)
            if rows is None or rows.whole_ids:
                following = self.document_id_class(rows.next_id() if rows is not None else 1)
            else:
                following = max(map(self.document_id_class, rows.ids()), default=0) + 1
        # Not lower than what this table has given before, even when that document is gone again.
        following = following if self._next_id is None else max(following, self._next_id)
        self._next_id = following + 1
        return following


class Database(TinyDB):
    """TinyDB over rows: its calls that are about whole tables need not read them."""

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
        self._forget(*self._tables)

    def drop_table(self, name: str) -> None:
        with self.storage.transaction() as connection:
            self.storage.drop(connection, name)
        self._forget(name)

    def _forget(self, *names: str) -> None:
        for name in names:
            table = self._tables.pop(name, None)
            if table is not None:
                table.clear_cache()
