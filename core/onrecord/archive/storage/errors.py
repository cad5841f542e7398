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


@contextmanager
def clear_errors(file: Path) -> Iterator[None]:
    """Turn what SQLite says about a file into a sentence. Raises ArchiveError and its kinds."""
    try:
        yield
    except sqlite3.Error as error:
        raise _sentence(file, error) from error


def _sentence(file: Path, error: sqlite3.Error) -> ArchiveError:
    # The low byte is the primary code: https://www.sqlite.org/rescode.html
    match (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF:
        case sqlite3.SQLITE_NOTADB:
            return NotAnArchive(
                f"{file} is not an archive of onrecord. Choose another folder with --archive, or move it away."
            )
        case sqlite3.SQLITE_CORRUPT:
            return ArchiveDamaged(damage_marker.damage_message(file, error))
        case sqlite3.SQLITE_FULL:
            return ArchiveFull(
                f"There is no room left for the archive {file}. Nothing was changed; free some space."
            )
        case sqlite3.SQLITE_IOERR:
            return ArchiveFull(
                f"The archive {file} could not be read or written ({error}): the disk is full or failing. "
                "Nothing was changed; free some space or check the disk."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return ArchiveReadOnly(
                f"The archive {file} may not be written. Give yourself the right to write the file and its folder."
            )
        case sqlite3.SQLITE_CANTOPEN:
            return ArchiveReadOnly(
                f"The archive {file} cannot be opened. See that its folder is there and yours to read and write."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return ArchiveLocked(
                f"Another program is writing the archive {file} and does not let go. Close it, or try again."
            )
        case sqlite3.SQLITE_TOOBIG:
            return ArchiveError(
                f"The text is too long for the archive {file}: a thousand million bytes is the most."
            )
        case 0 if "decode to UTF-8" in str(error):
            return ArchiveDamaged(damage_marker.damage_message(file, "a text is not UTF-8"))
        case sqlite3.SQLITE_ERROR if "user-defined function" in str(error):  # one that reads texts
            return ArchiveDamaged(damage_marker.damage_message(file, "a text cannot be read"))
        case _:
            return ArchiveError(f"The archive {file} answered with an error: {error}.")
