"""Copies of an archive: made while it is used, checked, and put back."""

from __future__ import annotations

import glob
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from onrecord.archive.maintenance import health_check, migrations, repair
from onrecord.archive.schema.tables import VERSION, prepare_connection
from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import ArchiveDamaged, ArchiveError, ArchiveMissing, clear_errors
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.callbacks import OnProgress
from onrecord.base.part_files import part_of, put_in_place
from onrecord.base.private_files import make_private_folder

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
    try:
        with part_of(target) as part:
            with storage.reading() as source, clear_errors(target):
                _copy(source, part, on_progress)
            _check(part, storage.file)
            put_in_place(part, target)
    except OSError as error:
        raise ArchiveError(
            f"The backup {target} cannot be written: {error.strerror}. Look whether there is room, and "
            "the right to write there. Nothing was changed."
        ) from error


def restore_backup(file: Path, backup: Path) -> Path | None:
    """Put a backup in the place of an archive, which is kept as ``archive.before-restore-….db``.

    There is an archive at each moment. If this is interrupted, the next opening finishes it.

    Args:
        file: The archive, which need not exist.
        backup: The backup, which stays where it is.

    Returns:
        The file that holds the archive that was there, None if there was none.

    Raises:
        ArchiveLocked: Another program has the archive open; it stays as it is.
        ArchiveError: The backup is not sound, or cannot be put in place.
    """
    problems = check_backup(backup)
    if problems:
        raise ArchiveError(f"The backup {backup} cannot be put back. {problems[0]} Choose another one.")
    restored = damage_marker.restored_file(file)
    if file.exists():
        repair.raise_if_open(file)  # before a large file is copied
    try:
        make_private_folder(file.parent)
        with part_of(restored) as part:
            shutil.copyfile(backup, part)
            with clear_errors(part), closing(sqlite3.connect(part)) as copy:
                # With a log from the beginning: whoever has opened it holds a lock, and nobody else replaces it.
                copy.execute("PRAGMA journal_mode = WAL")
            return repair.replace_archive(file, part, restored)
    except OSError as error:
        raise ArchiveError(
            f"The backup {backup} cannot be copied to {file.parent}: {error.strerror}. Look whether there is room."
        ) from error


def check_backup(file: Path) -> list[str]:
    """Return what is wrong with a backup, as sentences; nothing is written.

    Raises:
        ArchiveError: It cannot be read, or is no archive of this version or an earlier one.
    """
    if not file.is_file():
        raise ArchiveMissing(f"There is no backup {file}.")
    if damage_marker.is_damaged(file):
        return [f"The file {file} is damaged: it is shorter than it says."]
    uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, factory=Connection)
    with clear_errors(file), closing(connection):
        prepare_connection(connection)
        if migrations.version_of(connection, file) < VERSION:  # its tables are others
            return health_check.find_damage(connection)
        return health_check.find_problems(connection, indexes=False)


def rotate_backups(new_backup: Path, stem: str, keep: int) -> list[Path]:
    """Remove all but the newest backups of a name from their folder, and return those that were removed.

    Args:
        new_backup: The backup that was just made. It remains, whatever time the clock has given it.
        stem: How their names begin; the time follows.
        keep: How many remain.
    """
    paths = sorted(new_backup.parent.glob(f"{glob.escape(stem)}-[0-9]*.db"), key=lambda path: path.name)
    backups = [*(path for path in paths if path != new_backup), new_backup]
    outdated = backups[: len(backups) - keep]
    for backup in outdated:
        backup.unlink(missing_ok=True)  # another program may do the same
    return outdated


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
