"""Searches that take long, and stop when nobody wants to know any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from onrecord.archive.storage.errors import Stopped

IsCancelled = Callable[[], bool]
"""Asked again and again, from the thread that searches: whether it is to stop."""

_INSTRUCTIONS_BETWEEN_CHECKS = 20_000
"""Of SQLite's own machine between two questions: some tenths of a millisecond."""

_is_cancelled: ContextVar[IsCancelled | None] = ContextVar("stop", default=None)


@contextmanager
def cancellable(connection: sqlite3.Connection, is_cancelled: IsCancelled | None) -> Iterator[None]:
    """What is done within raises Stopped soon after ``is_cancelled`` says so."""
    if is_cancelled is None:
        yield
        return
    reset_token = _is_cancelled.set(is_cancelled)
    connection.set_progress_handler(is_cancelled, _INSTRUCTIONS_BETWEEN_CHECKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise Stopped from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
        _is_cancelled.reset(reset_token)


def raise_if_cancelled() -> None:
    """Raises Stopped if the search of this thread is to stop."""
    is_cancelled = _is_cancelled.get()
    if is_cancelled is not None and is_cancelled():
        raise Stopped
