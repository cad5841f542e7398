"""Names and words that are known before a text is read.

SOURCES.md says where the data files beside this module come from; ``countries.json``, ``cities.json`` and
``first_names.json`` are written by ``tools/build_lexicon.py``. Names are compared by their ``name_key``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from onrecord.base.name_keys import name_key

DATA_FOLDER = Path(__file__).parent

Gender = Literal["male", "female"]
EntryKind = Literal["country", "capital", "demonym", "seat", "organisation", "press", "region", "place"]

ENTITY_LABELS: dict[EntryKind, str] = {
    "country": "GPE",
    "capital": "GPE",
    "demonym": "NORP",
    "seat": "ORG",
    "organisation": "ORG",
    "press": "ORG",
    "region": "LOC",
    "place": "GPE",
}
"""What a name stands for → its OntoNotes label."""

_MAX_ABBREVIATION = 8
"""Characters of the longest name that counts as an abbreviation, which a text has to write in capitals."""


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One name of the lexicon.

    Args:
        name: The name as it is written.
        kind: What it stands for.
        actor: The name of the actor behind it: the country of a capital, the owner of a seat.
    """

    name: str
    kind: EntryKind
    actor: str


@dataclass(frozen=True)
class Lexicon:
    """The whole lexicon in memory.

    Args:
        entries: The entries by the key of their name.
        cities: The keys of the names of large cities.
        genders: The gender of those who bear a first name, by the name in lower case.
        ambiguous: The names that are ordinary words too.
        words: The groups of words.toml by name; ``lexicon[group]`` for short.
        country_names: The names by which countries are shown.
    """

    entries: dict[str, list[LexiconEntry]]
    cities: frozenset[str]
    genders: dict[str, Gender]
    ambiguous: frozenset[str]
    words: dict[str, frozenset[str]]
    country_names: frozenset[str]

    def find(self, name: str, *kinds: EntryKind) -> LexiconEntry | None:
        """Return the entry for a name as a text writes it; None if there is none.

        Args:
            name: The name, with or without an article. It finds an abbreviation only if it is in capitals.
            kinds: The kinds of entries that are looked for; none for all.
        """
        bare_name = name.strip().removeprefix("the ").removeprefix("The ")
        for entry in self.entries.get(name_key(name), ()):
            is_kind = not kinds or entry.kind in kinds
            if is_kind and (not _is_abbreviation(entry.name) or _is_abbreviation(bare_name)):
                return entry
        return None

    def country(self, name: str) -> str | None:
        """Return the shown name of the country with this name."""
        entry = self.find(name, "country")
        return entry.actor if entry else None

    def is_city(self, name: str) -> bool:
        """Return whether a large city has this name."""
        return name_key(name) in self.cities

    def is_law(self, name: str) -> bool:
        """Return whether a law, a programme or a prize has this name, which looks like an organisation's."""
        folded = name_key(name)
        return folded in self["laws"] or (" " in folded and folded.rsplit(" ", 1)[1] in self["laws"])

    def gender(self, first_name: str) -> Gender | None:
        """Return the gender of those who bear a first name, where it is nearly always the same."""
        return self.genders.get(first_name.lower().strip("."))

    def __getitem__(self, group: str) -> frozenset[str]:
        """Return a group of words.toml by its name there."""
        return self.words[group]


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon, which is read once."""
    words = _read_toml("words.toml")
    ambiguous = frozenset(words.pop("ambiguous"))
    entries: dict[str, list[LexiconEntry]] = {}
    for entry in _entries():
        entries.setdefault(name_key(entry.name), []).append(entry)
    first_names = _read_json("first_names.json")
    genders: dict[str, Gender] = dict.fromkeys(first_names["male"].split(), "male")
    genders.update(dict.fromkeys(first_names["female"].split(), "female"))
    return Lexicon(
        entries=entries,
        cities=frozenset(name_key(city) for cities in _read_json("cities.json").values() for city in cities),
        genders=genders,
        ambiguous=ambiguous,
        words={group: frozenset(text.split()) for group, text in words.items()},
        country_names=frozenset(_read_json("countries.json")),
    )


def _entries() -> Iterator[LexiconEntry]:
    """Yield all entries, those that take precedence under the same key first."""
    countries = _read_json("countries.json")
    for field, kind in (("names", "country"), ("capitals", "capital"), ("demonyms", "demonym")):
        for country, names in countries.items():
            yield from (LexiconEntry(name, cast("EntryKind", kind), country) for name in names[field])
    for seat in _read_toml("seats.toml")["seat"]:
        yield from (LexiconEntry(name, "seat", seat["of"]) for name in seat["names"])
    organisations = _read_toml("organisations.toml")
    for kind in ("organisation", "press"):
        for names in organisations[kind]:
            yield from (LexiconEntry(name, cast("EntryKind", kind), names[0]) for name in names)
    places = _read_toml("places.toml")
    yield from _place_entries(places["GPE"], "place")
    yield from _place_entries(places["LOC"], "region")


def _place_entries(text: str, kind: EntryKind) -> Iterator[LexiconEntry]:
    """Yield the entries for names separated by ``|``; one with a full stop abbreviates the name before it."""
    full_name = ""
    for name in filter(None, (part.strip() for part in re.split(r"[|\n]", text))):
        full_name = full_name if name.endswith(".") else name
        yield LexiconEntry(name, kind, full_name)


def _is_abbreviation(name: str) -> bool:
    """Return whether a name is short and in capitals, but for a possessive ending."""
    return len(name) <= _MAX_ABBREVIATION and re.sub(r"['’]s?$", "", name).isupper()


def _read_json(file_name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA_FOLDER / file_name).read_text(encoding="utf-8"))
    return content


def _read_toml(file_name: str) -> dict[str, Any]:
    return tomllib.loads((DATA_FOLDER / file_name).read_text(encoding="utf-8"))
