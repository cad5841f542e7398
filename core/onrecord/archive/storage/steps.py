"""Changes of many documents, made in steps that let others write in between.

SQLite lets one program write at a time, and gives up where it has to wait too long. So a change that takes longer
than a step is divided. With its first step, and in the same transaction, what is left of it is written down; each
step after that shortens what is left. Where the program ends before the last of them, the next one that opens the
archive makes the rest: the change is made as a whole, though not in one moment.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.callbacks import OnProgress
from onrecord.base.private_files import protect

Change = Callable[[Connection, Sequence[int], Mapping[str, Any]], int]
"""Changes some documents in a transaction, by their ids and what is to be changed; returns how many are changed.
Others may have removed some of them since it was written down."""

Piece = TypeVar("Piece")

STEP = 0.1
"""Seconds after which a step ends. What it has changed is then indexed and synced, which takes as long again."""

PAUSE = 0.12
"""Seconds between two steps. SQLite looks every tenth of a second at the latest whether it may write."""

_SLICE = 20
"""Documents that are changed between two looks at the clock."""

_LEAST = 100
"""Documents that a step changes at least: the desk changes fewer without waiting for another step."""

_EXISTS = "SELECT 1 FROM sqlite_master WHERE name = 'unfinished'"
_CREATE = "CREATE TABLE IF NOT EXISTS unfinished (id INTEGER PRIMARY KEY, change TEXT, arguments TEXT, ids TEXT)"


def is_unfinished(storage: SQLiteStorage) -> bool:
    """Return whether a change is written down of which steps are left; a program may still be making them."""
    with storage.reading() as connection:
        return connection.execute(_EXISTS).fetchone() is not None


class ArchiveUnfinished(ArchiveError):
    """A change of many documents was met by an error after its first step."""


class Steps:
    """The changes that may take more than one step."""

    def __init__(self, storage: SQLiteStorage, changes: Mapping[str, Change]) -> None:
        """Name the changes.

        Args:
            storage: The storage that they change.
            changes: The changes, by the names with which they are written down.
        """
        self._storage = storage
        self._changes = changes

    def run(self, change: str, ids: Iterable[int], arguments: Mapping[str, Any] | None = None) -> int:
        """Make a change, and return how many documents it has changed.

        What takes one step is one transaction. Where it takes more, it stops for good when the user interrupts it.

        Args:
            change: Its name.
            ids: The documents.
            arguments: What is to be changed, as JSON can hold it.

        Raises:
            ArchiveUnfinished: Not all steps could be made; the others follow when the archive is opened again.
            ArchiveError: The first step could not be made; nothing is changed.
        """
        remaining = list(dict.fromkeys(ids))
        total = len(remaining)
        values = dict(arguments or {})
        with ExitStack() as lock:
            with self._storage.transaction() as connection:
                count, remaining = self._step(connection, change, remaining, values)
                if not remaining:
                    return count
                lock.enter_context(_held(self._storage.file, "BEGIN", "SELECT 1 FROM sqlite_master"))
                row = _write_down(connection, change, values, remaining)
            try:
                return count + self._drive(row)
            except ArchiveError as error:
                raise ArchiveUnfinished(
                    f"Not all of {total:,} are changed; the rest is when the archive is opened again. {error}"
                ) from error

    def finish(self, on_progress: OnProgress | None = None) -> None:
        """Make the steps of these changes that a program did not come to, unless it still makes them.

        Args:
            on_progress: Called with how many documents are changed, and how many were to be.
        """
        with _held(self._storage.file, "BEGIN EXCLUSIVE") as is_held:
            while is_held and (row := self._first_row()):
                self._drive(row, on_progress)

    def _first_row(self) -> int:
        """Return the row of the first of these changes that is written down, 0 where none is."""
        with self._storage.reading() as connection:
            if not connection.execute(_EXISTS).fetchone():
                return 0
            first = "SELECT coalesce(min(id), 0) FROM unfinished WHERE change IN (SELECT value FROM json_each(?))"
            return int(connection.execute(first, (json.dumps(list(self._changes)),)).fetchone()[0])

    def _drive(self, row: int, on_progress: OnProgress | None = None) -> int:
        """Make the steps that are left of a change; return how many documents they have changed."""
        count, total, remaining = 0, 0, [0]
        try:
            while remaining:
                time.sleep(PAUSE)
                with self._storage.transaction() as connection:
                    changed, before, remaining = self._step_of(connection, row)
                count += changed
                total = total or before
                if on_progress:
                    on_progress(total - len(remaining), total)
        except ArchiveError:
            raise
        except BaseException:  # Ctrl-C is no wish to go on later, and what fails now would fail at each opening
            with self._storage.transaction() as connection:
                _shorten(connection, row, [])
            raise
        return count

    def _step_of(self, connection: Connection, row: int) -> tuple[int, int, list[int]]:
        """Make the next step of a change that is written down.

        Returns:
            How many documents it has changed, how many were left before it, and those that are left after it.
        """
        written = None
        if connection.execute(_EXISTS).fetchone():
            query = "SELECT change, arguments, ids FROM unfinished WHERE id = ?"
            written = connection.execute(query, (row,)).fetchone()
        if written is None:  # another program has finished it
            return 0, 0, []
        change, arguments, stored_ids = written
        ids = json.loads(stored_ids)
        count, remaining = self._step(connection, change, ids, json.loads(arguments))
        _shorten(connection, row, remaining)
        return count, len(ids), remaining

    def _step(
        self, connection: Connection, change: str, ids: list[int], arguments: Mapping[str, Any]
    ) -> tuple[int, list[int]]:
        """Change as many documents as a step has time for; return how many are changed, and the ids left."""
        ends = time.monotonic() + STEP
        count = done = 0
        while done < len(ids) and (done < _LEAST or time.monotonic() < ends):
            count += self._changes[change](connection, ids[done : done + _SLICE], arguments)
            done += _SLICE
        return count, ids[done:]


def in_steps(
    storage: SQLiteStorage, pieces: Iterable[Piece], step_seconds: float | None = None
) -> Iterator[Piece]:
    """Make changes that are too many to be written down, in steps that let others write in between.

    What is cut off in the middle is not gone on with: it has to be a change that can be made again.

    Args:
        storage: The storage that they change.
        pieces: Makes one change whenever the next piece is asked for, which happens in a transaction.
        step_seconds: When a step ends; after ``STEP`` by itself.

    Yields:
        The pieces, each once it is on the disk.
    """
    remaining = iter(pieces)
    seconds = STEP if step_seconds is None else step_seconds
    is_over = False
    while not is_over:
        stored: list[Piece] = []
        with storage.transaction():
            ends = time.monotonic() + seconds
            is_over = True
            for piece in remaining:
                stored.append(piece)
                if time.monotonic() >= ends:
                    is_over = False
                    break
        yield from stored
        if not is_over:
            time.sleep(PAUSE)


def _write_down(connection: Connection, change: str, arguments: Mapping[str, Any], ids: list[int]) -> int:
    connection.execute(_CREATE)
    values = (change, json.dumps(arguments), json.dumps(ids))
    row = connection.execute("INSERT INTO unfinished (change, arguments, ids) VALUES (?, ?, ?)", values).lastrowid
    assert row is not None
    return row


def _shorten(connection: Connection, row: int, ids: list[int]) -> None:
    """Write down what is left of a change, nothing when it is done."""
    if ids:
        connection.execute("UPDATE unfinished SET ids = ? WHERE id = ?", (json.dumps(ids), row))
        return
    connection.execute("DELETE FROM unfinished WHERE id = ?", (row,))
    if not connection.execute("SELECT 1 FROM unfinished").fetchone():
        connection.execute("DROP TABLE unfinished")


@contextmanager
def _held(archive: Path, *statements: str) -> Iterator[bool]:
    """Hold a lock that the system takes away when the program ends, however it ends.

    Args:
        archive: The file of the archive. The lock is on an empty file beside it, which SQLite locks like another.
        statements: What locks it: for oneself, or together with others who do the same.

    Yields:
        Whether it is held.
    """
    file = archive.with_name(f"{archive.name}-steps")
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            protect(file)
            for statement in statements:
                connection.execute(statement)
        except sqlite3.Error:  # others hold it, or no such file can be made
            yield False
            return
        yield True
        with suppress(OSError):
            file.unlink()
