"""A copy of an archive, made while it is used."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from onrecord.archive.storage.errors import ArchiveDamaged, ArchiveError, clear_errors
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.callbacks import OnProgress

_PAGES = 2_000
"""Pages copied in one step, 16 MB; then progress is told."""


def write_backup(storage: SQLiteStorage, target: Path, progress: OnProgress | None = None) -> None:
    """Copy the archive as it is at this moment to the file ``target``, which is only there when it is whole.

    Others may read and write meanwhile. ``progress`` is told how many pages of how many are done. Raises
    ArchiveError.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(b"")
        with storage.reading() as source, clear_errors(target):
            _copy(source, part, progress)
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
        part.unlink(missing_ok=True)


def _copy(source: sqlite3.Connection, part: Path, progress: OnProgress | None) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:

        def told(_status: int, remaining: int, total: int) -> None:
            if progress:
                progress(total - remaining, total)

        # Within a transaction that reads, what others write does not make SQLite begin anew.
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            source.backup(copy, pages=_PAGES, progress=told)
        finally:
            source.execute("COMMIT")
        # One file, without a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


def _check(part: Path, file: Path) -> None:
    with clear_errors(part), closing(sqlite3.connect(f"{part.as_uri()}?mode=ro", uri=True)) as copy:
        problems = [line for (line,) in copy.execute("PRAGMA quick_check(1)") if line != "ok"]
    if problems:
        raise ArchiveDamaged(
            f"The archive {file} is damaged ({problems[0]}), and so would the backup be. Nothing was written; "
            "onrecord doctor --repair saves what is readable."
        )
