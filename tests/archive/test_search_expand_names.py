"""Names in a query: the other names of the actors they mean are added, and no others."""

from __future__ import annotations

import pytest
from small_archive import add_form, empty_archive

from onrecord.archive.query.ast import Query, Term
from onrecord.archive.query.parser import parse
from onrecord.archive.search import expand_names as module
from onrecord.archive.search.expand_names import expand_names
from onrecord.archive.storage.sqlite_storage import Connection


@pytest.fixture
def connection() -> Connection:
    """A treaty organisation and its abbreviation are one actor; Ada Berg is one of her own."""
    connection = empty_archive()
    add_form(connection, 1, "north atlantic treaty organization", type="organisation", articles=3)
    add_form(connection, 2, "nato", actor_id=1, type="organisation", name="NATO", articles=9)
    add_form(connection, 3, "ada berg")
    return connection


@pytest.mark.parametrize(
    ("query", "expanded"),
    [
        ("actor:nato", '(actor:nato or actor:"North Atlantic Treaty Organization")'),
        ('org:"atlantic treaty"', '(org:"atlantic treaty" or org:"NATO")'),
        ("speaker:nato", '(speaker:nato or speaker:"North Atlantic Treaty Organization")'),
        ("actor:nat*", '(actor:nat* or actor:"North Atlantic Treaty Organization")'),
        ("-actor:nato x", '-(actor:nato or actor:"North Atlantic Treaty Organization") x'),
        ("actor:berg", "actor:berg"),
        ("actor:nobody", "actor:nobody"),
        ("nato", "nato"),
        ("said:nato", "said:nato"),
        ("source:nato", "source:nato"),
        ("actor:/nato/", "actor:/nato/"),
        ("", ""),
    ],
)
def test_names_of_merged_actors_are_expanded(connection: Connection, query: str, expanded: str) -> None:
    assert str(expand_names(connection, parse(query))).removeprefix("(").removesuffix(
        ")"
    ) == expanded.removeprefix("(").removesuffix(")")


def test_an_expanded_name_is_an_alternative_and_the_order_stays(connection: Connection) -> None:
    query = expand_names(connection, parse("actor:nato sort:best"))
    assert query.sort == "best"
    assert str(query.node) == 'actor:nato or actor:"North Atlantic Treaty Organization"'


def test_forms_that_no_article_has_any_more_are_not_added(connection: Connection) -> None:
    connection.execute("UPDATE forms SET articles = 0 WHERE id = 1")
    assert str(expand_names(connection, parse("actor:nato"))) == "actor:nato"
    connection.execute("UPDATE forms SET articles = (id = 1)")
    assert str(expand_names(connection, parse("actor:nato"))) == "actor:nato"
    connection.execute("UPDATE forms SET articles = 1")
    assert str(expand_names(connection, parse("actor:nato"))) != "actor:nato"


def test_a_bare_surname_is_added_only_if_all_who_have_it_are_one_actor(connection: Connection) -> None:
    add_form(connection, 4, "berg", actor_id=3, quarter=8000)
    assert str(expand_names(connection, parse("actor:ada"))) == 'actor:ada or actor:"Berg"'
    add_form(connection, 5, "bo berg", articles=0)
    assert str(expand_names(connection, parse("actor:ada"))) == 'actor:ada or actor:"Berg"'
    connection.execute("UPDATE forms SET articles = 1 WHERE id = 5")
    assert str(expand_names(connection, parse("actor:ada"))) == "actor:ada"


def test_a_full_name_is_added_whoever_else_has_the_surname(connection: Connection) -> None:
    add_form(connection, 4, "ida q berg", actor_id=3)
    add_form(connection, 5, "bo berg")
    assert str(expand_names(connection, parse("actor:ada"))) == 'actor:ada or actor:"Ida Q Berg"'


def test_names_that_the_user_gave_stand_for_the_articles_names(connection: Connection) -> None:
    connection.execute("INSERT INTO given VALUES ('person|ada berg', 'The Countess', '', 0)")
    assert str(expand_names(connection, parse("actor:countess"))) == 'actor:countess or actor:"Ada Berg"'
    assert str(expand_names(connection, parse("actor:untess"))) == "actor:untess"
    assert str(expand_names(connection, parse("actor:nobody"))) == "actor:nobody"


def test_a_given_name_alone_makes_it_worth_looking() -> None:
    connection = empty_archive()
    add_form(connection, 1, "ada berg")
    connection.execute("INSERT INTO given VALUES ('person|ada berg', 'The Countess', '', 0)")
    assert str(expand_names(connection, parse("actor:countess"))) == 'actor:countess or actor:"Ada Berg"'


def test_the_most_frequent_names_are_added_up_to_the_limit(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, articles in ((4, 5), (5, 7), (6, 5)):
        add_form(connection, number, f"alliance {number}", actor_id=1, type="organisation", articles=articles)
    query = Query(Term("actor", "nato"))
    assert str(expand_names(connection, query)) == (
        'actor:nato or actor:"Alliance 5" or actor:"Alliance 4" or actor:"Alliance 6" '
        'or actor:"North Atlantic Treaty Organization"'
    )
    monkeypatch.setattr(module, "_MAX_NAMES", 1)
    assert str(expand_names(connection, query)) == 'actor:nato or actor:"Alliance 5"'
