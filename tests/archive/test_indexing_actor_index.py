"""Counting the actors of articles, and undoing it."""

from __future__ import annotations

from datetime import date

import pytest
from archive_sample import ANNOTATION
from small_archive import empty_archive

from onrecord.archive.indexing.actor_index import (
    TABLES,
    add_actors,
    article_day,
    clear_actors,
    decode_form_ids,
    remove_actors,
)
from onrecord.archive.storage.sqlite_storage import Connection

DAY = date(2021, 4, 16).toordinal()


@pytest.fixture
def connection() -> Connection:
    connection = empty_archive()
    connection.execute(
        "INSERT INTO articles (id, day) VALUES (1, '2021-04-16T10:00'), (2, '2021-04-16'), (3, 'x')"
    )
    return connection


def counts(connection: Connection) -> list[tuple[str, int, int, int]]:
    return connection.execute("SELECT key, named, said, articles FROM forms ORDER BY key").fetchall()


def test_the_day_of_an_article_is_a_number(connection: Connection) -> None:
    assert [article_day(connection, article) for article in (1, 2, 3, 4)] == [DAY, DAY, 0, 0]


def test_actors_are_counted_by_article(connection: Connection) -> None:
    forms = add_actors(connection, 1, ANNOTATION)
    assert set(forms) == {"a1", "a2"}
    once = counts(connection)
    assert [(key, said, articles) for key, _, said, articles in once] == [
        ("agnes brandt", 2, 1),
        ("tomas okoye", 1, 1),
    ]
    assert add_actors(connection, 2, ANNOTATION) == forms
    assert counts(connection) == [(key, 2 * named, 2 * said, 2) for key, named, said, _ in once]
    casts = dict(connection.execute("SELECT article, forms FROM casts"))
    assert {article: list(decode_form_ids(blob)) for article, blob in casts.items()} == {
        1: [forms["a1"], forms["a2"]],
        2: [forms["a1"], forms["a2"]],
    }
    assert connection.execute("SELECT DISTINCT articles FROM spelled").fetchall() == [(2,)]


def test_what_was_counted_is_undone(connection: Connection) -> None:
    add_actors(connection, 1, ANNOTATION)
    once = counts(connection)
    add_actors(connection, 2, ANNOTATION)
    remove_actors(connection, 2, ANNOTATION)
    assert counts(connection) == once
    assert connection.execute("SELECT DISTINCT article FROM appearances").fetchall() == [(1,)]
    remove_actors(connection, 1, ANNOTATION)
    assert {articles for *_, articles in counts(connection)} == {0}
    for table in ("appearances", "casts", "spelled", "called", "linked"):
        assert connection.execute(f"SELECT * FROM {table}").fetchall() == []


def test_all_tables_are_emptied(connection: Connection) -> None:
    add_actors(connection, 1, ANNOTATION)
    clear_actors(connection)
    assert [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in TABLES] == [(0,)] * len(
        TABLES
    )
