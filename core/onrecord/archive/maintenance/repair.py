"""Repairing a damaged archive, and reading one as far as it can be read."""

from __future__ import annotations

import glob
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import chain, count
from pathlib import Path

import msgspec

from onrecord.archive.maintenance.salvage import MalformedDocument, SalvageReport, salvage
from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import ArchiveError, ArchiveLocked, ArchiveMissing
from onrecord.base.archive_files import READABLE
from onrecord.base.callbacks import OnProgress
from onrecord.base.part_files import part_of, put_in_place
from onrecord.base.path_locks import locked
from onrecord.base.private_files import make_private_file

_LOG_SUFFIXES = ("-wal", "-shm")

_LAST_WAIT = 5.0
"""Seconds to wait for a command that has the archive open when the new one, which took long to make, is ready."""


def readable_copy(file: Path, on_progress: OnProgress | None = None) -> Path:
    """Return a sound archive with what is readable in a damaged one, made once for each state of the damaged file.

    Args:
        file: The damaged archive.
        on_progress: Called with the articles done and all articles.

    Raises:
        ArchiveError: Nothing can be read, or the copy cannot be written.
    """
    copy = file.with_name(f"{file.stem}{READABLE}{file.suffix}")
    if _changed_at(copy) < max(1, _changed_at(file), _changed_at(file.with_name(f"{file.name}-wal"))):
        with _gathering(file), part_of(copy) as part:
            salvage(file, part, on_progress)
            _remove_logs(copy)
            part.replace(copy)  # another program may read the copy that was there
    return copy


def repair(file: Path, on_progress: OnProgress | None = None) -> tuple[SalvageReport, Path]:
    """Replace an archive by a sound one with everything that is readable in it.

    There is an archive at each moment: first the damaged one, then the sound one. ``finish`` does the rest
    of a repair that was interrupted in between.

    Args:
        file: The archive to repair.
        on_progress: Called with the articles done and all articles.

    Returns:
        What was salvaged, and the file that holds the damaged archive. Documents of another form are also written,
        as they were, into a file that the first names.

    Raises:
        ArchiveMissing: There is no such file.
        ArchiveLocked: Another program has the archive open, or has changed it meanwhile; it stays as it is.
        ArchiveError: The archive cannot be read or put in place.
    """
    if not file.exists():
        raise ArchiveMissing(f"There is no archive {file} to repair. Put back a backup, or add articles anew.")
    raise_if_open(file)
    changed_at = file.stat().st_mtime_ns
    repaired = damage_marker.repaired_file(file)
    with _gathering(file), part_of(repaired) as part:
        salvaged = salvage(file, part, on_progress)
        if salvaged.malformed:
            salvaged.malformed_file = str(_write_malformed(file, salvaged.malformed))
        try:
            damaged_file = replace_archive(file, part, repaired, changed_at)
        except ArchiveError:
            if salvaged.malformed_file and not repaired.exists():
                Path(salvaged.malformed_file).unlink()
            raise
    assert damaged_file is not None
    return salvaged, damaged_file


def replace_archive(file: Path, part: Path, replacement: Path, changed_at: int | None = None) -> Path | None:
    """Replace an archive that nobody has open by a new one, and keep the earlier archive under another name.

    Args:
        file: The archive, which need not exist.
        part: The new archive, a temporary file beside it.
        replacement: ``damage_marker.repaired_file`` or ``damage_marker.restored_file``: its name until the earlier
            archive is kept. If this is interrupted there, ``finish`` does the rest.
        changed_at: When the archive was last changed, in nanoseconds, where it has to be as it was then.

    Returns:
        The file that holds the earlier archive; None where there was none.

    Raises:
        ArchiveLocked: Another program has the archive open, or has changed it meanwhile; it stays as it is.
        ArchiveError: The folder cannot be written.
    """
    with _placing(file, replacement), locked(file.parent):
        is_new = not file.exists()
        if not is_new:
            raise_if_open(file, wait=_LAST_WAIT)
            mtime = file.stat().st_mtime_ns
            if changed_at not in (None, mtime):
                raise ArchiveLocked(
                    f"Another program has changed the archive {file} meanwhile. Close it (the desk, too), then "
                    "try again."
                )
            os.utime(part, ns=(mtime, mtime))
        put_in_place(part, replacement)
        earlier_file = _exchange(file, replacement)
        for other in (damage_marker.restored_file(file), damage_marker.repaired_file(file)):
            remove_database(other)  # it was to replace an archive that is not here any more
    return None if is_new else earlier_file


def finish(file: Path, replacement: Path) -> None:
    """Finish what ``replace_archive`` began, where that was interrupted.

    The replacement has the modification time that the archive had. If the archive has another time by now, as when
    a user has copied a backup over it, nothing is done.

    Raises:
        ArchiveError: The folder cannot be written.
    """
    with _placing(file, replacement), locked(file.parent):
        is_there = replacement.exists()  # otherwise another program has finished it
        if is_there and not (file.exists() and file.stat().st_mtime_ns != replacement.stat().st_mtime_ns):
            _exchange(file, replacement)


def _exchange(file: Path, replacement: Path) -> Path:
    """Put a replacement in the place of an archive; return the name under which this is kept, or raise OSError."""
    reason = "restore" if replacement == damage_marker.restored_file(file) else "repair"
    earlier_file = _keep_earlier(file, f"{file.stem}.before-{reason}-")
    damage_marker.clear_mark(file)
    remove_database(file.with_name(f"{file.stem}{READABLE}{file.suffix}"))
    # SQLite would take the log of the earlier archive for that of the replacement.
    _remove_logs(file)
    put_in_place(replacement, file)
    os.utime(file)
    return earlier_file


def _write_malformed(file: Path, documents: list[MalformedDocument]) -> Path:
    """Write documents as they were, one a line, into a new file beside an archive, and return it."""
    stem = f"{file.stem}.malformed-{datetime.now():%Y%m%d-%H%M%S}"
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    malformed_file = next(path for name in names if not (path := file.with_name(f"{name}.jsonl")).exists())
    make_private_file(malformed_file, is_new=True)
    with malformed_file.open("w", encoding="ascii") as out:
        for document in documents:
            out.write(json.dumps(msgspec.to_builtins(document)) + "\n")
        out.flush()
        os.fsync(out.fileno())
    return malformed_file


def _keep_earlier(file: Path, stem: str) -> Path:
    """Give an archive and its log a second name.

    Args:
        file: The archive.
        stem: How the name begins; the time follows.

    Returns:
        The archive under its second name.

    Raises:
        OSError: The folder cannot be written.
    """
    earlier = sorted(file.parent.glob(f"{glob.escape(stem)}*{file.suffix}"))
    # If this was interrupted before, the archive may have its second name already.
    same_state = [copy for copy in earlier if not file.exists() or _same_state(copy, file)]
    name = f"{stem}{datetime.now():%Y%m%d-%H%M%S}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    candidates = (file.with_name(f"{name}{file.suffix}") for name in names)
    kept_file = same_state[-1] if same_state else next(path for path in candidates if path not in earlier)
    for ending in ("", "-wal"):
        original, copy = (path.with_name(path.name + ending) for path in (file, kept_file))
        if original.exists() and not copy.exists():
            _link(original, copy)
    return kept_file


def _same_state(first: Path, second: Path) -> bool:
    first_stat, second_stat = first.stat(), second.stat()
    return (first_stat.st_size, first_stat.st_mtime_ns) == (second_stat.st_size, second_stat.st_mtime_ns)


def _link(original: Path, copy: Path) -> None:
    """Give a file a second name, or copy it if the file system has no hard links; raise OSError."""
    try:
        copy.hardlink_to(original)
    except OSError:
        with part_of(copy) as part:
            shutil.copy2(original, part)
            put_in_place(part, copy)


@contextmanager
def _placing(file: Path, replacement: Path) -> Iterator[None]:
    """Turn an OSError of a ``with`` block that puts a replacement in an archive's place into an ArchiveError."""
    try:
        yield
    except OSError as error:
        raise ArchiveError(
            f"The archive {replacement} cannot be put in the place of {file}: {error.strerror}. "
            "See that the folder may be written."
        ) from error


def remove_database(file: Path) -> None:
    """Remove an archive's file and the logs of SQLite beside it."""
    file.unlink(missing_ok=True)
    _remove_logs(file)


def _remove_logs(file: Path) -> None:
    for ending in _LOG_SUFFIXES:
        file.with_name(file.name + ending).unlink(missing_ok=True)


@contextmanager
def _gathering(file: Path) -> Iterator[None]:
    """Turn an OSError of a ``with`` block that salvages an archive into an ArchiveError."""
    try:
        yield
    except OSError as error:
        raise ArchiveError(
            f"What is readable in the archive {file} cannot be gathered beside it: {error.strerror}."
        ) from error


def raise_if_open(file: Path, wait: float = 1) -> None:
    """Raise ArchiveLocked if another program has a file open, and does not close it within some seconds."""
    try:
        with closing(sqlite3.connect(file, isolation_level=None, timeout=wait)) as connection:
            # In this mode SQLite needs the file for itself: https://www.sqlite.org/pragma.html#pragma_locking_mode
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE")
    except sqlite3.DatabaseError as error:
        # A file that is too damaged to be locked is to be repaired all the same.
        if (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise ArchiveLocked(
                f"Another program has the archive {file} open. Close it (the desk, too), then try again."
            ) from error


def _changed_at(file: Path) -> int:
    """Return when a file was last changed, in nanoseconds; 0 where there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
