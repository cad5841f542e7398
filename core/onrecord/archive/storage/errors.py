"""What can go wrong with an archive, each a sentence for the user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.archive.storage import damage_marker
from onrecord.base.errors import OnRecordError


class ArchiveError(OnRecordError):
    """The archive could not be opened, read or written."""


class ArchiveMissing(ArchiveError):
    """There is no archive in the folder, and none was to be made."""


class NotAnArchive(ArchiveError):
    """The file is something else than an archive."""


class ArchiveTooNew(ArchiveError):
    """A newer onrecord has written the archive."""


class ArchiveReadOnly(ArchiveError):
    """The folder or the file may not be written."""


class ArchiveLocked(ArchiveError):
    """Another program has kept the archive for itself too long."""


class ArchiveFull(ArchiveError):
    """The disk, or the room allowed, is used up. The change that met it is undone."""


class ArchiveDamaged(ArchiveError):
    """The file is an archive, and parts of it are unreadable."""


_MESSAGES: dict[int, tuple[type[ArchiveError], str]] = {
    sqlite3.SQLITE_NOTADB: (
        NotAnArchive,
        "{file} is not an archive of onrecord. Choose another folder with --archive, or move it away.",
    ),
    sqlite3.SQLITE_FULL: (
        ArchiveFull,
        "There is no room left for the archive {file}. Nothing was changed; free some space.",
    ),
    sqlite3.SQLITE_IOERR: (
        ArchiveFull,
        "The archive {file} could not be read or written ({error}): the disk is full or failing. "
        "Nothing was changed; free some space or check the disk.",
    ),
    **dict.fromkeys(
        (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH),
        (
            ArchiveReadOnly,
            "The archive {file} may not be written. Give yourself the right to write the file and its folder.",
        ),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        ArchiveReadOnly,
        "The archive {file} cannot be opened. See that its folder is there and yours to read and write.",
    ),
    **dict.fromkeys(
        (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
        (
            ArchiveLocked,
            "Another program is writing the archive {file} and does not let go. Close it, or try again.",
        ),
    ),
    sqlite3.SQLITE_TOOBIG: (
        ArchiveError,
        "The text is too long for the archive {file}: a thousand million bytes is the most.",
    ),
}
"""Primary error code of SQLite → the error for the user and its sentence."""


@contextmanager
def clear_errors(file: Path) -> Iterator[None]:
    """Turn errors of SQLite in a ``with`` block into sentences about a file.

    Raises:
        ArchiveError: SQLite has reported an error; for most of them it is one of the subclasses.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _clear_error(file, error) from error


def _clear_error(file: Path, error: sqlite3.Error) -> ArchiveError:
    # The low byte is the primary code: https://www.sqlite.org/rescode.html
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    damage = _damage(code, error)
    if damage is not None:
        return ArchiveDamaged(damage_marker.damage_message(file, damage))
    error_type, message = _MESSAGES.get(
        code, (ArchiveError, "The archive {file} answered with an error: {error}.")
    )
    return error_type(message.format(file=file, error=error))


def _damage(code: int, error: sqlite3.Error) -> sqlite3.Error | str | None:
    """Return what is damaged according to an error, None if it is about something else."""
    if code == sqlite3.SQLITE_CORRUPT:
        return error
    if code == 0 and "decode to UTF-8" in str(error):
        return "a text is not UTF-8"
    if code == sqlite3.SQLITE_ERROR and "unsupported file format" in str(error):
        return "its header"
    if code == sqlite3.SQLITE_ERROR and "user-defined function" in str(error):  # a function that reads texts
        return "a text cannot be read"
    return None
