"""Lookups in a lexicon: entries by kind, abbreviations, laws, cities and groups of words."""

from __future__ import annotations

import pytest

from onrecord.annotation.lexicon import Lexicon, LexiconEntry, load_lexicon
from onrecord.annotation.lexicon import lexicon as lexicon_module
from onrecord.base.name_keys import name_key


def lexicon_of(*entries: LexiconEntry, words: dict[str, str] | None = None) -> Lexicon:
    by_key: dict[str, list[LexiconEntry]] = {}
    for entry in entries:
        by_key.setdefault(name_key(entry.name), []).append(entry)
    groups = {group: frozenset(text.split()) for group, text in (words or {}).items()}
    return Lexicon(by_key, frozenset({"oslo"}), {"ann": "female"}, frozenset(), groups, frozenset())


GEORGIA = LexiconEntry("Georgia", "country", "Georgia")
STATE = LexiconEntry("Georgia", "place", "Georgia")
IMF = LexiconEntry("IMF", "organisation", "International Monetary Fund")
LONG = LexiconEntry("ABCDEFGHI", "organisation", "Alphabet")


def test_an_entry_is_found_by_kind_in_order() -> None:
    lexicon = lexicon_of(GEORGIA, STATE)
    assert lexicon.find("Georgia") is GEORGIA
    assert lexicon.find("georgia", "place", "region") is STATE
    assert lexicon.find("Georgia", "press") is None
    assert lexicon.find("Gorgia") is None
    assert lexicon.country("Georgia") == "Georgia"
    assert lexicon_of(STATE).country("Georgia") is None


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("IMF", IMF),
        ("the IMF", IMF),
        ("The IMF", IMF),
        (" IMF's ", IMF),
        ("imf", None),
        ("Imf", None),
        ("The imf", None),
    ],
)
def test_abbreviations_are_in_capitals(name: str, entry: LexiconEntry | None) -> None:
    assert lexicon_of(IMF).find(name) is entry


@pytest.mark.parametrize(
    ("name", "expected"), [("ABCDEFGH", True), ("ABCDEFGHI", False), ("UN's", True), ("UN’", True), ("Un", False)]
)
def test_abbreviations_are_short(name: str, expected: bool) -> None:
    assert lexicon_module._is_abbreviation(name) is expected


def test_a_long_name_in_capitals_is_found_in_any_case() -> None:
    assert lexicon_of(LONG).find("Abcdefghi") is LONG


@pytest.mark.parametrize(
    ("name", "expected"), [("Treaty", True), ("Peace Treaty", True), ("Treaty Bank", False), ("Entreaty", False)]
)
def test_laws_end_with_a_word_for_laws(name: str, expected: bool) -> None:
    assert lexicon_of(words={"laws": "treaty"}).is_law(name) is expected


def test_cities_and_first_names() -> None:
    lexicon = lexicon_of()
    assert lexicon.is_city("Oslo")
    assert not lexicon.is_city("Bergen")
    assert lexicon.gender("Ann.") == "female"
    assert lexicon.gender("Anna") is None


def test_abbreviations_of_places_lead_to_the_name_before() -> None:
    entries = lexicon_module._place_entries("Ohio|Oregon|Ore.\n Texas |\n", "place")
    assert [(entry.name, entry.actor) for entry in entries] == [
        ("Ohio", "Ohio"),
        ("Oregon", "Oregon"),
        ("Ore.", "Oregon"),
        ("Texas", "Texas"),
    ]


def test_groups_of_words() -> None:
    assert "minister" in load_lexicon()["titles"]
    assert "Time" in load_lexicon().ambiguous
    with pytest.raises(KeyError):
        load_lexicon()["ambiguous"]
