"""Actors named by whose they are: governments, organs, troops, ministries."""

from __future__ import annotations

import pytest
from actors_by_hand import spans_of
from docs_by_hand import make_doc

from onrecord.annotation.actors.collectives import add_collectives, is_individual_demonym, ministry_ranges
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry


def collectives(sentence: str, ents: dict[str, str]) -> list[tuple[str, str, list[str]]]:
    """Type, name and mentions of each collective in a sentence."""
    doc = make_doc(sentence, ents=ents)
    registry = ActorRegistry(doc)
    add_collectives(registry)
    return [
        (cluster.type, cluster.name, [doc[start:end].text for start, end in sorted(cluster.mentions)])
        for cluster in registry.clusters
    ]


SWEDISH = {"Swedish": "NORP"}


@pytest.mark.parametrize(
    ("sentence", "ents", "expected"),
    [
        # what a country has of its own
        (
            "Sweden/NNP/poss/force 's/POS/case/Sweden air/NN/compound/force force/NN/nsubj/left left/VBD/ROOT .",
            {"Sweden": "GPE"},
            [("organisation", "Sweden's air force", ["Sweden's air force"])],
        ),
        (
            "Sweden/NNP/poss/team 's/POS/case/Sweden air/NN/compound/team team/NN/nsubj/left left/VBD/ROOT .",
            {"Sweden": "GPE"},
            [],
        ),
        (
            "Torvik/NNP/poss/force 's/POS/case/Torvik air/NN/compound/force force/NN/nsubj/left left/VBD/ROOT .",
            {"Torvik": "GPE"},
            [],
        ),
        (
            "Swedish/JJ/amod/authorities authorities/NNS/nsubj/left left/VBD/ROOT .",
            SWEDISH,
            [("country", "Sweden", ["Swedish authorities"])],
        ),
        # the government of a country is the country
        (
            "The/DT Swedish/JJ government/NN/nsubj/left left/VBD/ROOT .",
            SWEDISH,
            [("country", "Sweden", ["Swedish government"])],
        ),
        (
            "The/DT Sweden/NNP administration/NN/nsubj/left left/VBD/ROOT .",
            {"Sweden": "GPE"},
            [("country", "Sweden", ["Sweden administration"])],
        ),
        (
            "The/DT Swedish/JJ local/JJ government/NN/nsubj/left left/VBD/ROOT .",
            SWEDISH,
            [],
        ),
        ("The/DT Smurf/JJ government/NN/nsubj/left left/VBD/ROOT .", {"Smurf": "NORP"}, []),
        ("The/DT Swedish/JJ bakery/NN/nsubj/left left/VBD/ROOT .", SWEDISH, []),
        ("The/DT Swedish/JJ government/NN/nsubj/left left/VBD/ROOT .", {"Swedish": "LANGUAGE"}, []),
        (
            "The/DT Swedish/JJ government/NN/nsubj/left left/VBD/ROOT .",
            {"Swedish": "ORG"},
            [("country", "Sweden", ["Swedish government"])],
        ),
        # its organs are organisations
        (
            "The/DT Swedish/JJ embassy/NN/nsubj/left left/VBD/ROOT .",
            SWEDISH,
            [("organisation", "Swedish embassy", ["Swedish embassy"])],
        ),
        ("The/DT Smurf/JJ embassy/NN/nsubj/left left/VBD/ROOT .", {"Smurf": "NORP"}, []),
        # a station is not the town
        (
            "Damascus/NNP radio/NN/nsubj/left left/VBD/ROOT .",
            {"Damascus": "GPE"},
            [("organisation", "Damascus radio", ["radio"])],
        ),
        # an administration is named by who heads it
        (
            "The/DT Lindberg/NNP administration/NN/nsubj/left left/VBD/ROOT .",
            {"Lindberg": "PERSON"},
            [("organisation", "Lindberg administration", ["Lindberg administration"])],
        ),
        (
            "The/DT Lindberg/NNP administration/NN/nsubj/left left/VBD/ROOT .",
            {"Lindberg": "ORG"},
            [("organisation", "Lindberg administration", ["Lindberg administration"])],
        ),
        ("The/DT Lindberg/NNP administration/NN/nsubj/left left/VBD/ROOT .", {"Lindberg": "GPE"}, []),
        ("The/DT Lindberg/NNP government/NN/nsubj/left left/VBD/ROOT .", {"Lindberg": "PERSON"}, []),
        # people who act together are a group
        (
            "Swedish/JJ troops/NNS/nsubj/left left/VBD/ROOT .",
            SWEDISH,
            [("group", "Swedish troops", ["Swedish troops"])],
        ),
        ("Swedish/JJ troops/NNS/pobj/of left/VBD/ROOT of/IN/prep .", SWEDISH, []),
        ("Swedish/NNP troops/NNS/nsubj/left left/VBD/ROOT .", {"Swedish": "GPE"}, []),
        ("Swedish/JJ trees/NNS/nsubj/left left/VBD/ROOT .", SWEDISH, []),
    ],
)
def test_a_collective_is_what_its_noun_and_its_owner_make_it(
    sentence: str, ents: dict[str, str], expected: list[tuple[str, str, list[str]]]
) -> None:
    assert collectives(sentence, ents) == expected


@pytest.mark.parametrize("dependency", ["nsubj", "nsubjpass", "dobj", "agent", "conj"])
def test_a_group_is_a_subject_or_an_object(dependency: str) -> None:
    assert len(collectives(f"Swedish/JJ troops/NNS/{dependency}/left left/VBD/ROOT .", SWEDISH)) == 1


def test_the_same_collective_is_one_cluster() -> None:
    assert collectives(
        """
        The/DT Swedish/JJ embassy/NN/nsubj/left left/VBD/ROOT .
        The/DT Swedish/JJ embassy/NN/nsubj/left left/VBD/ROOT .
        """,
        SWEDISH,
    ) == [("organisation", "Swedish embassy", ["Swedish embassy", "Swedish embassy"])]


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("embassy/NN/nsubj/left", "embassy"),
        ("new/JJ embassy/NN/nsubj/left", "embassy"),
        ("big/JJ new/JJ embassy/NN/nsubj/left", ""),
        ("trade/NN press/NN embassy/NN/nsubj/left", "embassy"),
        ("trade/NN press/NN travel/NN embassy/NN/nsubj/left", ""),
        ("embassy/NN building/NN/nsubj/left", ""),
        ("embassy/NN spokesman/NN/nsubj/left", "embassy"),
        ("embassy/NN officials/NNS/nsubj/left", "embassy"),
        ("building/NN officials/NNS/nsubj/left", ""),
        ("of/IN embassy/NN/nsubj/left", ""),
    ],
)
def test_a_collectives_noun_is_the_last_of_a_few_words(words: str, noun: str) -> None:
    names = [name for _, name, _ in collectives(f"Swedish/JJ {words} left/VBD/ROOT .", SWEDISH)]
    assert [name.split()[-1] for name in names] == ([noun] if noun else [])


def test_a_collective_may_end_the_text() -> None:
    sentence = "It/PRP/nsubj/was was/VBD+AUX/ROOT the/DT Swedish/JJ embassy/NN/attr/was"
    assert collectives(sentence, SWEDISH) == [("organisation", "Swedish embassy", ["Swedish embassy"])]
    assert collectives("It/PRP/nsubj/was was/VBD+AUX/ROOT Swedish/JJ/acomp/was", SWEDISH) == []


# ---- ministries


def ministries(sentence: str, ents: dict[str, str] | None = None, taken: str = "") -> list[str]:
    doc = make_doc(sentence, ents=ents)
    registry = ActorRegistry(doc)
    for span in spans_of(doc, taken) if taken else ():
        registry.add_mention(registry.add(ActorCluster("place", taken)), span.start, span.end)
    return [doc[start:end].text for start, end in ministry_ranges(registry)]


FOREIGN = "The/DT/det/ministry foreign/JJ/amod/ministry ministry/NN/nsubj/left left/VBD/ROOT ."
BONNS = "Bonn/NNP/poss/ministry 's/POS/case/Bonn foreign/JJ/amod/ministry ministry/NN/nsubj/left left/VBD/ROOT ."


def test_a_ministry_is_called_by_what_it_cares_for() -> None:
    assert ministries(FOREIGN) == ["foreign ministry"]
    assert ministries("The/DT/det/ministry ministry/NN/nsubj/left left/VBD/ROOT .") == []
    interior = "Its/PRP$/poss/ministry big/JJ/amod/ministry interior/NN/compound/ministry ministry/NN/ROOT"
    assert ministries(interior) == ["big interior ministry"]


def test_only_what_depends_on_the_ministry_is_of_its_name() -> None:
    other_head = "Foreign/JJ/amod/Tuesday ministry/NN/ROOT Tuesday/NNP/npadvmod/ministry"
    assert ministries(other_head) == []
    no_modifier = "Foreign/JJ/dep/ministry ministry/NN/ROOT"
    assert ministries(no_modifier) == []
    assert ministries("Foreign/JJ/amod/ministry ministry/NN/ROOT") == ["Foreign ministry"]


def test_a_ministry_that_is_an_actor_already_is_left_out() -> None:
    assert ministries(FOREIGN, {"foreign ministry": "ORG"}) == []
    assert ministries(FOREIGN, taken="ministry") == []
    assert ministries(FOREIGN, taken="foreign") == []


def test_a_ministry_has_the_capital_before_it() -> None:
    assert ministries(BONNS, {"Bonn": "GPE"}) == ["Bonn's foreign ministry"]
    assert ministries(BONNS, {"Bonn": "PERSON"}) == ["foreign ministry"]
    assert ministries(BONNS.replace("/POS/", "/NN/"), {"Bonn": "GPE"}) == ["foreign ministry"]


def test_a_capital_may_begin_the_text_but_a_possessive_may_not() -> None:
    assert ministries("'s/POS/case/ministry foreign/JJ/amod/ministry ministry/NN/ROOT") == ["foreign ministry"]


# ---- demonyms


@pytest.mark.parametrize(
    ("word", "is_individual"),
    [
        ("Dane", True),
        ("Spaniard", True),
        ("German", True),
        ("Dutch", False),
        ("French", False),
        ("Swedish", False),
        ("Japanese", False),
        ("Danes", False),
        ("Baker", False),
    ],
)
def test_a_demonym_is_for_one_person_or_for_a_people(word: str, is_individual: bool) -> None:
    assert is_individual_demonym(word) is is_individual
