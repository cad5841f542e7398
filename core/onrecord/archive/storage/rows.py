"""The documents of one table as rows: how they are encoded, looked up, ordered and changed."""

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

_BATCH_SIZE = 200
_COMPRESSION_LEVEL = 4
"""Documents are 2 % larger than at level 6, and deflated in 70 % of the time."""
_MAX_INTEGER = 2**63 - 1
HIGHEST_ID = 2**62
"""The highest id that a document may have: half of what SQLite can count to, so that others can follow."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_encode_ascii = json.JSONEncoder(separators=(",", ":")).encode


class Unreadable(sqlite3.DatabaseError):
    """A stored value is not a document: SQLite has no checksums, and returns whatever it reads."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class Column(msgspec.Struct, frozen=True):
    """A value of a document that is stored beside it, for indexes and views.

    Attributes:
        name: The name of the column.
        value: Computes the value from a document.
        field: The key of the document that the column copies, so that conditions on the key can be answered from
            the column; None if it copies none. NULL stands for every value that is not text.
        numeric: Whether the column copies numbers in place of text.
    """

    name: str
    value: Callable[[Mapping[str, Any]], Value]
    field: str | None = None
    numeric: bool = False


def checksum_column() -> Column:
    """Return the column that tells whether a document is still the one that was written."""
    return Column("checksum", lambda document: zlib.crc32(_json(document)))


def field_column(name: str, *, numeric: bool = False) -> Column:
    """Return the column that copies the document's key of the same name."""
    return Column(name, lambda document: comparable_value(document.get(name), numeric=numeric), name, numeric)


def comparable_value(value: Any, *, numeric: bool) -> Value:
    """Return a value if SQLite compares it as Python does, else None: valid Unicode, numbers of up to 64 bits."""
    if numeric:
        if isinstance(value, int):
            return int(value) if -_MAX_INTEGER <= value <= _MAX_INTEGER else None
        return value if isinstance(value, float) else None
    if not isinstance(value, str):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value


def clean_text(text: str) -> str:
    """Return a text with ? in place of halves of surrogate pairs, which SQLite refuses; its length stays."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text


class TableLayout(msgspec.Struct, frozen=True):
    """How the documents of a table are stored.

    Attributes:
        name: The name of the table.
        columns: The columns beside the document.
        compressed: Whether the JSON is deflated.
        pack: Turns a document into the form that is written as JSON.
        unpack: Turns this form back into the document.
        keeps_ids: Whether an id is never given twice, even after its document was removed (AUTOINCREMENT).
        lowest_id: The lowest id that a document may have, where ids are whole numbers.
        highest_id: The highest id that it may have then.
    """

    name: str
    columns: tuple[Column, ...] = ()
    compressed: bool = False
    pack: Callable[[Mapping[str, Any]], Any] | None = None
    unpack: Callable[[Any], dict[str, Any]] | None = None
    keeps_ids: bool = False
    lowest_id: int = -_MAX_INTEGER
    highest_id: int = HIGHEST_ID

    def may_have(self, doc_id: int) -> bool:
        """Return whether a document may have an id, where ids are whole numbers."""
        return self.lowest_id <= doc_id <= self.highest_id

    @property
    def id_range(self) -> str:
        """The ids that documents may have, in words."""
        return f"a whole number from {self.lowest_id:,} to {self.highest_id:,}"

    def create_statements(self, table: str, *, whole_ids: bool = True) -> list[str]:
        """Return the statements that create a table with its index.

        TinyDB lists documents in the order in which they were inserted. This is the order of ids, except where a
        lower id came after a higher one: ``ordinal`` is then the position of the document.

        Args:
            table: The name of the table in SQLite.
            whole_ids: Whether ids are whole numbers; otherwise they are text.
        """
        id_type = "INTEGER" if whole_ids else "TEXT"
        autoincrement = " AUTOINCREMENT" if self.keeps_ids else ""
        columns = "".join(f", {column.name}" for column in self.columns)
        return [
            f'CREATE TABLE "{table}" '
            f"(id {id_type} PRIMARY KEY{autoincrement} NOT NULL, ordinal INTEGER{columns}, document)",
            f'CREATE INDEX "{table}_ordinal" ON "{table}" (ordinal) WHERE ordinal IS NOT NULL',
        ]

    def values(self, document: Mapping[str, Any]) -> list[Value]:
        """Return the values of the columns beside a document."""
        return [column.value(document) for column in self.columns]

    def encode(self, document: Mapping[str, Any]) -> str | bytes:
        """Return a document in the form in which it is stored; raise TypeError for what JSON cannot hold."""
        raw = _json(self.pack(document) if self.pack else document)
        return zlib.compress(raw, _COMPRESSION_LEVEL) if self.compressed else raw.decode()

    def decode(self, stored: str | bytes) -> dict[str, Any]:
        """Return the document of a stored form; raise Unreadable if it is none."""
        try:
            form = _decoded(stored if isinstance(stored, str) else zlib.decompress(stored))
            document = self.unpack(form) if self.unpack else form
            return dict(document)
        except (zlib.error, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
            raise Unreadable(f"a row of {self.name} cannot be read: {error}") from error


def _decoded(stored: str | bytes) -> Any:
    try:
        return msgspec.json.decode(stored)
    except msgspec.MsgspecError:
        # What Python's JSON has more than others: half of a surrogate pair, NaN and infinity.
        return json.loads(stored)


def _json(form: Any) -> bytes:
    try:
        if type(form) is dict and all(type(key) is type(value) is str for key, value in form.items()):
            # The same JSON in a seventh of the time; some other documents it would write differently from TinyDB.
            return msgspec.json.encode(form)
        return _encode(form).encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return _encode_ascii(form).encode()


class Rows:
    """The rows of one table, on one connection.

    Args:
        connection: The connection.
        table: The name of the table in SQLite.
        layout: How documents are stored.
        whole_ids: Whether ids are whole numbers; otherwise they are text.
        on_change: Called before each change with the id and the document before and after; None stands for none.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        table: str,
        layout: TableLayout,
        *,
        whole_ids: bool = True,
        on_change: OnChange | None = None,
    ) -> None:
        self.table = table
        self.layout = layout
        self.whole_ids = whole_ids
        self._connection = connection
        self._on_change = on_change

    def count(self) -> int:
        """Return the number of documents."""
        return int(self._single_value(f'SELECT count(*) FROM "{self.table}"'))

    def __contains__(self, doc_id: object) -> bool:
        key = self._key(doc_id)
        return (
            key is not None and self._single_value(f'SELECT 1 FROM "{self.table}" WHERE id = ?', key) is not None
        )

    def ids(self, where: str = "", values: tuple[Value, ...] = ()) -> list[Any]:
        """Return the ids of the documents for which an SQL condition holds, in TinyDB's order."""
        # The order by id needs no sorting, and is nearly always right.
        has_ordinals = self._single_value(f'SELECT 1 FROM "{self.table}" WHERE ordinal IS NOT NULL LIMIT 1')
        order = "coalesce(ordinal, id)" if has_ordinals else "id"
        condition = f"WHERE {where}" if where else ""
        return [
            doc_id
            for (doc_id,) in self._connection.execute(
                f'SELECT id FROM "{self.table}" {condition} ORDER BY {order}', values
            )
        ]

    def scan(self, where: str = "", values: tuple[Value, ...] = ()) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Yield ids and documents for which an SQL condition holds, in TinyDB's order.

        The ids are those at the start; documents are read in batches, so the caller may change them meanwhile.
        """
        ids = self.ids(where, values)
        for start in range(0, len(ids), _BATCH_SIZE):
            batch = ids[start : start + _BATCH_SIZE]
            marks = ",".join("?" * len(batch))
            stored_documents = dict(
                self._connection.execute(f'SELECT id, document FROM "{self.table}" WHERE id IN ({marks})', batch)
            )
            for doc_id in batch:
                if doc_id in stored_documents:
                    yield doc_id, self.layout.decode(stored_documents[doc_id])

    def existing(self, doc_ids: Iterable[object]) -> list[tuple[Any, dict[str, Any]]]:
        """Return the ids and documents of those ids that exist, in TinyDB's order."""
        sql = f'SELECT coalesce(ordinal, id), id, document FROM "{self.table}" WHERE id = ?'
        rows = (self._connection.execute(sql, (self._key(doc_id),)).fetchone() for doc_id in doc_ids)
        in_order = sorted((row for row in rows if row is not None), key=itemgetter(0))
        return [(doc_id, self.layout.decode(stored)) for _, doc_id, stored in in_order]

    def get(self, doc_id: object) -> dict[str, Any] | None:
        """Return the document with an id, None if there is none."""
        stored = self._stored(self._key(doc_id))
        return None if stored is None else self.layout.decode(stored)

    def put(self, doc_id: object, document: Mapping[str, Any]) -> None:
        """Insert a document, or replace the one with its id unless it is the same.

        Raises:
            TypeError: JSON cannot hold the document.
            ValueError: No row can have the id.
        """
        key = self._key(doc_id)
        if key is None or (self.whole_ids and not self.layout.may_have(key)):
            raise ValueError(
                f"The id of a document of {self.layout.name} is {self.layout.id_range}, not {doc_id!r}. "
                "Nothing was stored; choose another, or leave it out."
            )
        stored = self.layout.encode(document)
        previous = self._stored(key)
        if previous == stored:
            return
        if self._on_change:
            self._on_change(key, None if previous is None else self.layout.decode(previous), document)
        values = self.layout.values(document)
        if previous is None:
            self._connection.execute(self._insert_statement(), (key, self._ordinal(key), *values, stored))
        else:
            sets = "".join(f"{column.name} = ?, " for column in self.layout.columns)
            self._connection.execute(
                f'UPDATE "{self.table}" SET {sets}document = ? WHERE id = ?', (*values, stored, key)
            )

    def encode_rows(self, documents: Mapping[int, Mapping[str, Any]]) -> list[NewRow]:
        """Return documents by their ids as ``append`` takes them.

        It may run in any thread, as it does not use the connection.

        Raises:
            TypeError: JSON cannot hold a document.
        """
        return [(key, document, self.layout.encode(document)) for key, document in documents.items()]

    def append(self, documents: Iterable[NewRow]) -> None:
        """Insert documents whose ids no row has, in ascending order, without calling ``on_change``."""
        self._connection.executemany(self._insert_statement(), self._new_rows(documents))

    def _new_rows(self, documents: Iterable[NewRow]) -> Iterator[tuple[Value, ...]]:
        last = self._last_position()
        for key, document, stored in documents:
            ordinal = None if key > last else last + 1
            last = max(key, ordinal or 0)
            yield key, ordinal, *self.layout.values(document), stored

    def _insert_statement(self) -> str:
        names = "".join(f", {column.name}" for column in self.layout.columns)
        marks = ", ?" * len(self.layout.columns)
        return f'INSERT INTO "{self.table}" (id, ordinal{names}, document) VALUES (?, ?{marks}, ?)'

    def delete(self, doc_id: object) -> None:
        """Remove a document; raise KeyError if there is none with the id."""
        key = self._key(doc_id)
        old = self.get(key)
        if old is None:
            raise KeyError(doc_id)
        if self._on_change:
            self._on_change(key, old, None)
        self._connection.execute(f'DELETE FROM "{self.table}" WHERE id = ?', (key,))

    def clear(self) -> None:
        """Remove all documents."""
        if self._on_change:
            for doc_id in self.ids():
                self.delete(doc_id)
        else:
            self._connection.execute(f'DELETE FROM "{self.table}"')

    def replace(self, documents: Mapping[Any, Mapping[str, Any]]) -> None:
        """Replace all documents by others, in their order."""
        for doc_id in self.ids():
            if doc_id not in documents:
                self.delete(doc_id)
        if self.ids() != [doc_id for doc_id in documents if doc_id in self]:
            self.clear()
        for doc_id, document in documents.items():
            self.put(doc_id, document)

    def next_id(self) -> int:
        """Return the id of the next document: one more than the highest."""
        highest = self._highest_id()
        if self.layout.keeps_ids:
            sql = "SELECT seq FROM sqlite_sequence WHERE name = ? AND seq < ?"
            highest = max(highest, self._single_value(sql, self.table, self.layout.highest_id) or 0)
        return highest + 1

    def _highest_id(self) -> int:
        """Return the highest id after which another can follow, 0 if there is none."""
        sql = f'SELECT max(id) FROM "{self.table}" WHERE id < ?'
        return self._single_value(sql, self.layout.highest_id) or 0

    def _ordinal(self, key: Value) -> int | None:
        last = self._last_position()
        return None if isinstance(key, int) and key > last else last + 1

    def _last_position(self) -> int:
        """Return the position of the last document in TinyDB's order."""
        last_ordinal = (
            self._single_value(f'SELECT max(ordinal) FROM "{self.table}" WHERE ordinal IS NOT NULL') or 0
        )
        last_id = self._highest_id() if self.whole_ids else 0
        return max(int(last_ordinal), int(last_id))

    def _key(self, doc_id: object) -> Any:
        """Return an id in SQLite's form, None if no row can have it."""
        if not self.whole_ids:
            return str(doc_id)
        if isinstance(doc_id, float) and doc_id.is_integer():
            doc_id = int(doc_id)
        if isinstance(doc_id, int) and -_MAX_INTEGER <= doc_id <= _MAX_INTEGER:
            return int(doc_id)
        return None

    def _stored(self, key: Value) -> Any:
        return (
            None if key is None else self._single_value(f'SELECT document FROM "{self.table}" WHERE id = ?', key)
        )

    def _single_value(self, sql: str, *values: Value) -> Any:
        row = self._connection.execute(sql, values).fetchone()
        return None if row is None else row[0]
