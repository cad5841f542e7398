"""TinyDB's Storage over SQLite: a file that keeps each document as a row of its own.

Every thread has a connection of its own; a change is one transaction, whichever and however many tables it
touches. The file is in WAL mode with full synchronisation: what was committed survives a crash, and readers
and one writer never wait for each other.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from tinydb.storages import Storage

from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveReadOnly,
    ArchiveTooNew,
    clear_errors,
)
from onrecord.archive.storage.rows import Rows, TableLayout

Document = Mapping[str, Any] | None

WRITE_TIMEOUT = 10.0
"""Seconds to wait for another writer."""

_PATIENCE = 0.5  # seconds that closing waits for a thread, and once more when it is interrupted


class Connection(sqlite3.Connection):
    """A thread's connection, with what its open transaction has touched."""

    touched: set[tuple[str, int]]
    failed: bool
    seen: int
    in_use: threading.RLock
    """Held by its thread while it uses it: SQLite crashes where a connection is closed meanwhile."""


class Watcher(Protocol):
    """What is kept in step with the documents of the laid-out tables, in the transaction that changes them."""

    def changing(self, connection: Connection, table: str, doc_id: int, old: Document, new: Document) -> None:
        """A document is about to be inserted (``old`` is None), changed, or removed (``new`` is None)."""

    def committing(self, connection: Connection) -> None:
        """The transaction is about to be committed."""


def create_table_list(connection: Connection) -> None:
    """Make the list of TinyDB's tables, if there is none yet."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS tables (number INTEGER PRIMARY KEY, name TEXT UNIQUE, whole_ids INTEGER)"
    )


def read_only_options(file: Path) -> str:
    """The options with which SQLite reads a file that may not be written."""
    # Where SQLite may make no file for what readers share, it reads only what nobody changes.
    wal = file.with_name(f"{file.name}-wal")
    still = not os.access(file.parent, os.W_OK) and not (wal.exists() and wal.stat().st_size)
    return "mode=ro&immutable=1" if still else "mode=ro"


def _form(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


class SQLiteStorage(Storage):
    """A file of documents in rows. ``layouts`` are the tables that have columns or a form of their own.

    ``prepare`` is called with each new connection, ``set_up`` once: it sees to it that the file has its tables.
    ``refused``: why nothing may be written, as a sentence, for a file that is only to be read.
    Raises ArchiveError when the file cannot be opened.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        create: bool = True,
        layouts: tuple[TableLayout, ...] = (),
        watcher: Watcher | None = None,
        prepare: Callable[[Connection], None] | None = None,
        set_up: Callable[[SQLiteStorage], None] = lambda storage: storage.make(create_table_list),
        wait: float = WRITE_TIMEOUT,
        refused: str = "",
    ) -> None:
        self.refused = refused
        self.file = Path(path).absolute()
        self.layouts = {layout.name: layout for layout in layouts}
        self.watcher = watcher
        self._prepare = prepare
        self._wait = wait
        options = read_only_options(self.file) if refused else "mode=rwc" if create else "mode=rw"
        self._uri = f"{self.file.as_uri()}?{options}"
        self._local = threading.local()
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._generation = 0
        self._closed = False
        self._form: int | None = None
        try:
            set_up(self)
            self._form = _form(self.connection())
        except BaseException:
            self.close()
            raise

    def connection(self) -> Connection:
        """This thread's connection, opened when it is first asked for."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if self._closed:
            raise ArchiveError(f"The archive {self.file} is closed.")
        if connection is None:
            connection = self._local.connection = self._open()
        return connection

    def _open(self) -> Connection:
        # Connections are closed by whoever closes the storage, so the check of the thread is off;
        # each is used by its own thread only.
        connection = sqlite3.connect(
            self._uri,
            uri=True,
            timeout=self._wait,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
        )
        try:
            connection.touched, connection.failed, connection.in_use = set(), False, threading.RLock()
            connection.execute("PRAGMA synchronous = FULL")
            # A megabyte: every thread has a cache of its own, and the system's holds the file for all.
            connection.execute("PRAGMA cache_size = -1000")
            connection.execute("PRAGMA journal_size_limit = 67108864")
            if self._prepare:
                self._prepare(connection)
            connection.seen = connection.execute("PRAGMA data_version").fetchone()[0]
        except BaseException:
            connection.close()
            raise
        self._connections.add(connection)
        return connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """This thread's connection; what SQLite complains about becomes an ArchiveError.

        Where it meets a damage nothing is written any more.
        """
        try:
            with clear_errors(self.file), self.connection().in_use:
                yield self.connection()  # it may have been closed meanwhile
        except ArchiveDamaged as error:
            if not self.refused:
                self.refused = str(error)
                damage_marker.mark_damaged(self.file, error)
            raise

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or nothing. One within another is a part of it.

        Raises ArchiveError, of the kinds for a locked, read-only or full archive too.
        """
        if self.refused:
            raise ArchiveReadOnly(self.refused)
        with self.reading() as connection:
            if connection.in_transaction:
                try:
                    yield connection
                except BaseException:
                    connection.failed = True
                    raise
                return
            # IMMEDIATE: a transaction that turned from reading to writing would fail instead of waiting.
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._see_form(connection)
                yield connection
                if connection.failed:
                    raise RuntimeError("A part of a transaction failed, and the whole was to be committed")
                if self.watcher:
                    self.watcher.committing(connection)
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself after some errors, such as a full disk.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                connection.touched.clear()
                connection.failed = False
        with self._lock:
            self._generation += 1

    def _see_form(self, connection: Connection) -> None:
        """Raises ArchiveTooNew where a newer program has changed the file since it was opened."""
        if self._form is not None and _form(connection) != self._form:
            raise ArchiveTooNew(
                f"The archive {self.file} was brought to another version of onrecord meanwhile. "
                "Nothing was changed; leave, and start again with the newer onrecord."
            )

    def make(self, make: Callable[[Connection], None]) -> None:
        """Make or change what the file consists of, in one transaction."""
        with self.reading() as connection:
            # The page of a new file: texts of news are about a kilobyte and a half when deflated, of which four
            # fit on a page of 8 KB and only two on one of 4 KB.
            connection.execute("PRAGMA page_size = 8192")
            connection.execute("PRAGMA journal_mode = WAL")
        with self.transaction() as connection:
            make(connection)

    def version(self) -> int:
        """A number that grows whenever something was written, by this process or by another."""
        with self.reading() as connection:
            # https://www.sqlite.org/pragma.html#pragma_data_version: changes by other connections only
            seen = connection.execute("PRAGMA data_version").fetchone()[0]
        with self._lock:
            if seen != connection.seen:
                connection.seen = seen
                self._generation += 1
            return self._generation

    def rows(self, connection: Connection, name: str) -> Rows | None:
        """The rows of a table, or None where there is no such table. Laid-out tables are always there."""
        if name in self.layouts:
            return self._rows(connection, name, name, True)
        found = connection.execute("SELECT number, whole_ids FROM tables WHERE name = ?", (name,)).fetchone()
        return self._rows(connection, name, f"documents_{found[0]}", bool(found[1])) if found else None

    def make_rows(self, connection: Connection, name: str, *, whole_ids: bool = True) -> Rows:
        """The rows of a table, which is made if there is none. ``whole_ids``: ids are whole numbers, else text."""
        rows = self.rows(connection, name)
        if rows is not None:
            return rows
        (number,) = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM tables").fetchone()
        place = f"documents_{number}"
        for statement in TableLayout(name).create(place, whole_ids=whole_ids):
            connection.execute(statement)
        connection.execute("INSERT INTO tables VALUES (?, ?, ?)", (number, name, whole_ids))
        return self._rows(connection, name, place, whole_ids)

    def drop(self, connection: Connection, name: str) -> None:
        """Remove a table with all its documents, if there is one. Of a laid-out table only the documents go."""
        rows = self.rows(connection, name)
        if rows is None:
            return
        if name in self.layouts:
            rows.clear()
            return
        connection.execute(f'DROP TABLE "{rows.place}"')
        connection.execute("DELETE FROM tables WHERE name = ?", (name,))

    def names(self) -> list[str]:
        """The names of all tables."""
        with self.reading() as connection:
            return [
                *self.layouts,
                *(name for (name,) in connection.execute("SELECT name FROM tables ORDER BY number")),
            ]

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Everything, as TinyDB's own storages hold it: table → id (as text) → document; None when empty."""
        tables: dict[str, dict[str, Any]] = {}
        with self.reading() as connection:
            for name in self.names():
                rows = self.rows(connection, name)
                tables[name] = (
                    {str(doc_id): document for doc_id, document in rows.scan()} if rows is not None else {}
                )
        return tables or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace everything by what TinyDB's own storages hold. Only what differs is written."""
        with self.transaction() as connection:
            for name in self.names():
                if name not in data:
                    self.drop(connection, name)
            for name, documents in data.items():
                whole = all(isinstance(key, int) or key.isdigit() for key in documents)
                rows = self.make_rows(connection, name, whole_ids=whole)
                rows.replace({int(key) if rows.whole_ids else key: value for key, value in documents.items()})

    def close(self) -> None:
        """Close the connections of all threads, each when its thread is done; one that takes long is stopped."""
        self._closed = True
        for connection in list(self._connections):
            if not connection.in_use.acquire(timeout=_PATIENCE):
                connection.interrupt()
                if not connection.in_use.acquire(timeout=_PATIENCE):
                    continue
            connection.close()
            connection.in_use.release()

    def layout(self, name: str) -> TableLayout:
        """How the documents of a table are kept."""
        return self.layouts.get(name) or TableLayout(name)

    def _rows(self, connection: Connection, name: str, place: str, whole_ids: bool) -> Rows:
        watched = self.watcher if name in self.layouts else None
        changing = partial(watched.changing, connection, name) if watched else None
        return Rows(connection, place, self.layout(name), whole_ids=whole_ids, changing=changing)
