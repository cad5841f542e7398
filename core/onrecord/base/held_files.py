"""Looking into an archive's file without taking its locks away.

Closing any descriptor of a file takes away all locks that the process has on it: another program would take itself
for the last one and delete the log under our hands (https://www.sqlite.org/howtocorrupt.html, 2.2). So whoever has
an archive open holds its file; descriptors that were opened to look into it are closed when nobody holds it.
"""

from __future__ import annotations

import mmap
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

_Key = tuple[int, int]
"""The numbers by which the system knows a file: of its device and its inode."""

_BESIDE = ("-wal", "-shm", "-steps")
_CHUNK = 2**20


@dataclass
class HeldFile:
    """A file that somebody holds; a map has a descriptor of its own, which is closed with it."""

    descriptors: list[int] = field(default_factory=list)
    maps: list[memoryview] = field(default_factory=list)
    holders: int = 0


_held_files: dict[_Key, HeldFile] = {}
_lock = threading.Lock()


def hold(file: Path) -> Callable[[], None]:
    """Keep a file open, and return what ends that, to be called once; raise OSError."""
    return partial(_let_go, _hold(file))


def is_held(path: str | Path) -> bool:
    """Return whether a path leads to a file that is held, or to a file that SQLite locks, or writes, beside it."""
    if not _held_files:
        return False
    try:
        real_path = os.path.realpath(path)
        paths = {real_path.removesuffix(ending) for ending in ("", *_BESIDE) if real_path.endswith(ending)}
        keys = {_key(os.stat(each)) for each in paths if os.path.exists(each)}
    except (OSError, ValueError):  # no path at all
        return False
    return any(key in _held_files for key in keys)


def content_at(file: Path, offset: int, length: int) -> bytes:
    """Return some bytes of a file, fewer where it ends before; raise OSError."""
    with holding(file) as held_file:
        return _read(held_file, offset, length)


def copy_content(file: Path, target: Path) -> None:
    """Write what is in a file into another one; raise OSError."""
    with holding(file) as held_file, target.open("wb") as out:
        offset = 0
        while chunk := _read(held_file, offset, _CHUNK):
            out.write(chunk)
            offset += len(chunk)


def mapped_content(file: Path) -> memoryview:
    """Return the content of a file, read from the disk where it is looked at; raise OSError or ValueError."""
    with holding(file) as held_file:
        content = memoryview(mmap.mmap(held_file.descriptors[0], 0, access=mmap.ACCESS_READ))
        held_file.maps.append(content)
        return content


@contextmanager
def holding(file: Path) -> Iterator[HeldFile]:
    """Keep a file open for a ``with`` block; raise OSError."""
    key = _hold(file)
    try:
        yield _held_files[key]
    finally:
        _let_go(key)


def _hold(file: Path) -> _Key:
    with _lock:
        key = _key(file.stat())
        if key not in _held_files:
            descriptor = os.open(file, os.O_RDONLY)
            key = _key(os.fstat(descriptor))  # another file may have been put in its place
            _held_files.setdefault(key, HeldFile()).descriptors.append(descriptor)
        _held_files[key].holders += 1
        return key


def _let_go(key: _Key) -> None:
    with _lock:
        held_file = _held_files[key]
        held_file.holders -= 1
        if not held_file.holders:
            del _held_files[key]
            for descriptor in held_file.descriptors:
                os.close(descriptor)


def _read(held_file: HeldFile, offset: int, length: int) -> bytes:
    with _lock:  # the place in the file is the same for all threads
        descriptor = held_file.descriptors[0]
        os.lseek(descriptor, offset, os.SEEK_SET)
        return os.read(descriptor, length)


def _key(status: os.stat_result) -> _Key:
    return status.st_dev, status.st_ino
