"""Names in a query, as SQL: by type, and with what the user has changed of it."""

from __future__ import annotations

import json

import pytest
from small_archive import add_appearance, add_form, empty_archive

from onrecord.archive.indexing.index_rows import NAME_END, first_row
from onrecord.archive.search.name_terms import articles_statement, match_expression
from onrecord.archive.storage.sqlite_storage import Connection

ROWS = (
    (1, 0, "Georgia", "country actor main"),
    (2, 0, "Georgia", "person actor"),
    (3, 0, f"Georgia\n{NAME_END}", "place"),
    (4, 0, "Georgia", "organisation actor"),
    (5, 0, f"Georgia\n{NAME_END}", "person"),
    (6, 0, f"Georgia Street\n{NAME_END}", "place"),
)


@pytest.fixture
def connection() -> Connection:
    """Six articles in which something is called Georgia; the actors of 1, 2 and 4 are forms 1, 2 and 4."""
    connection = empty_archive()
    for article, number, name, kind in ROWS:
        connection.execute(
            "INSERT INTO named (rowid, name, type) VALUES (?, ?, ?)", (first_row(0, article) | number, name, kind)
        )
    for form, type_ in ((1, "country"), (2, "person"), (4, "organisation")):
        add_form(connection, form, "georgia", type=type_)
        add_appearance(connection, form, form)
    return connection


def articles(connection: Connection, field: str, name: str = '(name : "georgia")') -> list[int]:
    sql, values = articles_statement(field, name)
    return sorted(set(json.loads(connection.execute(sql, values).fetchone()[0])))


@pytest.mark.parametrize(
    ("field", "expression"),
    [
        ("actor", f'(N NOT (name : "{NAME_END}"))'),
        ("about", "(N AND (type : (main)))"),
        ("org", "(N AND (type : (organisation)))"),
        ("place", "(N AND (type : (place OR country)))"),
    ],
)
def test_a_field_restricts_the_type(field: str, expression: str) -> None:
    assert match_expression(field, "N") == expression


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("actor", [1, 2, 4]),
        ("about", [1]),
        ("person", [2, 5]),
        ("org", [4]),
        ("place", [1, 3, 6]),
        ("country", [1]),
    ],
)
def test_names_are_those_of_the_fields_type(connection: Connection, field: str, expected: list[int]) -> None:
    assert articles(connection, field) == expected


def give(connection: Connection, node: str, type: str = "", hidden: int = 0) -> None:
    connection.execute("INSERT INTO given VALUES (?, '', ?, ?)", (node, type, hidden))


def test_an_actor_has_the_type_that_the_user_gave(connection: Connection) -> None:
    give(connection, "person|georgia", type="organisation")
    assert {field: articles(connection, field) for field in ("actor", "person", "org", "place")} == {
        "actor": [1, 2, 4], "person": [5], "org": [2, 4], "place": [1, 3, 6],
    }  # fmt: skip


def test_the_type_holds_for_all_forms_of_the_actor(connection: Connection) -> None:
    connection.execute("UPDATE forms SET known = 2 WHERE id = 4")
    give(connection, "person|georgia", type="place")
    assert {field: articles(connection, field) for field in ("person", "org", "place")} == {
        "person": [5], "org": [], "place": [1, 2, 3, 4, 6],
    }  # fmt: skip


def test_a_hidden_actor_no_longer_acts_but_is_named(connection: Connection) -> None:
    give(connection, "organisation|georgia", hidden=1)
    assert {field: articles(connection, field) for field in ("actor", "about", "org")} == {
        "actor": [1, 2], "about": [1], "org": [4],
    }  # fmt: skip


def test_a_hidden_country_is_a_place(connection: Connection) -> None:
    give(connection, "country|georgia", hidden=1)
    assert {field: articles(connection, field) for field in ("actor", "about", "country", "place")} == {
        "actor": [2, 4], "about": [], "country": [], "place": [1, 3, 6],
    }  # fmt: skip


def test_what_was_only_renamed_stays_what_it_is(connection: Connection) -> None:
    give(connection, "person|georgia")
    assert articles(connection, "person") == [2, 5]


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("person", {"actor": [1, 2, 4], "person": [2, 3, 5], "place": [1, 6]}),
        ("place", {"actor": [1, 2, 4], "person": [2], "place": [1, 3, 5, 6]}),
        ("", {"actor": [1, 2, 4], "person": [2], "place": [1, 6]}),
    ],
)
def test_words_that_are_no_actor_have_the_type_that_the_user_gave(
    connection: Connection, type_: str, expected: dict[str, list[int]]
) -> None:
    connection.execute("INSERT INTO labelled VALUES ('Georgia', ?)", (type_,))
    assert {field: articles(connection, field) for field in expected} == expected


def test_other_names_are_not_touched(connection: Connection) -> None:
    give(connection, "person|georgia", type="place")
    assert articles(connection, "place", '(name : "street")') == [6]
    assert articles(connection, "place", '(name : "atlantis")') == []
