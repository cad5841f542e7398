"""The colours, groups, ranks and initials of actors and entities."""

from __future__ import annotations

import pytest

from onrecord.base.records import Actor, Annotation, Attribution
from onrecord.tui.text.actor_colours import (
    SPEAKER_DARK,
    SPEAKER_LIGHT,
    actor_ranks,
    entity_group,
    initials,
    speaker_colour,
)


def actor(name: str, id: str = "a1") -> Actor:
    return Actor(id=id, name=name, type="person")


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("PERSON", "person"),
        ("ORG", "organisation"),
        ("GPE", "place"),
        ("LOC", "place"),
        ("FAC", "place"),
        ("NORP", "group"),
        ("DATE", "other"),
        ("person", "other"),
    ],
)
def test_labels_have_five_groups(label: str, group: str) -> None:
    assert entity_group(label) == group


@pytest.mark.parametrize(("rank", "index"), [(0, 0), (7, 7), (8, 0), (17, 1)])
def test_colours_repeat_after_the_eighth_actor(rank: int, index: int) -> None:
    assert speaker_colour(rank, dark=True) == SPEAKER_DARK[index]
    assert speaker_colour(rank, dark=False) == SPEAKER_LIGHT[index]
    assert len(set(SPEAKER_DARK)) == len(set(SPEAKER_LIGHT)) == 8


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Volodymyr Zelensky", "VZ"),
        ("Ursula von der Leyen", "UL"),
        ("Jean-Luc Picard", "JP"),
        ("NATO", "NAT"),
        ("EU", "EU"),
        ("Russia", "Ru"),
        ("Kremlin spokesman", "Kr"),
        ("the minister", "TM"),
        ("officials", "of"),
        ("“Ada” Orlova", "Or"),
        ("?!", "?!"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(actor(name)) == letters


def test_ranks_count_from_the_actor_who_speaks_most() -> None:
    said = [
        Attribution(source=[], cue=[], content=[(at, at + 1)], kind="direct", speaker=[speaker])
        for at, speaker in enumerate(["b", "b", "a"])
    ]
    actors = [actor("Ada", "a"), actor("Ben", "b"), actor("Cy", "c")]
    assert actor_ranks(Annotation(actors=actors, attributions=said)) == {"b": 0, "a": 1, "c": 2}
