"""Which parts of an annotation each layer marks, and what stands at an offset."""

from __future__ import annotations

import pytest

from onrecord.base.records import DOUBTFUL, Actor, Annotation, Attribution, Entity, UnnamedSource
from onrecord.tui.text.annotation_layers import LAYERS, AnnotationLayers
from onrecord.tui.text.highlighting import Mark

# Ada speaks (0–20) and is mentioned twice; Ben believes (30–40); an official, unnamed, says doubtfully (50–60).
ADA = Actor(id="a", name="Ada Orlova", type="person", mentions=[(24, 27), (70, 80)])
BEN = Actor(id="b", name="Ben", type="person", mentions=[(72, 75)])
OFFICIAL = UnnamedSource(id="u", name="an official", mentions=[(61, 70)])
SPEECH = Attribution(source=[(24, 27)], cue=[(21, 23)], content=[(0, 10), (12, 20)], kind="direct", speaker=["a"])
BELIEF = Attribution(
    source=[(41, 44)], cue=[(45, 49)], content=[(30, 40)], kind="indirect", speaker=["b"], cue_type="belief"
)
DOUBT = Attribution(source=[], cue=[], content=[(50, 60)], kind="mixed", confidence=DOUBTFUL - 0.01, unnamed="u")
INNER = Attribution(source=[], cue=[], content=[(14, 18)], kind="direct", speaker=["b", "a"])
NO_CONTENT = Attribution(source=[(90, 92)], cue=[(93, 95)], content=[], kind="direct", speaker=["a"])
ENTITIES = [
    Entity(span=(24, 27), label="PERSON"),
    Entity(span=(52, 55), label="GPE"),
    Entity(span=(0, 4), label="DATE"),
]


def layers(*attributions: Attribution) -> AnnotationLayers:
    quotes = list(attributions or (DOUBT, SPEECH, BELIEF, INNER, NO_CONTENT))
    return AnnotationLayers(
        Annotation(attributions=quotes, actors=[ADA, BEN], unnamed=[OFFICIAL], entities=ENTITIES)
    )


def quote_marks(
    marks: AnnotationLayers, layer: str, actor: str | None = None, *, asides: bool = False
) -> list[tuple[str, int]]:
    quotes = ("quote", "doubtful", "aside", "own")
    return [(mark.kind, mark.start) for mark in marks.marks(layer, actor, asides=asides) if mark.kind in quotes]


def test_quotes_stand_in_the_order_of_the_text_and_beliefs_come_on_request() -> None:
    assert layers().quotes(asides=False) == [1, 3, 0]
    assert layers().quotes(asides=True) == [1, 3, 2, 0]


@pytest.mark.parametrize(
    ("offset", "index"),
    [
        (0, 1),
        (9, 1),
        (10, None),
        (12, 1),
        (14, 3),
        (17, 3),
        (18, 1),
        (20, None),
        (22, 1),
        (24, 1),
        (27, None),
        (42, 2),
        (94, 4),
    ],
)
def test_the_quote_at_an_offset_is_the_innermost_by_content_cue_or_source(offset: int, index: int | None) -> None:
    assert layers().quote_at(offset) == index


@pytest.mark.parametrize(
    ("offset", "actor"),
    [(23, None), (24, "a"), (26, "a"), (27, None), (71, "a"), (72, "b"), (75, "a"), (80, None), (65, "u")],
)
def test_the_actor_at_an_offset_is_the_one_with_the_shortest_mention(offset: int, actor: str | None) -> None:
    assert layers().actor_at(offset) == actor


def test_the_speaker_is_the_first_one_with_a_rank() -> None:
    assert [layers().speaker(index) for index in range(4)] == [None, "a", "b", "b"]
    ranks = layers().ranks
    assert [layers().rank(index) for index in range(4)] == [-1, ranks["a"], ranks["b"], ranks["b"]]


def test_a_speaker_who_is_no_actor_is_passed_over() -> None:
    stranger = Attribution(source=[], cue=[], content=[(0, 5)], kind="direct", speaker=["x", "a"])
    assert layers(stranger).speaker(0) == "a"


def test_initials_are_made_visible() -> None:
    actor = Actor(id="a", name="\x1bda", type="person")
    assert AnnotationLayers(Annotation(actors=[actor])).initials == {"a": "␛d"}


def test_mentions_are_those_of_actors_and_without_any_those_of_entities() -> None:
    assert layers().mentions == [(24, 27), (70, 80), (72, 75)]
    assert AnnotationLayers(Annotation(entities=ENTITIES)).mentions == [(0, 4), (24, 27), (52, 55)]


def test_nothing_is_marked_in_the_layer_none() -> None:
    assert list(layers().marks("none", None)) == []
    assert list(layers().marks("none", "a", asides=True)) == []


def test_all_marks_entities_and_quotes_of_speech() -> None:
    marks = list(layers().marks("all", None))
    assert [(mark.kind, mark.start) for mark in marks[:3]] == [("person", 24), ("place", 52), ("other", 0)]
    assert quote_marks(layers(), "all") == [("doubtful", 50), ("quote", 0), ("quote", 12), ("quote", 14)]
    assert quote_marks(layers(), "all", asides=True)[3] == ("aside", 30)


def test_entities_alone() -> None:
    assert [mark.kind for mark in layers().marks("entities", None)] == ["person", "place", "other"]


def test_the_layer_of_quotes_has_beliefs_always_and_no_entities() -> None:
    marks = list(layers().marks("quotes", None))
    assert {mark.kind for mark in marks} == {"doubtful", "quote", "aside"}
    assert Mark(30, 40, "aside", layers().ranks["b"], 2) in marks


def test_the_layer_of_actors_marks_the_mentions_of_all_in_their_colours() -> None:
    ranks = layers().ranks
    marks = list(layers().marks("actor", None))
    assert sorted(marks, key=lambda mark: (mark.start, mark.end)) == [
        Mark(24, 27, "mention", ranks["a"]),
        Mark(70, 80, "mention", ranks["a"]),
        Mark(72, 75, "mention", ranks["b"]),
    ]


@pytest.mark.parametrize("layer", ["all", "actor"])
def test_of_a_selected_actor_mentions_and_quotes_are_marked(layer: str) -> None:
    rank = layers().ranks["a"]
    assert list(layers().marks(layer, "a")) == [
        Mark(24, 27, "mention", rank),
        Mark(70, 80, "mention", rank),
        Mark(0, 10, "own", rank, 1),
        Mark(12, 20, "own", rank, 1),
        Mark(14, 18, "own", rank, 3),
    ]


def test_of_a_selected_actor_the_layer_of_quotes_has_no_mentions() -> None:
    assert {mark.kind for mark in layers().marks("quotes", "a")} == {"own"}
    assert {mark.kind for mark in layers().marks("entities", "a")} == {"mention"}


def test_an_unnamed_source_has_marks_without_a_colour() -> None:
    assert list(layers().marks("all", "u")) == [Mark(61, 70, "mention", -1), Mark(50, 60, "doubtful", -1, 0)]


def test_a_quote_is_doubtful_below_the_limit_only() -> None:
    sure = Attribution(source=[], cue=[], content=[(50, 60)], kind="mixed", confidence=DOUBTFUL)
    assert quote_marks(layers(sure), "all") == [("quote", 50)]
    assert quote_marks(layers(DOUBT), "all") == [("doubtful", 50)]


def test_the_parts_of_the_quote_under_the_cursor() -> None:
    rank = layers().ranks["a"]
    assert list(layers().attribution_marks(1)) == [
        Mark(0, 10, "lit", rank, 1),
        Mark(12, 20, "lit", rank, 1),
        Mark(24, 27, "source", rank, 1),
        Mark(21, 23, "cue", rank, 1),
    ]
    assert list(layers().attribution_marks(None)) == []


def test_the_layers_in_the_order_in_which_a_key_shows_them() -> None:
    assert LAYERS == ("all", "entities", "quotes", "actor", "none")
