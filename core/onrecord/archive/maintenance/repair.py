"""Making a whole archive of a damaged one, and reading a damaged one as far as it can be read."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from onrecord.archive.maintenance.salvage import SalvageReport, salvage
from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import ArchiveError, ArchiveLocked, ArchiveMissing
from onrecord.base.callbacks import OnProgress

_BESIDE = ("-wal", "-shm")


def readable_copy(file: Path, progress: OnProgress | None = None) -> Path:
    """A sound archive with what is readable in a damaged one. It is made once for each state of the damaged file.

    Raises ArchiveError.
    """
    copy = file.with_name(f"{file.stem}.readable{file.suffix}")
    if not (copy.exists() and copy.stat().st_mtime_ns >= _changed(file)):
        _salvage(file, copy, progress)
    return copy


def repair(file: Path, progress: OnProgress | None = None) -> tuple[SalvageReport, Path]:
    """Put a sound archive in the place of ``file``, with all that is readable in it.

    There is an archive at each moment: first the damaged one, then the sound one. A repair that is cut off in
    between is finished by ``put_repaired_in_place``.

    Args:
        file: The archive to repair.
        progress: Told how far the gathering is.

    Returns:
        What was gathered, and where the file is kept as it was.

    Raises:
        ArchiveMissing: there is no such file.
        ArchiveLocked: another program has the archive open, or changes it meanwhile; then nothing has changed.
        ArchiveError: the archive cannot be read or put in place.
    """
    if not file.exists():
        raise ArchiveMissing(f"There is no archive {file} to repair. Put back a backup, or add articles anew.")
    whole = damage_marker.repaired_file(file)
    _see_alone(file)
    changed = file.stat().st_mtime_ns
    salvaged = _salvage(file, whole, progress)
    with _placing(file):
        os.utime(whole, ns=(changed, changed))
        kept = put_repaired_in_place(file)
    if kept is None:
        remove_database(whole)
        raise ArchiveLocked(
            f"Another program has changed the archive {file}. Close it (the desk, too), then repair."
        )
    return salvaged, kept


def put_repaired_in_place(file: Path) -> Path | None:
    """Put a repaired archive that stands beside ``file`` in its place, and keep the file as it was.

    The repaired archive bears the time of the file that it was made of. Where the file has another by now, as when
    a backup was put in its place, nothing is done.

    Returns:
        Where the file is kept as it was; None where nothing was done.

    Raises:
        ArchiveError: the folder cannot be written.
    """
    whole = damage_marker.repaired_file(file)
    with _placing(file):
        if file.exists() and file.stat().st_mtime_ns != whole.stat().st_mtime_ns:
            return None
        kept = _keep(file)
        damage_marker.clear_mark(file)
        remove_database(file.with_name(f"{file.stem}.readable{file.suffix}"))
        # Beside the repaired archive the log of the damaged one would be taken for its own.
        for ending in _BESIDE:
            file.with_name(file.name + ending).unlink(missing_ok=True)
        whole.replace(file)
        os.utime(file)
    return kept


def _keep(file: Path) -> Path:
    """Give a file, and the log beside it, a second name under which they stay; tells it. Raises OSError."""
    stem = f"{file.stem}.before-repair-"
    earlier = sorted(file.parent.glob(f"{stem}*{file.suffix}"))
    same = [
        one for one in earlier if not file.exists() or _same_state(one, file)
    ]  # kept by a repair that was cut off
    name = f"{stem}{datetime.now():%Y%m%d-%H%M%S}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    free = (file.with_name(f"{one}{file.suffix}") for one in names)
    kept = same[-1] if same else next(one for one in free if one not in earlier)
    for ending in ("", "-wal"):
        original, copy = (one.with_name(one.name + ending) for one in (file, kept))
        if original.exists() and not copy.exists():
            _link(original, copy)
    return kept


def _same_state(one: Path, other: Path) -> bool:
    stats = [each.stat() for each in (one, other)]
    return len({(stat.st_size, stat.st_mtime_ns) for stat in stats}) == 1


def _link(original: Path, copy: Path) -> None:
    """Give a file a second name; where the file system has none, copy it. Raises OSError."""
    try:
        copy.hardlink_to(original)
    except OSError:
        part = copy.with_name(f".{copy.name}.part")
        try:
            shutil.copy2(original, part)
            part.replace(copy)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _placing(file: Path) -> Iterator[None]:
    """Turn what the system says into a sentence. Raises ArchiveError."""
    try:
        yield
    except OSError as error:
        raise ArchiveError(
            f"The repaired archive {damage_marker.repaired_file(file)} cannot be put in the place of {file}: "
            f"{error.strerror}. See that the folder may be written."
        ) from error


def remove_database(file: Path) -> None:
    """Remove an archive's file and what SQLite keeps beside it."""
    for ending in ("", *_BESIDE):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _salvage(file: Path, target: Path, progress: OnProgress | None) -> SalvageReport:
    part = target.with_name(f".{target.name}.part")
    try:
        remove_database(part)
        salvaged = salvage(file, part, progress)
        remove_database(target)
        part.rename(target)
    except OSError as error:
        raise ArchiveError(
            f"What is readable in the archive {file} cannot be gathered beside it: {error.strerror}."
        ) from error
    finally:
        with suppress(OSError):  # the next time takes it away
            remove_database(part)
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
