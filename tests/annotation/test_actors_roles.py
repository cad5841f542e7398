"""Titles and descriptions beside names, rule by rule."""

from __future__ import annotations

import pytest
from actors_by_hand import cluster_named, make_registry, span_of
from docs_by_hand import doc_of_columns, make_doc

from onrecord.annotation.actors import roles
from onrecord.annotation.actors.roles import (
    Role,
    assign_roles,
    countries_in,
    demonyms_in,
    is_role_noun,
    role_in,
    title_head,
)

LEE = {"Lee": "PERSON"}


def title(sentence: str, **ents: str) -> tuple[str, str] | None:
    """The title before Lee and its noun."""
    doc = make_doc(sentence, ents={**LEE, **ents})
    role = roles._title_before(doc, span_of(doc, "Lee").start)
    return (doc[role.start : role.end].text, role.noun) if role is not None else None


def description_after(sentence: str, **ents: str) -> tuple[str, str] | None:
    """The description after Lee and its noun."""
    doc = make_doc(sentence, ents={**LEE, **ents})
    role = roles._description_after(doc, span_of(doc, "Lee").end)
    return (doc[role.start : role.end].text, role.noun) if role is not None else None


def description_before(sentence: str, **ents: str) -> tuple[str, str] | None:
    """The description before Lee and a comma, and its noun."""
    doc = make_doc(sentence, ents={**LEE, **ents})
    role = roles._description_before(doc, span_of(doc, "Lee").start)
    return (doc[role.start : role.end].text, role.noun) if role is not None else None


# ---- nouns for people


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("president/NN", True),
        ("Sen./NNP", True),
        ("chief/JJ", True),
        ("judge/VB+VERB", False),
        ("Mr./NNP", False),
        ("Lord/NNP", False),
        ("lawyer/NN", True),
        ("lawyers/NNS", True),
        ("lawyer/JJ", False),
        ("spokeswoman/NN", True),
        ("house/NN", False),
    ],
)
def test_a_role_noun_says_what_a_person_is(word: str, expected: bool) -> None:
    assert is_role_noun(make_doc(f"{word}/ROOT")[0]) is expected


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("Ukrainian/JJ president/NN/ROOT", "president"),
        ("Gov./NNP/ROOT", "gov"),
        ("vice/NN president/NN/ROOT", "president"),
        ("president/NN/ROOT of/IN France/NNP", "president"),
        ("green/JJ house/NN/ROOT", None),
    ],
)
def test_a_phrase_is_a_role_by_its_last_noun_for_a_person(words: str, noun: str | None) -> None:
    doc = make_doc(words)
    role = role_in(doc, 0, len(doc))
    assert (role.noun if role else None) == noun


def test_a_role_within_a_range_has_its_bounds_and_countries() -> None:
    doc = make_doc(
        "the/DT Ukrainian/JJ president/NN/ROOT of/IN France/NNP", ents={"Ukrainian": "NORP", "France": "GPE"}
    )
    assert role_in(doc, 1, 3) == Role(1, 3, "president", frozenset({"Ukraine"}))
    assert role_in(doc, 0, 2) is None


# ---- titles that go on after their noun


@pytest.mark.parametrize(
    ("sentence", "head"),
    [
        ("Secretary/NNP of/IN State/NNP Lee/NNP/ROOT", "Secretary"),
        ("Speaker/NNP of/IN the/DT House/NNP Lee/NNP/ROOT", "Speaker"),
        ("Minister/NNP for/IN Trade/NNP Lee/NNP/ROOT", None),
        ("secretary/NN of/IN State/NNP Lee/NNP/ROOT", None),
        ("Bridge/NNP of/IN State/NNP Lee/NNP/ROOT", None),
        ("Secretary/NNP of/IN state/NN Lee/NNP/ROOT", None),
        ("Friend/NN of/IN Lee/NNP/ROOT", None),
        ("Secretary/NNP of/IN Lee/NNP/ROOT", None),
        ("of/IN State/NNP Lee/NNP/ROOT", None),
        ("Head/NNP of/IN A/NNP B/NNP C/NNP D/NNP E/NNP F/NNP Lee/NNP/ROOT", "Head"),
        ("Head/NNP of/IN A/NNP B/NNP C/NNP D/NNP E/NNP F/NNP G/NNP Lee/NNP/ROOT", None),
    ],
)
def test_a_title_may_go_on_after_its_noun(sentence: str, head: str | None) -> None:
    doc = make_doc(sentence)
    index = title_head(doc, len(doc) - 1)
    assert (doc[index].text if index is not None else None) == head


# ---- countries


def test_countries_are_named_by_name_adjective_capital_or_seat() -> None:
    doc = make_doc(
        "France/NNP Swedish/JJ Rome/NNP Kremlin/NNP Lee/NNP/ROOT Poland/NNP",
        ents={"France": "GPE", "Swedish": "NORP", "Rome": "GPE", "Kremlin": "ORG", **LEE},
    )
    assert countries_in(doc, 0, 6) == {"France", "Sweden", "Italy", "Russia"}
    assert countries_in(doc, 1, 2) == {"Sweden"}
    assert countries_in(doc, 4, 6) == frozenset()


def test_a_country_of_several_words_is_one_entity() -> None:
    doc = make_doc("the/DT United/NNP States/NNPS French/JJ/ROOT", ents={"United States": "GPE", "French": "NORP"})
    assert countries_in(doc, 0, 4) == {"United States", "France"}
    assert countries_in(doc, 0, 2) == frozenset()


def test_demonyms_come_with_the_tokens_that_are_one() -> None:
    doc = make_doc(
        "South/JJ Korean/JJ and/CC French/JJ Rome/NNP/ROOT",
        ents={"South Korean": "NORP", "French": "NORP", "Rome": "GPE"},
    )
    assert demonyms_in(doc, 0, 5) == {"South Korea": (0, 2), "France": (3, 4)}


# ---- before a name


@pytest.mark.parametrize(
    ("sentence", "ents", "expected"),
    [
        ("President/NNP Lee/NNP/ROOT", {}, ("President", "president")),
        ("Bridge/NNP Lee/NNP/ROOT", {}, None),
        ("Lee/NNP/ROOT", {}, None),
        ("Mr./NNP Lee/NNP/ROOT", {}, None),
        ("Prof./NNP Sir/NNP Lee/NNP/ROOT", {}, ("Prof.", "prof")),
        ("Prof./NNP Bridge/NNP Lee/NNP/ROOT", {}, None),
        (
            "the/DT Ukrainian/JJ President/NNP Lee/NNP/ROOT",
            {"Ukrainian": "NORP"},
            ("Ukrainian President", "president"),
        ),
        ("a/DT former/JJ mayor/NN Lee/NNP/ROOT", {}, ("former mayor", "mayor")),
        ("said/VBD/ROOT mayor/NN Lee/NNP", {}, ("mayor", "mayor")),
        ("quickly/RB mayor/NN Lee/NNP/ROOT", {}, ("mayor", "mayor")),
        ("Kim/NNP mayor/NN Lee/NNP/ROOT", {"Kim": "PERSON"}, ("mayor", "mayor")),
        ("NATO/NNP chief/NN Lee/NNP/ROOT", {"NATO": "ORG"}, ("NATO chief", "chief")),
        ("vice/NN -/HYPH president/NN Lee/NNP/ROOT", {}, ("vice - president", "president")),
        ("vice/NN , president/NN Lee/NNP/ROOT", {}, ("president", "president")),
        (
            "German/JJ and/CC French/JJ leaders/NNS Lee/NNP/ROOT",
            {"German": "NORP", "French": "NORP"},
            ("German and French leaders", "leaders"),
        ),
        ("German/JJ and/CC old/JJ leaders/NNS Lee/NNP/ROOT", {"German": "NORP"}, ("old leaders", "leaders")),
        ("Rome/NNP 's/POS mayor/NN Lee/NNP/ROOT", {"Rome": "GPE"}, ("mayor", "mayor")),
        ("left/VBD and/CC French/JJ mayor/NN Lee/NNP/ROOT", {"French": "NORP"}, ("French mayor", "mayor")),
        ("Secretary/NNP of/IN State/NNP Lee/NNP/ROOT", {}, ("Secretary of State", "secretary")),
        (
            "US/NNP Secretary/NNP of/IN State/NNP Lee/NNP/ROOT",
            {"US": "GPE"},
            ("US Secretary of State", "secretary"),
        ),
    ],
)
def test_a_title_before_a_name(sentence: str, ents: dict[str, str], expected: tuple[str, str] | None) -> None:
    assert title(sentence, **ents) == expected


def test_a_title_before_a_name_has_its_countries() -> None:
    doc = make_doc("the/DT Ukrainian/JJ President/NNP Lee/NNP/ROOT", ents={"Ukrainian": "NORP", **LEE})
    assert roles._title_before(doc, 3) == Role(1, 3, "president", frozenset({"Ukraine"}))


def test_a_title_is_no_longer_than_a_description_may_be() -> None:
    words = " ".join(f"w{number}/NN" for number in range(20))
    role = title(f"{words} mayor/NN Lee/NNP/ROOT")
    assert role is not None
    assert len(role[0].split()) == 14


# ---- after a name


@pytest.mark.parametrize(
    ("rest", "ents", "expected"),
    [
        (", a/DT lawyer/NN ,", {}, ("lawyer", "lawyer")),
        ("a/DT lawyer/NN ,", {}, None),
        ("( a/DT lawyer/NN )", {}, ("lawyer", "lawyer")),
        ("— a/DT lawyer/NN —", {}, ("lawyer", "lawyer")),
        (", lawyer/NN ,", {}, ("lawyer", "lawyer")),
        (", a/DT bridge/NN ,", {}, None),
        (", his/PRP$ lawyer/NN ,", {}, ("lawyer", "lawyer")),
        (", this/DT lawyer/NN ,", {}, ("this lawyer", "lawyer")),
        (", 33/CD , a/DT lawyer/NN ,", {}, ("lawyer", "lawyer")),
        (", 33/CD a/DT lawyer/NN ,", {}, ("33 a lawyer", "lawyer")),
        (", Ohio/NNP , a/DT lawyer/NN ,", {}, None),
        (", 33/CD ,", {}, None),
        (", 33/CD", {}, None),
        (", the/DT governor/NN of/IN Ohio/NNP ,", {}, ("governor of Ohio", "governor")),
        (", the/DT attorney/NN general/NN ,", {}, ("attorney general", "general")),
        (", of/IN the/DT lawyers/NNS ,", {}, None),
        (", who/WP lawyer/NN ,", {}, None),
        (", lawyer/NN who/WP sang/VBD", {}, ("lawyer", "lawyer")),
        (", lawyer/NN and/CC poet/NN", {}, ("lawyer", "lawyer")),
        (", a/DT lawyer/NN sings/VBZ", {}, None),
        (", a/DT singing/VBG lawyer/NN ,", {}, None),
        (", a/DT lawyer/NN may/MD ,", {}, None),
        (", senator/NN Kim/NNP ,", {"Kim": "PERSON"}, None),
        (", senator/NN Kim/NNP ,", {}, ("senator Kim", "senator")),
        (", a/DT lawyer/NN", {}, ("lawyer", "lawyer")),
        (", a/DT", {}, None),
        (",", {}, None),
    ],
)
def test_a_description_after_a_name(rest: str, ents: dict[str, str], expected: tuple[str, str] | None) -> None:
    assert description_after(f"Lee/NNP/ROOT {rest}", **ents) == expected


def test_a_description_after_a_name_ends_with_its_sentence() -> None:
    assert description_after("Lee/NNP/ROOT , lawyer/NN\nSenator/NN/ROOT") == ("lawyer", "lawyer")
    assert description_after("Lee/NNP/ROOT , lawyer/NN Senator/NN") == ("lawyer Senator", "senator")


def test_a_description_after_a_name_is_no_longer_than_it_may_be() -> None:
    words = " ".join(f"w{number}/NN" for number in range(20))
    role = description_after(f"Lee/NNP/ROOT , lawyer/NN {words}")
    assert role is not None
    assert len(role[0].split()) == 14


def test_a_description_does_not_begin_on_the_next_line() -> None:
    def described(space: str) -> Role | None:
        doc = doc_of_columns(
            ["Lee", ",", space, "lawyer"],
            heads=[0, 0, 0, 0],
            deps=["ROOT", "punct", "dep", "appos"],
            pos=["PROPN", "PUNCT", "SPACE", "NOUN"],
        )
        return roles._description_after(doc, 1)

    assert described("\n") is None
    assert described("the") == Role(3, 4, "lawyer", frozenset())


# ---- before a name and a comma


@pytest.mark.parametrize(
    ("sentence", "ents", "expected"),
    [
        ("the/DT spokesman/NN/ROOT , Lee/NNP/appos ,", {}, ("spokesman", "spokesman")),
        ("the/DT spokesman/NN/ROOT ( Lee/NNP/appos )", {}, None),
        ("the/DT bridge/NN/ROOT , Lee/NNP/appos ,", {}, None),
        (", Lee/NNP/ROOT", {}, None),
        ("spokesman/NN , Lee/NNP/ROOT", {}, ("spokesman", "spokesman")),
        ("the/DT tall/JJ spokesman/NN/ROOT , Lee/NNP/appos ,", {}, ("tall spokesman", "spokesman")),
        ("the/DT group/NN 's/POS spokesman/NN/ROOT , Lee/NNP/appos ,", {}, ("group's spokesman", "spokesman")),
        (
            "Anna/NNP Brandt/NNP 's/POS lawyer/NN/ROOT , Lee/NNP/appos ,",
            {"Anna Brandt": "PERSON"},
            ("Anna Brandt's lawyer", "lawyer"),
        ),
        ("her/PRP$ 's/POS lawyer/NN/ROOT , Lee/NNP/appos ,", {}, ("lawyer", "lawyer")),
        # in a list, Lee is another than the one before
        ("Kim/NNP/ROOT and/CC a/DT lawyer/NN/conj/Kim , Lee/NNP/conj/lawyer", {}, None),
        ("Kim/NNP/ROOT and/CC a/DT lawyer/NN/conj/Kim , Lee/NNP/appos/lawyer", {}, ("lawyer", "lawyer")),
        ("Kim/NNP/ROOT and/CC a/DT lawyer/NN/dobj/Kim , Lee/NNP/conj/lawyer", {}, ("lawyer", "lawyer")),
    ],
)
def test_a_description_before_a_name_and_a_comma(
    sentence: str, ents: dict[str, str], expected: tuple[str, str] | None
) -> None:
    assert description_before(sentence, **ents) == expected


def test_a_description_before_a_comma_is_no_longer_than_it_may_be() -> None:
    words = " ".join(f"w{number}/NN" for number in range(20))
    role = description_before(f"{words} spokesman/NN/ROOT , Lee/NNP/appos ,")
    assert role is not None
    assert len(role[0].split()) == 13


# ---- roles of people


def assigned(sentence: str, actors: dict[str, str], **ents: str) -> dict[str, list[str]]:
    doc = make_doc(sentence, ents={**dict.fromkeys(actors, "PERSON"), **ents})
    registry = make_registry(doc, dict.fromkeys(actors, "person"))
    assign_roles(registry)
    return {cluster.name: cluster.roles for cluster in registry.clusters}


def test_a_person_gets_the_roles_before_and_after_the_name() -> None:
    doc = make_doc(
        "Hungarian/JJ President/NNP Lee/NNP/ROOT , a/DT lawyer/NN , met/VBD the/DT mayor/NN , Kim/NNP/appos .",
        ents={"Hungarian": "NORP", "Lee": "PERSON", "Kim": "PERSON"},
    )
    registry = make_registry(doc, {"Lee": "person", "Kim": "person"})
    assign_roles(registry)
    assert cluster_named(registry, "Lee").roles == ["Hungarian President", "lawyer"]
    assert cluster_named(registry, "Lee").countries_led == {"Hungary"}
    assert cluster_named(registry, "Kim").roles == ["mayor"]


def test_only_leaders_lead_the_countries_of_their_titles() -> None:
    doc = make_doc("Hungarian/JJ lawyer/NN Lee/NNP/ROOT", ents={"Hungarian": "NORP", "Lee": "PERSON"})
    registry = make_registry(doc, {"Lee": "person"})
    assign_roles(registry)
    assert cluster_named(registry, "Lee").roles == ["Hungarian lawyer"]
    assert cluster_named(registry, "Lee").countries_led == set()


def test_a_leader_described_after_the_name_leads_the_country_too() -> None:
    doc = make_doc("Lee/NNP/ROOT , president/NN of/IN France/NNP ,", ents={"France": "GPE", "Lee": "PERSON"})
    registry = make_registry(doc, {"Lee": "person"})
    assign_roles(registry)
    assert cluster_named(registry, "Lee").countries_led == {"France"}


def test_only_people_get_roles() -> None:
    doc = make_doc("President/NNP Lee/NNP/ROOT", ents=LEE)
    registry = make_registry(doc, {"Lee": "organisation"})
    assign_roles(registry)
    assert cluster_named(registry, "Lee").roles == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Swedish/JJ and/CC Danish/JJ leaders/NNS Lee/NNP/ROOT and/CC Kim/NNP left/VBD",
            {"Lee": ["Swedish leader"], "Kim": ["Danish leader"], "Berg": []},
        ),
        (
            "Swedish/JJ leaders/NNS Lee/NNP/ROOT and/CC Kim/NNP left/VBD",
            {"Lee": ["Swedish leader"], "Kim": ["Swedish leader"], "Berg": []},
        ),
        (
            "Swedish/JJ leaders/NNS Lee/NNP/ROOT , Kim/NNP , and/CC Berg/NNP left/VBD",
            {"Lee": ["Swedish leader"], "Kim": ["Swedish leader"], "Berg": ["Swedish leader"]},
        ),
        (
            "Swedish/JJ leader/NN Lee/NNP/ROOT and/CC Kim/NNP left/VBD",
            {"Lee": ["Swedish leader"], "Kim": [], "Berg": []},
        ),
        (
            "Swedish/JJ leaders/NNS Lee/NNP/ROOT met/VBD Kim/NNP left/VBD",
            {"Lee": ["Swedish leaders"], "Kim": [], "Berg": []},
        ),
        (
            "Swedish/JJ leaders/NNS Lee/NNP/ROOT and/CC others/NNS and/CC Kim/NNP",
            {"Lee": ["Swedish leaders"], "Kim": [], "Berg": []},
        ),
        ("Swedish/JJ leaders/NNS Lee/NNP/ROOT and/CC", {"Lee": ["Swedish leaders"], "Kim": [], "Berg": []}),
    ],
)
def test_a_plural_title_is_shared_by_those_who_follow(sentence: str, expected: dict[str, list[str]]) -> None:
    doc = make_doc(sentence)
    present = {name: "PERSON" for name in expected if name in doc.text}
    countries = {word: "NORP" for word in ("Swedish", "Danish") if word in doc.text}
    assert {"Berg": [], "Kim": [], **assigned(sentence, present, **countries)} == expected


def test_each_bearer_of_a_shared_title_leads_one_country() -> None:
    doc = make_doc(
        "Swedish/JJ and/CC Danish/JJ leaders/NNS Lee/NNP/ROOT and/CC Kim/NNP left/VBD",
        ents={"Swedish": "NORP", "Danish": "NORP", "Lee": "PERSON", "Kim": "PERSON"},
    )
    registry = make_registry(doc, {"Lee": "person", "Kim": "person"})
    assign_roles(registry)
    assert [cluster.countries_led for cluster in registry.clusters] == [{"Sweden"}, {"Denmark"}]


def test_a_list_of_bearers_ends_at_who_is_no_person() -> None:
    doc = make_doc(
        "Swedish/JJ leaders/NNS Lee/NNP/ROOT and/CC Volvo/NNP left/VBD", ents={"Swedish": "NORP", "Lee": "PERSON"}
    )
    registry = make_registry(doc, {"Lee": "person", "Volvo": "organisation"})
    assign_roles(registry)
    assert [cluster.roles for cluster in registry.clusters] == [["Swedish leaders"], []]
