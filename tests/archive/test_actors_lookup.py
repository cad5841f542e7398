"""Looking up actors of the archive: by id, by name, and by the articles in which they appear."""

from __future__ import annotations

from array import array
from typing import Any, get_args

import pytest
from small_archive import add_appearance, add_form, empty_archive

from onrecord.archive.actors import lookup
from onrecord.archive.actors.lookup import (
    ActorForm,
    counts_in_articles,
    current_id,
    id_of_article_actor,
    ids_by_name,
    is_unambiguous,
    load_actors,
    load_forms,
    most_quoted_ids,
    resolve_given_names,
)
from onrecord.archive.indexing.actor_merging import quarter_of
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import ArchiveActor
from onrecord.base.records import Actor, ActorType, Correction


@pytest.fixture
def connection() -> Connection:
    """Ada Berg under three forms; Olaf Lind; an organisation; a form that no article has any more."""
    connection = empty_archive()
    add_form(connection, 1, "ada berg", named=3, said=2, articles=2)
    add_form(connection, 2, "a berg", actor_id=1, name="A. Berg", named=5, said=0, articles=4)
    add_form(connection, 3, "berg", actor_id=1, quarter=8000, named=1, said=1, articles=1)
    add_form(connection, 4, "olaf lind", named=2, said=9, articles=2)
    add_form(connection, 5, "berg shipping", type="organisation", named=7, said=0, articles=3)
    add_form(connection, 6, "bo berg", articles=0)
    for article, forms in ((11, (1, 2)), (12, (2, 4)), (13, (3,))):
        connection.execute("INSERT INTO casts VALUES (?, ?)", (article, array("I", forms).tobytes()))
        connection.execute("INSERT INTO articles (id, day) VALUES (?, '2024-03-01')", (article,))
        for number, form in enumerate(forms):
            add_appearance(connection, form, article, day=738946, number=number, named=form, said=1)
    return connection


def give(connection: Connection, node: str, name: str = "", type: str = "", hidden: int = 0) -> None:
    connection.execute("INSERT INTO given VALUES (?, ?, ?, ?)", (node, name, type, hidden))


# ---- by id


def test_forms_are_grouped_by_actor_the_most_frequent_first(connection: Connection) -> None:
    forms = load_forms(connection, [1, 4, 6, 99])
    assert {actor: [form.id for form in own] for actor, own in forms.items()} == {1: [2, 1, 3], 4: [4]}
    assert forms[4] == [ActorForm(4, 4, "person", "olaf lind", "Olaf Lind", 2, 9, 2)]
    assert forms[4][0].node == "person|olaf lind"


def test_an_actor_has_the_counts_of_all_forms(connection: Connection) -> None:
    assert load_actors(connection, [1]) == [
        ArchiveActor(
            id=1, name="A. Berg", type="person", names=["A. Berg", "Ada Berg", "Berg"], named=9, said=3, articles=3
        )
    ]


def test_articles_with_two_forms_count_once(connection: Connection) -> None:
    connection.execute("UPDATE forms SET articles = 0 WHERE id = 3")
    assert [actor.articles for actor in load_actors(connection, [1])] == [2]


def test_actors_come_in_the_order_of_their_ids_and_once(connection: Connection) -> None:
    assert [actor.id for actor in load_actors(connection, [4, 1, 4, 6, 99])] == [4, 1]


def test_a_person_is_called_by_a_full_name_if_there_is_one(connection: Connection) -> None:
    connection.execute("UPDATE forms SET articles = 90 WHERE id = 3")
    assert [actor.name for actor in load_actors(connection, [1])] == ["A. Berg"]
    connection.execute("UPDATE forms SET articles = 0 WHERE id IN (1, 2)")
    assert [actor.name for actor in load_actors(connection, [1])] == ["Berg"]


def test_an_organisation_is_called_by_its_most_frequent_name(connection: Connection) -> None:
    add_form(connection, 7, "bsc", actor_id=5, type="organisation", name="BSC", articles=9)
    assert [actor.name for actor in load_actors(connection, [5])] == ["BSC"]


@pytest.mark.parametrize("node", ["person|ada berg", "person|a berg", "person|berg"])
def test_what_the_user_gave_to_any_form_is_the_actors(connection: Connection, node: str) -> None:
    give(connection, node, name="Countess", type="group")
    (actor,) = load_actors(connection, [1])
    assert (actor.name, actor.type) == ("Countess", "group")


def test_what_was_given_to_the_actors_own_form_comes_first(connection: Connection) -> None:
    give(connection, "person|a berg", name="Anna", type="group")
    give(connection, "person|ada berg", name="Ada")
    (actor,) = load_actors(connection, [1])
    assert (actor.name, actor.type) == ("Ada", "person")


def test_a_given_type_leaves_the_name(connection: Connection) -> None:
    give(connection, "person|olaf lind", type="group")
    (actor,) = load_actors(connection, [4])
    assert (actor.name, actor.type) == ("Olaf Lind", "group")


def test_hidden_actors_and_types_that_are_none_are_left_out(connection: Connection) -> None:
    give(connection, "person|olaf lind", hidden=1)
    connection.execute("UPDATE forms SET type = 'robot' WHERE id = 5")
    assert load_actors(connection, [4, 5]) == []


@pytest.mark.parametrize("type_", get_args(ActorType))
def test_all_types_of_actors_are_loaded(connection: Connection, type_: str) -> None:
    connection.execute("UPDATE forms SET type = ? WHERE id = 5", (type_,))
    assert [actor.type for actor in load_actors(connection, [5])] == [type_]


def test_a_form_leads_to_its_actor(connection: Connection) -> None:
    assert [current_id(connection, form) for form in (3, 4, 99)] == [1, 4, None]


# ---- by how much they say


def test_actors_are_ordered_by_quotes_then_mentions_then_name(connection: Connection) -> None:
    assert most_quoted_ids(connection, None) == [4, 1, 5]
    assert most_quoted_ids(connection, 2) == [4, 1]
    connection.execute("UPDATE forms SET said = 0, named = 7")
    assert most_quoted_ids(connection, None) == [1, 5, 4]
    connection.execute("UPDATE forms SET named = 7 * (known <> 1) + (id = 1) * 7 WHERE 1")
    assert most_quoted_ids(connection, None) == [1, 5, 4]


# ---- by article


@pytest.mark.parametrize("max_looked_up", [5000, 0])
def test_actors_are_counted_in_articles(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, max_looked_up: int
) -> None:
    monkeypatch.setattr(lookup, "_MAX_LOOKED_UP", max_looked_up)
    assert counts_in_articles(connection, [11, 12]) == {1: (1 + 2 + 2, 3, 2), 4: (4, 1, 1)}
    assert counts_in_articles(connection, [13]) == {1: (3, 1, 1)}
    assert counts_in_articles(connection, [99]) == {}


# ---- by name


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Ada Berg", [1]),
        ("ADA BERG", [1]),
        ("ada", [1]),
        ("A. Berg", [1]),
        ("Berg", [1, 5]),
        ("Berg Shipping", [5]),
        ("shipping", [5]),
        ("Bo Berg", []),
        ("Berg Lind", []),
        ("nobody", []),
        ("", []),
    ],
)
def test_actors_are_found_by_the_words_of_a_name(connection: Connection, name: str, ids: list[int]) -> None:
    assert ids_by_name(connection, name, 9) == ids


def test_an_exact_name_excludes_those_that_only_contain_it(connection: Connection) -> None:
    add_form(connection, 7, "berg shipping line", type="organisation")
    assert ids_by_name(connection, "berg shipping", 9) == [5]
    assert ids_by_name(connection, "shipping", 9) == [7, 5]


def test_bearers_of_a_surname_are_found_also_where_a_place_has_it_exactly(connection: Connection) -> None:
    add_form(connection, 7, "berg", type="place")
    assert ids_by_name(connection, "Berg", 9) == [1, 7]
    add_form(connection, 8, "berg hill", type="place")
    assert ids_by_name(connection, "Berg", 9) == [1, 7]
    add_form(connection, 9, "tom sandberg")
    assert ids_by_name(connection, "Berg", 9) == [1, 7]


def test_a_given_name_is_found(connection: Connection) -> None:
    give(connection, "person|olaf lind", name="The Harbourmaster")
    assert ids_by_name(connection, "The Harbourmaster", 9) == [4]


def test_a_quotation_mark_in_a_name_is_no_syntax(connection: Connection) -> None:
    assert ids_by_name(connection, 'ada "', 9) == [1]


def test_the_most_quoted_are_found_first_up_to_the_limit(connection: Connection) -> None:
    add_form(connection, 7, "ada lind", said=3, named=1)
    add_form(connection, 8, "ada moe", said=3, named=2)
    assert ids_by_name(connection, "ada", 9) == [1, 8, 7]
    assert ids_by_name(connection, "ada", 2) == [1, 8]


def actor(name: str, named: int, *names: str) -> ArchiveActor:
    return ArchiveActor(id=1, name=name, type="person", names=list(names), named=named)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([actor("Ada Berg", 9), actor("Ada Berg", 1)], True),
        ([actor("Ada Berg", 8), actor("Ada Berg", 1)], False),
        ([actor("Ada Berg", 99), actor("Bo Berg", 1)], False),
        ([actor("Countess", 9, "Ada Berg"), actor("Ada Berg", 1)], True),
    ],
)
def test_a_name_is_unambiguous_if_one_actor_has_nearly_all_its_mentions(
    candidates: list[ArchiveActor], expected: bool
) -> None:
    assert is_unambiguous("ada berg", candidates) is expected


# ---- of an article


def test_an_actor_of_an_article_is_found_by_form_and_type(connection: Connection) -> None:
    def id_of(name: str, type: ActorType = "person") -> int | None:
        return id_of_article_actor(connection, 11, Actor(id="a1", name=name, type=type))

    assert id_of("A. Berg") == 1
    assert id_of("Berg Shipping", "organisation") == 5
    assert id_of("Berg Shipping", "place") is None
    assert id_of("Nobody Here") is None
    assert id_of("…") is None


def test_a_bare_surname_is_found_by_the_quarter_of_the_article(connection: Connection) -> None:
    quarter = quarter_of(738946)
    connection.execute("UPDATE forms SET quarter = ? WHERE id = 3", (quarter,))
    assert id_of_article_actor(connection, 13, Actor(id="a1", name="Berg", type="person")) == 1
    connection.execute("UPDATE forms SET quarter = ? WHERE id = 3", (quarter + 1,))
    assert id_of_article_actor(connection, 13, Actor(id="a1", name="Berg", type="person")) is None


# ---- names that the user gave


def resolved(connection: Connection, **fields: Any) -> dict[str, str]:
    return resolve_given_names(connection, Correction(**{"kind": "join", **fields}))


@pytest.fixture
def renamed(connection: Connection) -> Connection:
    """Olaf Lind is called the Harbourmaster and is a group; the shipping company is a place."""
    give(connection, "person|olaf lind", name="Harbour Master", type="group")
    give(connection, "organisation|berg shipping", type="place")
    return connection


def test_a_given_name_is_resolved_to_the_articles_own(renamed: Connection) -> None:
    own = {"name": "Olaf Lind", "type": "person"}
    assert resolved(renamed, name="Harbour Master") == own
    assert resolved(renamed, to="Harbour Master") == {"to": "Olaf Lind", "to_type": "person"}
    assert resolved(renamed, kind="rename", name="Harbour Master", to="Harbour Master") == own


def test_a_given_type_is_resolved_to_the_articles_own(renamed: Connection) -> None:
    assert resolved(renamed, name="Berg Shipping", type="place") == {
        "name": "Berg Shipping",
        "type": "organisation",
    }
    add_form(renamed, 7, "berg shipping", type="place", quarter=-1)
    assert resolved(renamed, name="Berg Shipping", type="place") == {}


def test_a_name_without_a_type_gets_the_most_frequent_one(renamed: Connection) -> None:
    assert resolved(renamed, name="berg shipping") == {"name": "berg shipping", "type": "organisation"}
    add_form(renamed, 7, "berg shipping", type="group", quarter=-1, articles=99)
    assert resolved(renamed, name="berg shipping") == {"name": "berg shipping", "type": "group"}


def test_what_articles_have_stays(renamed: Connection) -> None:
    assert resolved(renamed, name="Olaf Lind", type="person") == {}
    assert resolved(renamed, name="Nobody", type="person") == {}
    assert resolved(renamed) == {}
