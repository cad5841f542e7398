"""Files and folders beside others that are there for a time: what takes a file's place when it is whole, a copy.

A program that is killed leaves them. So each is locked as long as somebody works on it, and the next who makes one
in the same folder removes those that are locked no more. A file system without such locks keeps them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord.base.private_files import make_private_file

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PREFIX, _SUFFIX = ".onrecord-", ".part"
_ENDINGS = ("", "-journal", "-wal", "-shm")
"""What stands after the name of a part: SQLite writes logs beside a database."""

_swept_folders: set[Path] = set()
"""Folders in which this process has removed what others have left: some exports write a file for each article."""


@contextmanager
def part_of(file: Path) -> Iterator[Path]:
    """Yield a new, empty, private file beside another, whose place it is to take; what is left of it is removed.

    Raises:
        OSError: It cannot be made or written; the error names ``file``, as nobody knows its parts.
    """
    try:
        with _part(file.parent, lambda part: make_private_file(part, is_new=True)) as part:
            yield part
    except OSError as error:
        if str(error.filename).startswith(str(file.parent / _PREFIX)):
            error.filename = str(file)
        raise


@contextmanager
def part_folder(folder: Path) -> Iterator[Path]:
    """Yield a new private folder within another, which is removed in the end; raise OSError."""
    with _part(folder, lambda part: part.mkdir(mode=0o700)) as part:
        yield part


@contextmanager
def _part(folder: Path, make: Callable[[Path], None]) -> Iterator[Path]:
    _sweep(folder)
    part, descriptor = _make_locked(folder, make)
    try:
        yield part
    finally:
        _remove(part)
        if descriptor is not None:
            os.close(descriptor)


def _make_locked(folder: Path, make: Callable[[Path], None]) -> tuple[Path, int | None]:
    """Make a part and lock it; return it with the descriptor that has the lock, None where there are no locks."""
    while True:
        part = folder / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
        make(part)
        descriptor = _lock(part)
        if part.exists():  # else another process has swept it away before it was locked
            return part, descriptor
        if descriptor is not None:
            os.close(descriptor)


def _lock(part: Path, *, waits: bool = True) -> int | None:
    """Lock a part and return its descriptor; None where another process has locked it, or nobody can."""
    if fcntl is None:
        return None
    try:
        descriptor = os.open(part, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _sweep(folder: Path) -> None:
    """Remove from a folder the parts that no process is writing; each process does this once for each folder."""
    if folder in _swept_folders:
        return
    _swept_folders.add(folder)
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        descriptor = _lock(part, waits=False)
        if descriptor is not None:
            _remove(part)
            os.close(descriptor)


def _remove(part: Path) -> None:
    """Remove a part, and what SQLite has written beside it, as far as it is there."""
    with suppress(OSError):  # what has failed before is what the user has to know
        if part.is_dir():
            shutil.rmtree(part)
        for ending in _ENDINGS:
            part.with_name(part.name + ending).unlink(missing_ok=True)
