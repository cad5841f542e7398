"""Making a whole archive of a damaged one, and reading a damaged one as far as it can be read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from core.archive.errors import ArchiveError, ArchiveLocked
from core.archive.index import Progress
from core.archive.safety import damage
from core.archive.safety.salvage import Salvaged, salvage

_BESIDE = ("-wal", "-shm")


def readable(file: Path, progress: Progress | None = None) -> Path:
    """A sound archive with what is readable in a damaged one. It is made once for each state of the damaged file.

    Raises ArchiveError.
    """
    copy = file.with_name(f"{file.stem}.readable{file.suffix}")
    if not (copy.exists() and copy.stat().st_mtime_ns >= _changed(file)):
        _salvage(file, copy, progress)
    return copy


def repair(file: Path, progress: Progress | None = None) -> tuple[Salvaged, Path]:
    """Put a sound archive in the place of ``file``, with all that is readable in it.

    What was gathered is told, and where the file is kept as it was. Raises ArchiveError, and ArchiveLocked when
    another program has the archive open; then nothing has changed.
    """
    whole = file.with_name(f"{file.stem}.repaired{file.suffix}")
    kept = file.with_name(f"{file.stem}.before-repair-{datetime.now():%Y%m%d-%H%M%S}{file.suffix}")
    _see_alone(file)
    salvaged = _salvage(file, whole, progress)
    try:
        for ending in ("", *_BESIDE):
            beside = file.with_name(file.name + ending)
            if beside.exists():
                beside.rename(kept.with_name(kept.name + ending))
        whole.rename(file)
        damage.forget(file)
        remove(file.with_name(f"{file.stem}.readable{file.suffix}"))
    except OSError as error:
        raise ArchiveError(
            f"The repaired archive {whole} cannot be put in the place of {file}: {error.strerror}. "
            "See that the folder may be written."
        ) from error
    return salvaged, kept


def remove(file: Path) -> None:
    """Remove an archive's file and what SQLite keeps beside it."""
    for ending in ("", *_BESIDE):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _salvage(file: Path, target: Path, progress: Progress | None) -> Salvaged:
    part = target.with_name(f".{target.name}.part")
    remove(part)
    try:
        salvaged = salvage(file, part, progress)
        remove(target)
        part.rename(target)
    except OSError as error:
        raise ArchiveError(
            f"What is readable in the archive {file} cannot be gathered beside it: {error.strerror}."
        ) from error
    finally:
        remove(part)
    return salvaged


def _see_alone(file: Path) -> None:
    """See that no other program has the file open. Raises ArchiveLocked."""
    try:
        with closing(sqlite3.connect(file, isolation_level=None, timeout=1)) as connection:
            # In this mode SQLite wants the file for itself: https://www.sqlite.org/pragma.html#pragma_locking_mode
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE")
    except (
        sqlite3.DatabaseError
    ) as error:  # so damaged that it cannot even be locked is no reason not to repair it
        if (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise ArchiveLocked(
                f"Another program has the archive {file} open. Close it (the desk, too), then repair."
            ) from error


def _changed(file: Path) -> int:
    found = [file, file.with_name(f"{file.name}-wal")]
    return max(one.stat().st_mtime_ns for one in found if one.exists())
