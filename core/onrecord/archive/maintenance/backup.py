"""A copy of an archive, made while it is used."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from onrecord.archive.storage.errors import ArchiveDamaged, ArchiveError, clear_errors
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.callbacks import OnProgress

_PAGES_PER_STEP = 2_000
"""Pages copied between two calls of ``on_progress``: 16 MB."""


def write_backup(storage: SQLiteStorage, target: Path, on_progress: OnProgress | None = None) -> None:
    """Copy the archive as it is at this moment to a file, which appears when it is complete.

    Others may read and write meanwhile.

    Args:
        storage: The storage of the archive.
        target: The file of the backup; an earlier one is replaced.
        on_progress: Called with the pages copied and all pages.

    Raises:
        ArchiveDamaged: The archive is damaged; no backup is written.
        ArchiveError: The backup cannot be written.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(b"")
        with storage.reading() as source, clear_errors(target):
            _copy(source, part, on_progress)
        _check(part, storage.file)
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        raise ArchiveError(
            f"The backup {target} cannot be written: {error.strerror}. Look whether there is room, and "
            "the right to write there. Nothing was changed."
        ) from error
    finally:
        with suppress(OSError):  # what has failed before is what the user has to know
            part.unlink(missing_ok=True)


def _copy(source: sqlite3.Connection, part: Path, on_progress: OnProgress | None) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:

        def report(_status: int, remaining: int, total: int) -> None:
            if on_progress:
                on_progress(total - remaining, total)

        # Without a transaction, SQLite would start the copy again whenever another process writes.
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            source.backup(copy, pages=_PAGES_PER_STEP, progress=report)
        finally:
            source.execute("COMMIT")
        # The backup is one file, without a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


def _check(part: Path, file: Path) -> None:
    with clear_errors(part), closing(sqlite3.connect(f"{part.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        problems = [line for (line,) in copy.execute("PRAGMA quick_check(1)") if line != "ok"]
    if problems:
        raise ArchiveDamaged(
            f"The archive {file} is damaged ({problems[0]}), and so would the backup be. Nothing was written; "
            "onrecord doctor --repair saves what is readable."
        )
