"""What the user reads for each error of SQLite."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from onrecord.archive.storage.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveLocked,
    ArchiveReadOnly,
    NotAnArchive,
    clear_errors,
)

FILE = Path("/news/archive.db")


def raised(code: int | None, message: str = "said") -> ArchiveError:
    error = sqlite3.OperationalError(message)
    if code is not None:
        error.sqlite_errorcode = code
    with pytest.raises(ArchiveError) as caught, clear_errors(FILE):
        raise error
    assert caught.value.__cause__ is error
    assert str(FILE) in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("code", "error_type", "sentence"),
    [
        (sqlite3.SQLITE_NOTADB, NotAnArchive, "is not an archive of onrecord"),
        (sqlite3.SQLITE_CORRUPT, ArchiveDamaged, r"is damaged \(said\)"),
        (sqlite3.SQLITE_FULL, ArchiveFull, "no room left"),
        (sqlite3.SQLITE_IOERR, ArchiveFull, r"could not be read or written \(said\)"),
        (sqlite3.SQLITE_IOERR_WRITE, ArchiveFull, "could not be read or written"),
        (sqlite3.SQLITE_READONLY, ArchiveReadOnly, "may not be written"),
        (sqlite3.SQLITE_PERM, ArchiveReadOnly, "may not be written"),
        (sqlite3.SQLITE_AUTH, ArchiveReadOnly, "may not be written"),
        (sqlite3.SQLITE_CANTOPEN, ArchiveReadOnly, "cannot be opened"),
        (sqlite3.SQLITE_BUSY, ArchiveLocked, "does not let go"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, ArchiveLocked, "does not let go"),
        (sqlite3.SQLITE_LOCKED, ArchiveLocked, "does not let go"),
        (sqlite3.SQLITE_TOOBIG, ArchiveError, "too long"),
        (sqlite3.SQLITE_ERROR, ArchiveError, "answered with an error: said"),
        (None, ArchiveError, "answered with an error: said"),
    ],
)
def test_each_error_has_a_sentence(code: int | None, error_type: type[ArchiveError], sentence: str) -> None:
    error = raised(code)
    assert type(error) is error_type
    with pytest.raises(error_type, match=sentence):
        raise error


@pytest.mark.parametrize(
    ("code", "message", "is_damage"),
    [
        (None, "Could not decode to UTF-8 column", True),
        (sqlite3.SQLITE_ERROR, "Could not decode to UTF-8 column", False),
        (sqlite3.SQLITE_ERROR, "user-defined function raised exception", True),
        (sqlite3.SQLITE_ERROR, "unsupported file format", True),
        (sqlite3.SQLITE_ERROR, "unsupported", False),
        (sqlite3.SQLITE_TOOBIG, "user-defined function raised exception", False),
    ],
)
def test_a_text_that_cannot_be_read_is_damage(code: int | None, message: str, is_damage: bool) -> None:
    assert isinstance(raised(code, message), ArchiveDamaged) is is_damage


def test_other_errors_pass() -> None:
    with pytest.raises(ValueError, match="mine"), clear_errors(FILE):
        raise ValueError("mine")
