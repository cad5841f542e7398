"""Temporary files and folders, called parts, such as a file that takes its name only when it is complete.

A program that is killed leaves its parts behind. So a part is locked while a process works on it, and a process
that makes its first part in a folder removes those that nobody has locked. Where there are no locks, as on Windows
and some file systems, parts that were left behind stay.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord.base.path_locks import lock
from onrecord.base.private_files import make_private_file

_PREFIX, _SUFFIX = ".onrecord-", ".part"
_ENDINGS = ("", "-journal", "-wal", "-shm")
"""Endings of the files of a part: none of the part itself, and those of the logs that SQLite writes beside it."""

_swept_folders: set[Path] = set()
"""Folders that this process has swept; each only once, as some exports write a file for each article."""


@contextmanager
def part_of(file: Path) -> Iterator[Path]:
    """Yield a new, empty file to write in place of another, beside it and readable by its owner only.

    The caller renames it to ``file`` when it is complete. If it is still there in the end, it is removed.

    Raises:
        OSError: It cannot be made or written. The error names ``file``, since the user does not know the part.
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
    """Yield a new folder within another, open to its owner only, and remove it in the end.

    Raises:
        OSError: It cannot be made.
    """
    with _part(folder, lambda part: part.mkdir(mode=0o700)) as part:
        yield part


def put_in_place(part: Path, file: Path) -> None:
    """Give a complete file the name of another, so that one of them is there also where the power fails.

    It is on the disk under its new name when this returns. Raises OSError.
    """
    _sync(part)
    part.replace(file)
    with suppress(OSError):  # there are systems on which a folder cannot be opened, or synced
        _sync(file.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
    """Make a part and lock it.

    Returns:
        The part, and the open descriptor that holds its lock; None in its place where there are no locks.
    """
    while True:
        part = folder / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
        make(part)
        descriptor = lock(part)
        if part.exists():  # otherwise another process has removed it before it was locked
            return part, descriptor
        if descriptor is not None:
            os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove the parts that killed programs have left in a folder, once for each folder and process."""
    if folder in _swept_folders:
        return
    _swept_folders.add(folder)
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        descriptor = lock(part, waits=False)
        if descriptor is not None:
            _remove(part)
            os.close(descriptor)


def _remove(part: Path) -> None:
    """Remove a part and what SQLite has written beside it, if they exist."""
    with suppress(OSError):  # an error here would hide the one that the user has to know
        if part.is_dir():
            shutil.rmtree(part)
        for ending in _ENDINGS:
            part.with_name(part.name + ending).unlink(missing_ok=True)
