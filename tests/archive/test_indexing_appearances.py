"""What is counted of an actor in one article."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.archive.indexing.appearances import (
    ALIAS,
    ROLE,
    SUSPECTED,
    article_appearances,
    quote_indices_about,
    quote_indices_by,
)
from onrecord.base.records import Actor, Annotation, Attribution, CueType

ANN = Actor(
    id="a1",
    name="Ann  One",
    type="person",
    aliases=["One", "ann one", " Ms  One "],
    roles=["mayor", "mayor", " "],
    suspected=["Ace"],
    mentions=[(0, 3), (50, 53)],
)
UN = Actor(id="a2", name="United Nations", type="organisation", aliases=["U.N.", "UN"], mentions=[(20, 22)])
NOBODY = Actor(id="a3", name="…", type="person", mentions=[(60, 61)])


def attribution(speaker: list[str], content: tuple[int, int], cue_type: CueType = "speech") -> Attribution:
    return Attribution(
        source=[], cue=[], content=[content], kind="direct", speaker=speaker, confidence=1.0, cue_type=cue_type
    )


ANNOTATION = Annotation(
    annotator="test",
    entities=[],
    attributions=[
        attribution(["a1"], (20, 30)),
        attribution(["a2"], (50, 53)),
        attribution(["a2"], (50, 53), "belief"),
        attribution(["a1"], (45, 55), "belief"),
        attribution([], (51, 60)),
        attribution([], (0, 1)),
    ],
    actors=[NOBODY, ANN, UN],
)


def test_an_actor_without_a_comparable_name_is_left_out() -> None:
    assert [(each.number, each.name) for each in article_appearances(ANNOTATION)] == [
        (1, "Ann One"),
        (2, "United Nations"),
    ]


def test_mentions_and_quotes_are_counted_apart_from_asides() -> None:
    ann, un = article_appearances(ANNOTATION)
    assert (ann.named, ann.said, ann.told, ann.aside, ann.told_aside) == (2, 1, 2, 1, 1)
    assert (un.named, un.said, un.told, un.aside, un.told_aside) == (1, 1, 1, 1, 0)


def test_words_are_other_names_titles_and_suspected_names_each_once() -> None:
    ann, un = article_appearances(ANNOTATION)
    assert ann.words == [(ALIAS, "One"), (ALIAS, "Ms One"), (ROLE, "mayor"), (SUSPECTED, "Ace")]
    assert un.words == [(ALIAS, "U.N."), (ALIAS, "UN")]


def test_abbreviations_are_those_of_organisations() -> None:
    ann, un = article_appearances(ANNOTATION)
    assert (ann.letters, un.letters) == ([], ["un"])
    person = msgspec.structs.replace(UN, type="person")
    assert article_appearances(msgspec.structs.replace(ANNOTATION, actors=[person]))[0].letters == []
    own = msgspec.structs.replace(UN, name="UN", aliases=[])
    assert article_appearances(msgspec.structs.replace(ANNOTATION, actors=[own]))[0].letters == []


@pytest.mark.parametrize(("asides", "expected"), [(False, [0]), (True, [0, 3])])
def test_the_quotes_of_an_actor(asides: bool, expected: list[int]) -> None:
    assert quote_indices_by(ANNOTATION, ANN, asides=asides) == expected


@pytest.mark.parametrize(("asides", "expected"), [(False, [1, 5]), (True, [1, 2, 5])])
def test_the_quotes_of_others_that_mention_an_actor(asides: bool, expected: list[int]) -> None:
    assert quote_indices_about(ANNOTATION, ANN, asides=asides) == expected
