"""What is known before a text is read: countries and their seats, organisations, names, the words for people.

The data files beside this module say where they come from; ``countries.json``, ``cities.json`` and
``first_names.json`` are written by ``tools/build_lexicon.py``. Names are compared by their ``key``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from onrecord.base.name_keys import key

__all__ = ["DATA_FOLDER", "ENTITY_LABELS", "EntryKind", "Gender", "Lexicon", "LexiconEntry", "load_lexicon"]

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
"""What the lexicon knows of a name → its OntoNotes label."""


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One name of the lexicon: ``name`` as it is written, ``actor`` the actor behind it."""

    name: str
    kind: EntryKind
    actor: str


@dataclass(frozen=True)
class Lexicon:
    """The whole lexicon in memory. Sets of words are in lower case."""

    entries: dict[str, list[LexiconEntry]]
    cities: frozenset[str]
    genders: dict[str, Gender]
    ambiguous: frozenset[str]
    words: dict[str, frozenset[str]]
    country_names: frozenset[str]

    def find(self, name: str, *kinds: EntryKind) -> LexiconEntry | None:
        """The entry for a name as it stands in a text, of one of these kinds (none given: of any)."""
        bare = name.strip().removeprefix("the ").removeprefix("The ")
        for entry in self.entries.get(key(name), ()):
            if (not kinds or entry.kind in kinds) and (not _in_capitals(entry.name) or _in_capitals(bare)):
                return entry
        return None

    def country(self, name: str) -> str | None:
        """The country with this name."""
        entry = self.find(name, "country")
        return entry.actor if entry else None

    def is_city(self, name: str) -> bool:
        """Whether a large city is called so."""
        return key(name) in self.cities

    def is_law(self, name: str) -> bool:
        """Whether a law, a programme or a prize is called so, which newspapers write like a body's name."""
        plain = key(name)
        return plain in self["laws"] or (" " in plain and plain.rsplit(" ", 1)[1] in self["laws"])

    def gender(self, first_name: str) -> Gender | None:
        """The gender of those who bear this first name, where it is nearly always the same."""
        return self.genders.get(first_name.lower().strip("."))

    def __getitem__(self, group: str) -> frozenset[str]:
        """A set of words from words.toml, by its name there."""
        return self.words[group]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon, read once."""
    words = _toml("words.toml")
    ambiguous = frozenset(words.pop("ambiguous"))
    entries: dict[str, list[LexiconEntry]] = {}
    for entry in _entries():
        entries.setdefault(key(entry.name), []).append(entry)
    genders: dict[str, Gender] = {}
    first_names = _json("first_names.json")
    genders.update(dict.fromkeys(first_names["male"].split(), "male"))
    genders.update(dict.fromkeys(first_names["female"].split(), "female"))
    return Lexicon(
        entries=entries,
        cities=frozenset(key(city) for cities in _json("cities.json").values() for city in cities),
        genders=genders,
        ambiguous=ambiguous,
        words={group: frozenset(text.split()) for group, text in words.items()},
        country_names=frozenset(_json("countries.json")),
    )


def _entries() -> Iterator[LexiconEntry]:
    countries = _json("countries.json")
    for kind, group in (("country", "names"), ("capital", "capitals"), ("demonym", "demonyms")):
        for country, known in countries.items():
            yield from (LexiconEntry(name, kind, country) for name in known[group])  # type: ignore[arg-type]
    for seat in _toml("seats.toml")["seat"]:
        yield from (LexiconEntry(name, "seat", seat["of"]) for name in seat["names"])
    organisations = _toml("organisations.toml")
    for kind in ("organisation", "press"):
        for names in organisations[kind]:
            yield from (LexiconEntry(name, kind, names[0]) for name in names)  # type: ignore[arg-type]
    places = _toml("places.toml")
    for group, kind in (("GPE", "place"), ("LOC", "region")):
        of = ""
        for name in _listed(places[group]):
            of = of if name.endswith(".") else name
            yield LexiconEntry(name, kind, of)  # type: ignore[arg-type]


def _in_capitals(name: str) -> bool:
    return len(name) <= 8 and re.sub(r"['’]s?$", "", name).isupper()


def _listed(text: str) -> Iterable[str]:
    return (name.strip() for name in re.split(r"[|\n]", text) if name.strip())


def _json(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA_FOLDER / name).read_text(encoding="utf-8"))
    return content


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA_FOLDER / name).read_text(encoding="utf-8"))
