"""The lexicon is whole, and each of its names leads somewhere."""

from __future__ import annotations

import tomllib

import pytest

from onrecord.annotation.lexicon import DATA_FOLDER, load_lexicon
from onrecord.annotation.lexicon.lexicon import EntryKind
from onrecord.base.name_keys import name_key


@pytest.mark.parametrize(
    ("name", "kind", "actor"),
    [
        ("Ukraine", "country", "Ukraine"),
        ("the U.S.", "country", "United States"),
        ("Burma", "country", "Myanmar"),
        ("Côte d’Ivoire", "country", "Ivory Coast"),
        ("Kyiv", "capital", "Ukraine"),
        ("Kiev", "capital", "Ukraine"),
        ("Bonn", "capital", "Germany"),
        ("Dutch", "demonym", "Netherlands"),
        ("Spaniards", "demonym", "Spain"),
        ("the Kremlin", "seat", "Russia"),
        ("Élysée Palace", "seat", "France"),
        ("Elysee Palace", "seat", "France"),
        ("Downing Street", "seat", "United Kingdom"),
        ("IMF", "organisation", "International Monetary Fund"),
        ("Le Figaro", "press", "Le Figaro"),
        ("Donbas", "region", "Donbas"),
        ("Crimea", "place", "Crimea"),
    ],
)
def test_a_name_leads_to_its_actor(name: str, kind: EntryKind, actor: str) -> None:
    entry = load_lexicon().find(name, kind)
    assert entry is not None
    assert entry.actor == actor


@pytest.mark.parametrize("word", ["us", "is", "who", "time", "gazelle", ""])
def test_ordinary_words_are_no_abbreviations(word: str) -> None:
    assert load_lexicon().find(word, "country", "organisation") is None


def test_countries_are_whole() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.country_names) > 200
    entries = [entry for entries in lexicon.entries.values() for entry in entries]
    assert {
        entry.actor for entry in entries if entry.kind in ("country", "capital", "demonym")
    } <= lexicon.country_names


def test_every_seat_has_an_owner_and_a_source() -> None:
    lexicon = load_lexicon()
    seats = tomllib.loads((DATA_FOLDER / "seats.toml").read_text(encoding="utf-8"))["seat"]
    names = [name for seat in seats for name in seat["names"]]
    assert len(names) > 150
    assert len(names) == len(set(names))
    assert all(seat["source"] for seat in seats)
    organisations = {
        entry.actor for entries in lexicon.entries.values() for entry in entries if entry.kind == "organisation"
    }
    assert {seat["of"] for seat in seats} <= lexicon.country_names | organisations


def test_no_demonym_belongs_to_two_countries_by_name() -> None:
    claims: dict[str, set[str]] = {}
    for name, entries in load_lexicon().entries.items():
        owners = {entry.actor for entry in entries if entry.kind == "demonym"}
        if len(owners) > 1:
            claims[name] = owners
    assert set(claims) == {"congolese", "channel islander"}


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Angela", "female"), ("Emmanuel", "male"), ("Sergei", "male"), ("Taylor", None), ("Xq", None)],
)
def test_first_names_tell_the_gender_where_it_is_sure(name: str, gender: str | None) -> None:
    assert load_lexicon().gender(name) == gender


def test_keys_ignore_what_does_not_distinguish() -> None:
    assert name_key("The  U.S.’s") == name_key("US") == "us"
    assert name_key("Nariño") == "narino"
    assert name_key("the") == "the"
