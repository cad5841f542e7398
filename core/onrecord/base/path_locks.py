"""Locks of files and folders that hold programs off each other, and end with the program that holds them.

Where there are no locks, as on Windows and some file systems, nobody is held off.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


_PAUSE = 0.01
"""Seconds between two attempts to get a lock that somebody else holds."""


@contextmanager
def locked(path: Path, wait: float = 10) -> Iterator[None]:
    """Hold the lock of a file or folder for a ``with`` block, once those who hold it are done.

    It is for work of a moment. A thread that holds it may not ask for it again.

    Args:
        path: The file or folder.
        wait: How many seconds to wait for others.

    Raises:
        TimeoutError: Somebody else holds the lock all that time, as a program does that was stopped.
    """
    descriptor = _open(Path(os.path.realpath(path)))
    try:
        if descriptor is not None:
            _wait_for(descriptor, path, time.monotonic() + wait)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def lock(path: Path, *, waits: bool = True) -> int | None:
    """Lock a file or folder.

    Args:
        path: The file or folder.
        waits: Whether to wait while somebody else holds the lock; if not, that counts as a failure.

    Returns:
        The open descriptor that holds the lock until it is closed; None if it cannot be locked.
    """
    descriptor = _open(path)
    if descriptor is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _open(path: Path) -> int | None:
    """Return a descriptor of a file or folder that can be locked; None where that is impossible."""
    if fcntl is None:
        return None
    try:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None


def _wait_for(descriptor: int, path: Path, deadline: float) -> None:
    """Lock a descriptor, unless its file system has no locks; raise TimeoutError."""
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError(errno.ETIMEDOUT, "another program holds it", str(path)) from None
            time.sleep(_PAUSE)
        except OSError:
            return
        else:
            return
