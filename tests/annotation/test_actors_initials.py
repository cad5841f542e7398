"""Initials that label the lines of an interview."""

from __future__ import annotations

import pytest
from actors_by_hand import cluster_named, make_registry
from docs_by_hand import doc_of_columns

from onrecord.annotation.actors.initials import merge_initials
from onrecord.annotation.actors.registry import ActorRegistry
from onrecord.base.records import ActorType

LINES = "\n\n AB : Why ? \n\n CD : So . \n\n AB : When ?"
BOTH: dict[str, ActorType] = {"Ann Berg": "person", "Carl Dahl": "person"}


def registry_of(text: str, actors: dict[str, ActorType]) -> ActorRegistry:
    registry = make_registry(doc_of_columns(text.replace("\n\n", "¶").split(" ")), {})
    words = [token.text.replace("¶", "\n\n") for token in registry.doc]
    return make_registry(doc_of_columns(words), actors)


def names_at_labels(registry: ActorRegistry, label: str = "AB") -> list[str | None]:
    clusters = [registry.cluster_at(token.i) for token in registry.doc if token.text == label]
    return [cluster.name if cluster else None for cluster in clusters]


def test_initials_refer_to_the_person_whose_name_has_them() -> None:
    registry = registry_of(f"Ann Berg met Carl Dahl . {LINES}", BOTH)
    merge_initials(registry)
    assert names_at_labels(registry) == ["Ann Berg", "Ann Berg"]
    assert cluster_named(registry, "Ann Berg").names["AB"] == 2


def test_initials_must_label_two_lines() -> None:
    registry = registry_of(f"Ann Berg met Carl Dahl . {LINES}", BOTH)
    merge_initials(registry)
    assert names_at_labels(registry, "CD") == [None]


@pytest.mark.parametrize(
    ("introduction", "name"),
    [
        ("Ann Berg met Adam Boe .", None),
        ("Ann Berg met Adam Boe ( AB ) .", "Adam Boe"),
        ("Ann Berg met Adam Boe ( CB ) .", None),
        ("Ann Maria Berg spoke .", "Ann Maria Berg"),
        ("Ann Maria Cox spoke .", None),
        ("Ann van Berg spoke .", "Ann van Berg"),
    ],
)
def test_only_one_person_may_have_them(introduction: str, name: str | None) -> None:
    people = ("Ann Berg", "Adam Boe", "Ann Maria Berg", "Ann Maria Cox", "Ann van Berg")
    actors: dict[str, ActorType] = {person: "person" for person in people if person in introduction}
    registry = registry_of(f"{introduction} {LINES}", actors)
    merge_initials(registry)
    assert names_at_labels(registry)[-2:] == [name, name]


@pytest.mark.parametrize("label", ["Ab", "A", "ABCDE", "A1"])
def test_other_words_are_no_initials(label: str) -> None:
    registry = registry_of(f"Ann Berg spoke . {LINES.replace('AB', label)}", {"Ann Berg": "person"})
    merge_initials(registry)
    assert set(names_at_labels(registry, label)) == {None}


@pytest.mark.parametrize("lines", [LINES.replace(":", ","), LINES.replace("\n\n", "and")])
def test_only_the_first_word_of_a_line_before_a_colon_is_a_label(lines: str) -> None:
    registry = registry_of(f"Ann Berg spoke . {lines}", {"Ann Berg": "person"})
    merge_initials(registry)
    assert set(names_at_labels(registry)) == {None}


def test_an_actor_of_that_name_is_merged_into_the_person() -> None:
    registry = registry_of(f"Ann Berg spoke . {LINES}", {"Ann Berg": "person", "AB": "organisation"})
    merge_initials(registry)
    assert [cluster.name for cluster in registry.clusters] == ["Ann Berg"]
    assert names_at_labels(registry) == ["Ann Berg", "Ann Berg"]
