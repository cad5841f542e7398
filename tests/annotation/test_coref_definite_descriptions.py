"""Whom a definite description means, rule by rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from actors_by_hand import cluster_named, make_registry, spans_of
from docs_by_hand import doc_of_columns, make_doc

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.coref import definite_descriptions
from onrecord.annotation.coref.definite_descriptions import DescriptionResolver
from onrecord.base.records import ActorType

PRESIDENT = ("person", "Lee", ["Hungarian President"], ["Hungary"])
CHANCELLOR = ("person", "Kim", ["Austrian Chancellor"], ["Austria"])
Person = tuple[ActorType, str, list[str], list[str]]


def registry_of(
    sentence: str, *people: tuple[str, str, list[str], list[str]], ents: dict[str, str] | None = None
) -> ActorRegistry:
    """A registry of people who are mentioned before the sentence, with their roles and the countries they lead."""
    before = " ".join(f"{name}/NNP/dep" for _, name, _, _ in people)
    lines = f"{before} ./,/ROOT\n{sentence}" if people else sentence
    doc = make_doc(lines, ents=ents)
    registry = make_registry(doc, {name: type_ for type_, name, _, _ in people})  # type: ignore[misc]
    for _, name, roles, countries in people:
        cluster = cluster_named(registry, name)
        for role in roles:
            cluster.add_role(role, countries)
    return registry


def resolved(registry: ActorRegistry, words: str = "the", recent: Sequence[str] = ()) -> tuple[str, str] | None:
    """Whom the description that begins with a word means, and its words."""
    doc = registry.doc
    article = spans_of(doc, words)[0][0]
    clusters = [cluster_named(registry, name) for name in recent]
    description = DescriptionResolver(registry).resolve(article, lambda: clusters)
    return (description[0].name, doc[article.i : description[1]].text) if description is not None else None


# ---- titles


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("the/DT/det/president president/NN/nsubj/left left/VBD/ROOT", ("Lee", "the president")),
        ("the/DT/det/presidents presidents/NNS/nsubj/left left/VBD/ROOT", None),
        ("the/DT/det/President President/NNP/nsubj/left left/VBD/ROOT", ("Lee", "the President")),
        ("the/DT/det/chancellor chancellor/NN/nsubj/left left/VBD/ROOT", ("Kim", "the chancellor")),
        ("the/DT/det/mayor mayor/NN/nsubj/left left/VBD/ROOT", None),
        ("the/DT/det/bridge bridge/NN/nsubj/fell fell/VBD/ROOT", None),
        ("the/DT/det/president president/NN/ROOT", ("Lee", "the president")),
        # countries
        (
            "the/DT/det/president Hungarian/JJ/amod/president president/NN/nsubj/left left/VBD/ROOT",
            ("Lee", "the Hungarian president"),
        ),
        ("the/DT/det/president French/JJ/amod/president president/NN/nsubj/left left/VBD/ROOT", None),
        # other words
        (
            "the/DT/det/president hungarian/JJ/amod/president president/NN/nsubj/left left/VBD/ROOT",
            ("Lee", "the hungarian president"),
        ),
        ("the/DT/det/president young/JJ/amod/president president/NN/nsubj/left left/VBD/ROOT", None),
        (
            "the/DT/det/president former/JJ/amod/president president/NN/nsubj/left left/VBD/ROOT",
            ("Lee", "the former president"),
        ),
        # a synonym that articles use for the same office
        ("the/DT/det/leader leader/NN/nsubj/left left/VBD/ROOT", ("Lee", "the leader")),
        ("the/DT/det/premier premier/NN/nsubj/left left/VBD/ROOT", None),
        # what follows says more closely who is meant
        ("the/DT/det/president president/NN/nsubj/left of/IN/prep/president left/VBD/ROOT", None),
        ("the/DT/det/president president/NN/nsubj/left for/IN/dep/left left/VBD/ROOT", None),
        ("the/DT/det/president president/NN/nsubj/left 's/POS/case/president left/VBD/ROOT", None),
        ("the/DT/det/president president/NN/nsubj/left ’s/POS/case/president left/VBD/ROOT", None),
        ("the/DT/det/president president/NN/nsubj/left in/IN/prep/left left/VBD/ROOT", ("Lee", "the president")),
        ("the/DT/det/president president/NN/nsubj/left who/WP/relcl/president left/VBD/ROOT", None),
        (
            "the/DT/det/president president/NN/nsubj/left , who/WP/relcl/president left/VBD/ROOT",
            ("Lee", "the president"),
        ),
        ("the/DT/det/president president/NN/nsubj/left , Zuzuq/NNP/appos/president left/VBD/ROOT", None),
        ("the/DT/det/president president/NN/nsubj/left , elected/VBN/acl/president left/VBD/ROOT", None),
        # the noun stands within five words after it
        ("president/NN/nsubj/left the/DT/det/president left/VBD/ROOT", None),
    ],
)
def test_a_title_means_the_only_person_who_bears_it(sentence: str, expected: tuple[str, str] | None) -> None:
    ents = {word: "NORP" for word in ("Hungarian", "French") if word in sentence}
    assert resolved(registry_of(sentence, PRESIDENT, CHANCELLOR, ents=ents)) == expected


@pytest.mark.parametrize(("modifiers", "is_resolved"), [(4, True), (5, False)])
def test_the_noun_of_a_description_stands_near_its_article(modifiers: int, is_resolved: bool) -> None:
    between = "former/JJ/amod/president " * modifiers
    registry = registry_of(f"the/DT/det/president {between} president/NN/nsubj/left left/VBD/ROOT", PRESIDENT)
    assert (resolved(registry) is not None) is is_resolved


def test_a_name_behind_a_title_is_who_is_meant() -> None:
    registry = registry_of(
        "the/DT/det/president president/NN/nsubj/left Kim/NNP/dep/left left/VBD/ROOT", PRESIDENT
    )
    assert resolved(registry) == ("Lee", "the president")
    cluster = registry.add(ActorCluster("person", "Kim"))
    for span in spans_of(registry.doc, "Kim"):
        registry.add_mention(cluster, span.start, span.end)
    assert resolved(registry) is None


def test_a_secretary_of_state_has_the_whole_title() -> None:
    secretary: Person = ("person", "Lee", ["Secretary of State"], [])
    sentence = "the/DT/det/secretary secretary/NN/nsubj/left of/IN/prep/secretary {}/NNP/pobj/of left/VBD/ROOT"
    assert resolved(registry_of(sentence.format("State"), secretary)) == ("Lee", "the secretary of State")
    assert resolved(registry_of(sentence.format("Space"), secretary)) is None


@pytest.mark.parametrize(
    ("recent", "expected"), [(["Lee"], "Lee"), (["Kim"], "Kim"), ([], None), (["Lee", "Kim"], None)]
)
def test_of_several_bearers_the_one_mentioned_recently_is_meant(recent: list[str], expected: str | None) -> None:
    registry = registry_of(
        "the/DT/det/president president/NN/nsubj/left left/VBD/ROOT",
        ("person", "Lee", ["President"], []),
        ("person", "Kim", ["President"], []),
    )
    description = resolved(registry, recent=recent)
    assert (description[0] if description else None) == expected


def test_only_people_bear_titles() -> None:
    registry = registry_of(
        "the/DT/det/president president/NN/nsubj/left left/VBD/ROOT", ("group", "Lee", ["President"], [])
    )
    assert resolved(registry) is None


# ---- ages


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the 45-year-old left", ("Lee", "the 45-year-old")),
        ("the 46-year-old left", None),
        ("the 45-year left", None),
        ("the old left", None),
        ("the 45-year-old", ("Lee", "the 45-year-old")),
        ("the", None),
    ],
)
def test_an_age_means_the_only_person_of_that_age(words: str, expected: tuple[str, str] | None) -> None:
    doc = doc_of_columns(["Lee", ",", "45", ",", "left", ".", *words.split()])
    assert resolved(make_registry(doc, {"Lee": "person"})) == expected


def test_an_age_may_have_one_digit() -> None:
    doc = doc_of_columns(["Lee", ",", "5", ",", "left", ".", "the", "5-year-old"])
    assert resolved(make_registry(doc, {"Lee": "person"})) == ("Lee", "the 5-year-old")


def test_an_age_may_be_several_tokens() -> None:
    doc = doc_of_columns(
        ["Lee", ",", "45", ",", "the", "45", "-", "year", "-", "old", "left"],
        spaces=[False, True, False, True, True, False, False, False, False, True, False],
    )
    assert resolved(make_registry(doc, {"Lee": "person"})) == ("Lee", "the 45-year-old")


@pytest.mark.parametrize(
    ("pos", "is_resolved"), [("NOUN", False), ("PROPN", False), ("ADJ", False), ("VERB", True)]
)
def test_an_age_before_a_noun_is_another_things(pos: str, is_resolved: bool) -> None:
    words = ["Lee", ",", "45", ",", "the", "45-year-old", "x"]
    doc = doc_of_columns(words, pos=["PROPN", "PUNCT", "NUM", "PUNCT", "DET", "NOUN", pos])
    assert (resolved(make_registry(doc, {"Lee": "person"})) is not None) is is_resolved


def test_an_age_of_two_people_means_neither() -> None:
    words = ["Lee", ",", "45", ",", "Kim", ",", "45", ",", "the", "45-year-old"]
    assert resolved(make_registry(doc_of_columns(words), {"Lee": "person", "Kim": "person"})) is None


@pytest.mark.parametrize(
    ("words", "ages"),
    [
        (["Lee", ",", "45", ",", "x"], ["45"]),
        (["Lee", ",", "45", "."], ["45"]),
        (["Lee", ",", "45", ")"], ["45"]),
        (["Lee", ",", "45", "and"], []),
        (["Lee", "(", "45", ")"], []),
        (["Lee", ",", "1945", ","], []),
        (["Lee", ",", "105", ","], ["105"]),
        (["Lee", ",", "Ohio", ","], []),
        (["Lee", ",", "45"], []),
        (["x", "45-year-old", "Lee"], ["45"]),
        (["x", "5-year-old", "Lee"], ["5"]),
        (["45-year-old", "Lee"], ["45"]),
        (["x", "45-Year-Old", "Lee"], []),
        (["old", "Lee"], []),
        (["x", "45-year-young", "Lee"], []),
        (["Lee"], []),
    ],
)
def test_an_age_stands_beside_a_name(words: list[str], ages: list[str]) -> None:
    registry = make_registry(doc_of_columns(words), {"Lee": "person"})
    assert list(definite_descriptions._ages(registry, registry.clusters[0])) == ages


# ---- organisations


def organisation(sentence: str, names: list[str], recent: Sequence[str] = ()) -> str | None:
    before = " ".join(f"{part}/NNP/dep" for name in names for part in name.split())
    doc = make_doc(f"{before} ./,/ROOT\n{sentence}", ents={"Swedish": "NORP"} if "Swedish" in sentence else {})
    description = resolved(make_registry(doc, dict.fromkeys(names, "organisation")), recent=recent)
    return description[0] if description is not None else None


COMPANY = "the/DT/det/company company/NN/nsubj/fell fell/VBD/ROOT"
COMMITTEE = "the/DT/det/committee committee/NN/nsubj/met met/VBD/ROOT"
PAPER = "the/DT/det/newspaper newspaper/NN/nsubj/said said/VBD/ROOT"


@pytest.mark.parametrize(
    ("sentence", "names", "recent", "expected"),
    [
        # the noun is in the name
        (COMMITTEE, ["Harbour Committee", "Norvik"], [], "Harbour Committee"),
        (COMMITTEE, ["Harbour Committee", "Quay Committee"], [], "Quay Committee"),
        (COMMITTEE, ["Norvik"], ["Norvik"], None),
        # a word for companies means the only organisation near by
        (COMPANY, ["Norvik"], ["Norvik"], "Norvik"),
        (COMPANY, ["Norvik"], [], None),
        (COMPANY, ["Norvik", "Zuzuq"], ["Norvik", "Zuzuq"], None),
        (COMPANY, ["Norvik", "Zuzuq"], ["Norvik", "Norvik"], "Norvik"),
        # a word for newspapers means the last of them
        (PAPER, ["Reuters", "Norvik"], ["Norvik", "Reuters"], "Reuters"),
        (PAPER, ["Reuters", "Le Monde"], ["Le Monde", "Reuters"], "Le Monde"),
        (PAPER, ["Norvik"], ["Norvik"], None),
        # nothing but a nationality stands before it
        (
            "the/DT/det/company Swedish/JJ/amod/company company/NN/nsubj/fell fell/VBD/ROOT",
            ["Norvik"],
            ["Norvik"],
            "Norvik",
        ),
        (
            "the/DT/det/company small/JJ/amod/company company/NN/nsubj/fell fell/VBD/ROOT",
            ["Norvik"],
            ["Norvik"],
            None,
        ),
        (
            "the/DT/det/committee Swedish/JJ/amod/committee committee/NN/nsubj/met met/VBD/ROOT",
            ["Harbour Committee"],
            [],
            None,
        ),
        ("the/DT/det/bridge bridge/NN/nsubj/fell fell/VBD/ROOT", ["Harbour Bridge"], ["Harbour Bridge"], None),
    ],
)
def test_a_word_for_organisations_means_the_one_that_fits(
    sentence: str, names: list[str], recent: list[str], expected: str | None
) -> None:
    assert organisation(sentence, names, recent) == expected


def test_a_company_is_not_the_person_mentioned_recently() -> None:
    registry = registry_of(COMPANY, ("person", "Lee", [], []))
    assert resolved(registry, recent=["Lee"]) is None


def test_the_last_named_is_the_one_whose_mention_ends_last_before() -> None:
    lee, kim = (ActorCluster("organisation", name) for name in ("Lee", "Kim"))
    lee.mentions, kim.mentions = {(0, 2), (8, 9)}, {(3, 4), (11, 12)}
    assert definite_descriptions._last_named([lee, kim], 7) is kim
    assert definite_descriptions._last_named([lee, kim], 9) is lee
    assert definite_descriptions._last_named([lee, kim], 8) is kim
    assert definite_descriptions._last_named([lee, kim], 2) is lee
    assert definite_descriptions._last_named([lee, kim], 1) is None
