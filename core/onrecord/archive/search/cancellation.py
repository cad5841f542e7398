"""Searches that take long, and stop when nobody wants to know any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from onrecord.archive.storage.errors import Stopped

Stop = Callable[[], bool]
"""Asked again and again, from the thread that searches: whether it is to stop."""

_STEPS = 20_000
"""Of SQLite's own machine between two questions: some tenths of a millisecond."""

_stop: ContextVar[Stop | None] = ContextVar("stop", default=None)


@contextmanager
def stopping(connection: sqlite3.Connection, stop: Stop | None) -> Iterator[None]:
    """What is done within raises Stopped soon after ``stop`` says so."""
    if stop is None:
        yield
        return
    token = _stop.set(stop)
    connection.set_progress_handler(stop, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise Stopped from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
        _stop.reset(token)


def go_on() -> None:
    """Raises Stopped if the search of this thread is to stop."""
    stop = _stop.get()
    if stop is not None and stop():
        raise Stopped
