"""The documents of one table as rows: how they are encoded, found, ordered and changed."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

import msgspec

Value = int | float | str | bytes | None
OnChange = Callable[[int, Mapping[str, Any] | None, Mapping[str, Any] | None], None]

NewRow = tuple[int, Mapping[str, Any], str | bytes]
"""The id of a new document, the document, and what it is stored as."""

_CHUNK = 200
_DEFLATED = 4
"""The level at which documents are deflated: 2 % larger than at 6, in 70 % of the time."""
_HIGHEST = 2**63 - 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_encode_ascii = json.JSONEncoder(separators=(",", ":")).encode


class Unreadable(sqlite3.DatabaseError):
    """What is stored is not a document: SQLite has no checksums, and gives what it finds."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class Column(msgspec.Struct, frozen=True):
    """A value of the document that stands beside it, for indexes and views.

    ``field`` is the key whose value it is, as it is, when that is text (or a number, for ``numeric``): a
    condition on this key can then be answered from the column. NULL stands for every other value.
    """

    name: str
    value: Callable[[Mapping[str, Any]], Value]
    field: str | None = None
    numeric: bool = False


def field_column(name: str, *, numeric: bool = False) -> Column:
    """The column that holds the document's key of the same name."""
    return Column(name, lambda document: comparable_value(document.get(name), numeric=numeric), name, numeric)


def comparable_value(value: Any, *, numeric: bool) -> Value:
    """What SQLite keeps and compares as Python does, else None: valid Unicode, numbers of up to 64 bits."""
    if numeric:
        if isinstance(value, int):
            return int(value) if -_HIGHEST <= value <= _HIGHEST else None
        return value if isinstance(value, float) else None
    if not isinstance(value, str):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value


def clean_text(text: str) -> str:
    """The text with ? for halves of surrogate pairs, which SQLite cannot take. As long as before."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text


class TableLayout(msgspec.Struct, frozen=True):
    """How the documents of a table are kept.

    ``compressed``: the document is kept deflated. ``pack`` and ``unpack``: into another form and back, before
    it is written as JSON and after it was read. ``keeps_ids``: an id is never given twice, even after its
    document was removed (for tables made with AUTOINCREMENT).
    """

    name: str
    columns: tuple[Column, ...] = ()
    compressed: bool = False
    pack: Callable[[Mapping[str, Any]], Any] | None = None
    unpack: Callable[[Any], dict[str, Any]] | None = None
    keeps_ids: bool = False

    def create(self, place: str, *, whole_ids: bool = True) -> list[str]:
        """The statements that make the table ``place``.

        TinyDB lists documents as they were inserted. ``place`` in this order is the id itself, unless a lower id
        came after a higher one: then ``ordinal`` tells.
        """
        kind = "INTEGER" if whole_ids else "TEXT"
        counted = " AUTOINCREMENT" if self.keeps_ids else ""
        columns = "".join(f", {column.name}" for column in self.columns)
        return [
            f'CREATE TABLE "{place}" '
            f"(id {kind} PRIMARY KEY{counted} NOT NULL, ordinal INTEGER{columns}, document)",
            f'CREATE INDEX "{place}_ordinal" ON "{place}" (ordinal) WHERE ordinal IS NOT NULL',
        ]

    def values(self, document: Mapping[str, Any]) -> list[Value]:
        """What stands in the columns beside a document."""
        return [column.value(document) for column in self.columns]

    def encode(self, document: Mapping[str, Any]) -> str | bytes:
        """The document as it is stored. Raises TypeError."""
        raw = _json(self.pack(document) if self.pack else document)
        return zlib.compress(raw, _DEFLATED) if self.compressed else raw.decode()

    def decode(self, stored: str | bytes) -> dict[str, Any]:
        """The document that ``encode`` made. Raises Unreadable."""
        try:
            form = json.loads(stored if isinstance(stored, str) else zlib.decompress(stored))
            return self.unpack(form) if self.unpack else form
        except (zlib.error, ValueError, TypeError) as error:
            raise Unreadable(f"a row of {self.name} cannot be read: {error}") from error


def _json(form: Any) -> bytes:
    try:
        if type(form) is dict and all(type(key) is type(value) is str for key, value in form.items()):
            # The same in a seventh of the time; of other documents it writes some otherwise than TinyDB does.
            return msgspec.json.encode(form)
        return _encode(form).encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return _encode_ascii(form).encode()


class Rows:
    """The rows of one table, on one connection. ``changing`` is told of each change before it is made."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        place: str,
        layout: TableLayout,
        *,
        whole_ids: bool = True,
        changing: OnChange | None = None,
    ) -> None:
        self.place = place
        self.layout = layout
        self.whole_ids = whole_ids
        self._connection = connection
        self._changing = changing

    def count(self) -> int:
        """How many documents there are."""
        return int(self._one(f'SELECT count(*) FROM "{self.place}"'))

    def __contains__(self, doc_id: object) -> bool:
        key = self._key(doc_id)
        return key is not None and self._one(f'SELECT 1 FROM "{self.place}" WHERE id = ?', key) is not None

    def ids(self, where: str = "", values: tuple[Value, ...] = ()) -> list[Any]:
        """The ids of the documents for which an SQL condition holds, in TinyDB's order."""
        # The order by id alone needs no sorting, and is the whole truth nearly always.
        moved = self._one(f'SELECT 1 FROM "{self.place}" WHERE ordinal IS NOT NULL LIMIT 1')
        order = "coalesce(ordinal, id)" if moved else "id"
        condition = f"WHERE {where}" if where else ""
        return [
            doc_id
            for (doc_id,) in self._connection.execute(
                f'SELECT id FROM "{self.place}" {condition} ORDER BY {order}', values
            )
        ]

    def scan(self, where: str = "", values: tuple[Value, ...] = ()) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Ids and documents for which an SQL condition holds, in TinyDB's order.

        The ids are those at the start; documents are read as one goes, so whoever looks may change them.
        """
        ids = self.ids(where, values)
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            found = dict(
                self._connection.execute(f'SELECT id, document FROM "{self.place}" WHERE id IN ({marks})', chunk)
            )
            for doc_id in chunk:
                if doc_id in found:
                    yield doc_id, self.layout.decode(found[doc_id])

    def some(self, doc_ids: Iterable[object]) -> list[tuple[Any, dict[str, Any]]]:
        """Those of the documents that there are, with their ids, in TinyDB's order."""
        sql = f'SELECT coalesce(ordinal, id), id, document FROM "{self.place}" WHERE id = ?'
        rows = (self._connection.execute(sql, (self._key(doc_id),)).fetchone() for doc_id in doc_ids)
        found = sorted((row for row in rows if row is not None), key=itemgetter(0))
        return [(doc_id, self.layout.decode(stored)) for _, doc_id, stored in found]

    def get(self, doc_id: object) -> dict[str, Any] | None:
        """The document with this id."""
        stored = self._stored(self._key(doc_id))
        return None if stored is None else self.layout.decode(stored)

    def put(self, doc_id: object, document: Mapping[str, Any]) -> None:
        """Insert a document, or change the one with this id; what is the same is not written.

        Raises TypeError for what JSON cannot hold and ValueError for an id that no row can have.
        """
        key = self._key(doc_id)
        if key is None:
            raise ValueError(f"A document's id is a whole number below 2 to the 63rd, not {doc_id!r}")
        stored = self.layout.encode(document)
        before = self._stored(key)
        if before == stored:
            return
        if self._changing:
            self._changing(key, None if before is None else self.layout.decode(before), document)
        values = self.layout.values(document)
        if before is None:
            self._connection.execute(self._insert(), (key, self._ordinal(key), *values, stored))
        else:
            sets = "".join(f"{column.name} = ?, " for column in self.layout.columns)
            self._connection.execute(
                f'UPDATE "{self.place}" SET {sets}document = ? WHERE id = ?', (*values, stored, key)
            )

    def encoded(self, documents: Mapping[int, Mapping[str, Any]]) -> list[NewRow]:
        """Documents by their ids as ``append`` takes them; in any thread, as it asks nothing of the connection.

        Raises TypeError for what JSON cannot hold.
        """
        return [(key, document, self.layout.encode(document)) for key, document in documents.items()]

    def append(self, documents: Iterable[NewRow]) -> None:
        """Insert documents with ids that no row has, in ascending order. Nobody is told of it."""
        self._connection.executemany(self._insert(), self._new_rows(documents))

    def _new_rows(self, documents: Iterable[NewRow]) -> Iterator[tuple[Value, ...]]:
        last = self._last()
        for key, document, stored in documents:
            ordinal = None if key > last else last + 1
            last = max(key, ordinal or 0)
            yield key, ordinal, *self.layout.values(document), stored

    def _insert(self) -> str:
        names = "".join(f", {column.name}" for column in self.layout.columns)
        marks = ", ?" * len(self.layout.columns)
        return f'INSERT INTO "{self.place}" (id, ordinal{names}, document) VALUES (?, ?{marks}, ?)'

    def delete(self, doc_id: object) -> None:
        """Remove a document. Raises KeyError."""
        key = self._key(doc_id)
        old = self.get(key)
        if old is None:
            raise KeyError(doc_id)
        if self._changing:
            self._changing(key, old, None)
        self._connection.execute(f'DELETE FROM "{self.place}" WHERE id = ?', (key,))

    def clear(self) -> None:
        """Remove all documents."""
        if self._changing:
            for doc_id in self.ids():
                self.delete(doc_id)
        else:
            self._connection.execute(f'DELETE FROM "{self.place}"')

    def replace(self, documents: Mapping[Any, Mapping[str, Any]]) -> None:
        """Make these the documents of the table, in their order."""
        for doc_id in self.ids():
            if doc_id not in documents:
                self.delete(doc_id)
        if self.ids() != [doc_id for doc_id in documents if doc_id in self]:
            self.clear()
        for doc_id, document in documents.items():
            self.put(doc_id, document)

    def next_id(self) -> int:
        """The id that the next document gets: one more than the highest."""
        highest = self._one(f'SELECT max(id) FROM "{self.place}"') or 0
        if self.layout.keeps_ids:
            highest = max(highest, self._one("SELECT seq FROM sqlite_sequence WHERE name = ?", self.place) or 0)
        return highest + 1

    def _ordinal(self, key: Value) -> int | None:
        last = self._last()
        return None if isinstance(key, int) and key > last else last + 1

    def _last(self) -> int:
        """Where the last document stands in TinyDB's order."""
        last = self._one(f'SELECT max(ordinal) FROM "{self.place}" WHERE ordinal IS NOT NULL') or 0
        highest = self._one(f'SELECT max(id) FROM "{self.place}"') or 0 if self.whole_ids else 0
        return max(int(last), int(highest))

    def _key(self, doc_id: object) -> Any:
        """The id as SQLite has it, or None where no row can have it."""
        if not self.whole_ids:
            return str(doc_id)
        if isinstance(doc_id, float) and doc_id.is_integer():
            doc_id = int(doc_id)
        if isinstance(doc_id, int) and -_HIGHEST <= doc_id <= _HIGHEST:
            return int(doc_id)
        return None

    def _stored(self, key: Value) -> Any:
        return None if key is None else self._one(f'SELECT document FROM "{self.place}" WHERE id = ?', key)

    def _one(self, sql: str, *values: Value) -> Any:
        row = self._connection.execute(sql, values).fetchone()
        return None if row is None else row[0]
