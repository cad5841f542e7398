"""TinyDB's Storage over SQLite: a file that keeps each document as a row of its own.

Every thread has a connection of its own; a change is one transaction, whichever and however many tables it
touches. The file is in WAL mode with full synchronisation: what was committed survives a crash, and readers
and one writer never wait for each other.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from tinydb.storages import Storage

from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveLocked,
    ArchiveMissing,
    ArchiveReadOnly,
    ArchiveTooNew,
    clear_errors,
)
from onrecord.archive.storage.rows import Rows, TableLayout
from onrecord.archive.storage.stale_log import is_backup
from onrecord.base import held_files
from onrecord.base.path_locks import locked

Document = Mapping[str, Any] | None

WRITE_TIMEOUT = 10.0
"""Seconds to wait for another writer."""

_PAUSE = 0.01
"""Seconds between two attempts where SQLite does not wait by itself."""

_CLOSE_TIMEOUT = 0.5
"""Seconds that closing waits for a thread, and once more after it has interrupted it."""


class Connection(sqlite3.Connection):
    """A thread's connection.

    Attributes:
        touched: What the watcher has to do at the end of the open transaction: an index and the id of an article.
        failed: Whether a nested transaction has failed.
        seen: What was last seen of changes by other connections.
        in_use: Held by the thread while it uses the connection, as SQLite crashes if it is closed meanwhile.
    """

    touched: set[tuple[str, int]]
    failed: bool
    seen: Hashable
    in_use: threading.RLock


class Watcher(Protocol):
    """What follows the documents of the tables with a layout, in the transaction that changes them."""

    def changing(self, connection: Connection, table: str, doc_id: int, old: Document, new: Document) -> None:
        """Prepare for the insertion (``old`` is None), change or removal (``new`` is None) of a document."""

    def committing(self, connection: Connection) -> None:
        """Finish the work of a transaction that is about to be committed."""


def create_table_list(connection: Connection) -> None:
    """Create the list of TinyDB's tables unless it exists."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS tables (number INTEGER PRIMARY KEY, name TEXT UNIQUE, whole_ids INTEGER)"
    )


def read_only_options(file: Path) -> str:
    """Return the options with which SQLite reads a file that may not be written."""
    # Where SQLite cannot create the file that readers share, it only reads files that nobody changes.
    return "mode=ro" if has_log(file) or is_sharable(file) else "mode=ro&immutable=1"


def has_log(file: Path) -> bool:
    """Return whether what was last written is in a log beside the file."""
    return _file_state(_beside(file, "-wal"))[0] > 0


def _beside(file: Path, ending: str) -> Path:
    """Return a file that SQLite makes beside another: the log, or what readers and writers share."""
    return file.with_name(file.name + ending)


def _file_state(file: Path) -> tuple[int, int]:
    """Return the size of a file in bytes and when it was last written, in nanoseconds; zeros where it is empty."""
    try:
        status = file.stat()
    except OSError:
        return 0, 0
    return (status.st_size, status.st_mtime_ns) if status.st_size else (0, 0)


def is_sharable(file: Path) -> bool:
    """Return whether SQLite can read a file and create beside it what readers and writers share."""
    if not os.access(file.parent, os.W_OK):
        return False
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection,
    ):
        connection.execute("SELECT 1 FROM sqlite_master")
        return True
    return False


def _inode(file: Path) -> int:
    """Return the number by which the system knows a file, 0 if it is not there."""
    try:
        return file.stat().st_ino
    except OSError:
        return 0


def _user_version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


class StorageSchema(NamedTuple):
    """What a file of documents is made of.

    Attributes:
        set_up: Called once with the storage to create or migrate its tables, and returns the ``user_version`` that
            they have then; None for TinyDB's tables alone.
        layouts: The tables that have columns or a stored form of their own.
        watcher: Follows the changes of documents in these tables.
        prepare: Called with each new connection.
    """

    set_up: Callable[[SQLiteStorage], int] | None = None
    layouts: tuple[TableLayout, ...] = ()
    watcher: Watcher | None = None
    prepare: Callable[[Connection], None] | None = None


_PLAIN_SCHEMA = StorageSchema()


class SQLiteStorage(Storage):
    """A storage of TinyDB that keeps each document in a row.

    Args:
        path: The file.
        schema: What the file is made of.
        create: Whether to create the file if there is none.
        wait: Seconds to wait for another program that is writing.
        refused: Why nothing may be written, as a sentence; empty if the file may be written.

    Raises:
        ArchiveError: The file cannot be opened.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        schema: StorageSchema = _PLAIN_SCHEMA,
        create: bool = True,
        wait: float = WRITE_TIMEOUT,
        refused: str = "",
    ) -> None:
        self.refused = refused
        self.file = Path(path).absolute()
        self.layouts = {layout.name: layout for layout in schema.layouts}
        self.watcher = schema.watcher
        self._prepare = schema.prepare
        self._wait = wait
        self._options = read_only_options(self.file) if refused else "mode=rwc" if create else "mode=rw"
        self._uri = f"{self.file.as_uri()}?{self._options}"
        self._local = threading.local()
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._generation = 0
        self._closed = False
        self._user_version: int | None = None
        self._inode = 0
        self._held = ExitStack()
        try:
            inode = self._open_file()
            if schema.set_up:
                self._user_version = schema.set_up(self)
            else:
                self.change_schema(create_table_list)
                self._user_version = _user_version(self.connection())
            self._inode = inode
        except BaseException:
            self.close()
            raise

    def _open_file(self) -> int:
        """Open the first connection, which makes the file where there is none, and return the file's inode.

        Nobody replaces the file meanwhile, nor while a connection is open that writes.
        """
        with ExitStack() as lock:
            if not self.refused:
                try:
                    lock.enter_context(locked(self.file.parent, self._wait))
                except TimeoutError as error:
                    raise ArchiveLocked(
                        f"Another program is replacing the archive {self.file} and does not let go. "
                        "End it, or try again."
                    ) from error
            with self.reading():
                self._held.callback(held_files.hold(self.file))
                return _inode(self.file)

    def connection(self) -> Connection:
        """Return this thread's connection, which is opened at the first call."""
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
            # A megabyte: every thread has a cache of its own, and the system holds the file for all. Twice as much
            # makes a search for a rare word in a million articles 0.3 ms faster, and every desk a megabyte larger.
            connection.execute("PRAGMA cache_size = -1000")
            connection.execute("PRAGMA journal_size_limit = 67108864")
            if self.refused:  # the disk may be full: nothing is sorted on it
                connection.execute("PRAGMA temp_store = MEMORY")
            if self._prepare:
                self._prepare(connection)
            connection.seen = self._change_mark(connection)
        except BaseException:
            connection.close()
            raise
        self._connections.add(connection)
        return connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield this thread's connection; errors of SQLite become ArchiveError.

        Once the file proves damaged, nothing is written any more.
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
        """Yield this thread's connection in a transaction that writes all or nothing.

        A transaction within another is a part of it.

        Raises:
            ArchiveReadOnly: The file may not be written.
            ArchiveLocked: Another program is writing and does not finish in time.
            ArchiveFull: There is no room left.
            ArchiveError: SQLite reports another error.
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
                self._check_place()
                self._check_user_version(connection)
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

    @contextmanager
    def waiting(self, seconds: float) -> Iterator[None]:
        """Let this thread wait for other writers no longer than some seconds in a ``with`` block."""
        self._set_wait(min(seconds, self._wait))
        try:
            yield
        finally:
            with suppress(ArchiveError):  # it was closed meanwhile
                self._set_wait(self._wait)

    def _set_wait(self, seconds: float) -> None:
        with self.reading() as connection:
            connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def _check_place(self) -> None:
        """Raise ArchiveMissing if the file that was opened is not the one in its place any more."""
        if self._inode and (_inode(self.file) != self._inode or is_backup(self.file)):
            # What is written would be in a file that nobody finds.
            self.refused = (
                f"The archive {self.file} was moved, deleted or replaced while it was open. What is shown is the "
                "archive as it was, and nothing is stored any more; leave, and open it again."
            )
            raise ArchiveMissing(self.refused)

    def _check_user_version(self, connection: Connection) -> None:
        """Raise ArchiveTooNew if a newer program has migrated the file since it was opened."""
        if self._user_version is not None and _user_version(connection) != self._user_version:
            raise ArchiveTooNew(
                f"The archive {self.file} was brought to another version of onrecord meanwhile. "
                "Nothing was changed; leave, and start again with the newer onrecord."
            )

    def change_schema(self, change: Callable[[Connection], None]) -> None:
        """Create or change the tables of the file, in one transaction."""
        with self.reading() as connection:
            # The page of a new file: texts of news are about a kilobyte and a half when deflated, of which four
            # fit on a page of 8 KB and only two on one of 4 KB.
            connection.execute("PRAGMA page_size = 8192")
        self.use_write_ahead_log()
        with self.transaction() as connection:
            change(connection)

    def use_write_ahead_log(self) -> None:
        """Have SQLite keep a log of what is written, so that readers and a writer do not wait for each other.

        Raises:
            ArchiveLocked: Another program uses the file without a log and does not finish in time.
        """
        deadline = time.monotonic() + self._wait
        with self.reading() as connection:
            while True:
                try:
                    connection.execute("PRAGMA journal_mode = WAL")
                    return
                except sqlite3.OperationalError as error:
                    # Of two programs that open a new file at once, SQLite fails one without waiting.
                    if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise
                time.sleep(_PAUSE)

    def version(self) -> int:
        """Return a number that grows whenever this process or another has written something."""
        with self.reading() as connection:
            seen = self._change_mark(connection)
        with self._lock:
            if seen != connection.seen:
                connection.seen = seen
                self._generation += 1
            return self._generation

    def _change_mark(self, connection: Connection) -> Hashable:
        """Return what is another value once another connection has written something."""
        if self._options == "mode=ro" and not os.access(_beside(self.file, "-shm"), os.W_OK):
            # Without the right to write what readers share, SQLite counts each of its readings as a change.
            return _file_state(self.file), _file_state(_beside(self.file, "-wal"))
        # https://www.sqlite.org/pragma.html#pragma_data_version: changes by other connections only
        return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def rows(self, connection: Connection, name: str) -> Rows | None:
        """Return the rows of a table, None if it does not exist; a table with a layout always does."""
        if name in self.layouts:
            return self._rows(connection, name, name, True)
        row = connection.execute("SELECT number, whole_ids FROM tables WHERE name = ?", (name,)).fetchone()
        return self._rows(connection, name, f"documents_{row[0]}", bool(row[1])) if row else None

    def make_rows(self, connection: Connection, name: str, *, whole_ids: bool = True) -> Rows:
        """Return the rows of a table, which is created unless it exists.

        Args:
            connection: A connection in a transaction.
            name: The name of the table in TinyDB.
            whole_ids: Whether the ids of a new table are whole numbers; otherwise they are text.
        """
        rows = self.rows(connection, name)
        if rows is not None:
            return rows
        (number,) = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM tables").fetchone()
        table = f"documents_{number}"
        for statement in TableLayout(name).create_statements(table, whole_ids=whole_ids):
            connection.execute(statement)
        connection.execute("INSERT INTO tables VALUES (?, ?, ?)", (number, name, whole_ids))
        return self._rows(connection, name, table, whole_ids)

    def drop(self, connection: Connection, name: str) -> None:
        """Remove a table with its documents, if it exists; of a table with a layout only the documents."""
        rows = self.rows(connection, name)
        if rows is None:
            return
        if name in self.layouts:
            rows.clear()
            return
        connection.execute(f'DROP TABLE "{rows.table}"')
        connection.execute("DELETE FROM tables WHERE name = ?", (name,))

    def names(self) -> list[str]:
        """Return the names of all tables."""
        with self.reading() as connection:
            return [
                *self.layouts,
                *(name for (name,) in connection.execute("SELECT name FROM tables ORDER BY number")),
            ]

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return everything as TinyDB's own storages do: table → id (as text) → document; None if nothing."""
        tables: dict[str, dict[str, Any]] = {}
        with self.reading() as connection:
            for name in self.names():
                rows = self.rows(connection, name)
                tables[name] = (
                    {str(doc_id): document for doc_id, document in rows.scan()} if rows is not None else {}
                )
        return tables or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace everything by tables in the form of ``read``; only differences are written."""
        with self.transaction() as connection:
            for name in self.names():
                if name not in data:
                    self.drop(connection, name)
            for name, documents in data.items():
                whole_ids = all(isinstance(key, int) or key.isdigit() for key in documents)
                rows = self.make_rows(connection, name, whole_ids=whole_ids)
                rows.replace({int(key) if rows.whole_ids else key: value for key, value in documents.items()})

    def close(self) -> None:
        """Close the connections of all threads, each when its thread is done; interrupt those that take long."""
        self._closed = True
        are_all_closed = True
        for connection in list(self._connections):
            if not connection.in_use.acquire(timeout=_CLOSE_TIMEOUT):
                connection.interrupt()
                if not connection.in_use.acquire(timeout=_CLOSE_TIMEOUT):
                    are_all_closed = False
                    continue
            connection.close()
            connection.in_use.release()
        if are_all_closed:
            self._held.close()

    def layout(self, name: str) -> TableLayout:
        """Return how the documents of a table are stored."""
        return self.layouts.get(name) or TableLayout(name)

    def _rows(self, connection: Connection, name: str, table: str, whole_ids: bool) -> Rows:
        watcher = self.watcher if name in self.layouts else None
        on_change = partial(watcher.changing, connection, name) if watcher else None
        return Rows(connection, table, self.layout(name), whole_ids=whole_ids, on_change=on_change)
