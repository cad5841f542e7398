"""Cancelling searches that take long."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from onrecord.archive.query.query_errors import SearchCancelled

IsCancelled = Callable[[], bool]
"""Called again and again from the thread that searches: whether it should stop."""

_INSTRUCTIONS_BETWEEN_CHECKS = 20_000
"""Instructions of SQLite's virtual machine between two checks: some tenths of a millisecond."""

_is_cancelled: ContextVar[IsCancelled | None] = ContextVar("is_cancelled", default=None)


@contextmanager
def cancellable(connection: sqlite3.Connection, is_cancelled: IsCancelled | None) -> Iterator[None]:
    """Let the searches of a ``with`` block be cancelled.

    Args:
        connection: The connection on which they run.
        is_cancelled: The check; None if they cannot be cancelled.

    Raises:
        SearchCancelled: The check said that the search should stop.
    """
    if is_cancelled is None:
        yield
        return
    reset_token = _is_cancelled.set(is_cancelled)
    connection.set_progress_handler(is_cancelled, _INSTRUCTIONS_BETWEEN_CHECKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise SearchCancelled from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
        _is_cancelled.reset(reset_token)


def raise_if_cancelled() -> None:
    """Raise SearchCancelled if the search that runs in this thread should stop."""
    is_cancelled = _is_cancelled.get()
    if is_cancelled is not None and is_cancelled():
        raise SearchCancelled
