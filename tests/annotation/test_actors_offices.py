"""Abbreviations of offices."""

from __future__ import annotations

import pytest
from actors_by_hand import make_registry
from docs_by_hand import doc_of_columns

from onrecord.annotation.actors.offices import merge_abbreviated_offices

PERSON = "Ann Berg"


def names_of(text: str, abbreviation: str = "PRO", *, people: tuple[str, ...] = (PERSON,)) -> list[str]:
    """Return the names of the actors that are left."""
    registry = make_registry(
        doc_of_columns(text.split(" ")), {**dict.fromkeys(people, "person"), abbreviation: "organisation"}
    )
    merge_abbreviated_offices(registry)
    return sorted(cluster.name for cluster in registry.clusters)


@pytest.mark.parametrize(
    "office",
    [
        "Public Relations Officer",
        "The City Public Relations Officer ,",
        "Public Relations Officer , DSP",
        "Public and Relations Officer",
        "Public Relations Officer ( PRO ) ,",
    ],
)
def test_who_has_the_office_is_meant_by_its_abbreviation(office: str) -> None:
    assert names_of(f"{office} {PERSON} spoke . The PRO added .") == [PERSON]


@pytest.mark.parametrize(
    "words",
    [
        "Public Relations Office ,",
        "Public Relations Officer for trade ,",
        "Public Affairs Officer ,",
    ],
)
def test_other_words_before_the_name_are_not_the_office(words: str) -> None:
    assert names_of(f"The old {words} {PERSON} spoke . The PRO added .") == [PERSON, "PRO"]


def test_of_two_holders_none_is_meant() -> None:
    text = f"Public Relations Officer {PERSON} met Public Relations Officer Carl Dahl . The PRO added ."
    assert names_of(text, people=(PERSON, "Carl Dahl")) == [PERSON, "Carl Dahl", "PRO"]


@pytest.mark.parametrize("abbreviation", ["RO", "Pro", "P1O"])
def test_other_words_are_no_abbreviation(abbreviation: str) -> None:
    text = f"Public Relations Officer {PERSON} spoke . The {abbreviation} added ."
    assert names_of(text, abbreviation) == [PERSON, abbreviation]
