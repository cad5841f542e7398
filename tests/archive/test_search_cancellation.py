"""Searches are cancelled: SQL while it runs, and code of our own at the points where it asks."""

from __future__ import annotations

import sqlite3

import pytest

from onrecord.archive.query.query_errors import SearchCancelled
from onrecord.archive.search.cancellation import cancellable, raise_if_cancelled

LONG = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n"


@pytest.fixture
def connection() -> sqlite3.Connection:
    return sqlite3.connect(":memory:")


def test_a_long_statement_is_cancelled(connection: sqlite3.Connection) -> None:
    with pytest.raises(SearchCancelled), cancellable(connection, lambda: True):
        connection.execute(LONG).fetchone()


def test_a_statement_goes_on_while_nobody_cancels(connection: sqlite3.Connection) -> None:
    asked = []

    def is_cancelled() -> bool:
        asked.append(True)
        return False

    with cancellable(connection, is_cancelled):
        assert connection.execute(LONG).fetchone() == (300000,)
    assert asked


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_code_asks_whether_it_is_cancelled(connection: sqlite3.Connection, is_cancelled: bool) -> None:
    reached = False
    try:
        with cancellable(connection, lambda: is_cancelled):
            raise_if_cancelled()
            reached = True
    except SearchCancelled:
        pass
    assert reached is not is_cancelled


def test_nothing_is_cancelled_without_a_check(connection: sqlite3.Connection) -> None:
    with cancellable(connection, None):
        raise_if_cancelled()
    raise_if_cancelled()


def test_the_check_ends_with_the_block(connection: sqlite3.Connection) -> None:
    with pytest.raises(SearchCancelled), cancellable(connection, lambda: True):
        raise_if_cancelled()
    raise_if_cancelled()
    assert connection.execute(LONG).fetchone() == (300000,)


def test_an_inner_block_gives_the_check_back(connection: sqlite3.Connection) -> None:
    with cancellable(connection, lambda: True):
        with cancellable(connection, lambda: False):
            raise_if_cancelled()
        with pytest.raises(SearchCancelled):
            raise_if_cancelled()


def test_other_errors_of_sqlite_stay_what_they_are(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), cancellable(connection, lambda: False):
        connection.execute("SELECT 1 FROM nowhere")
