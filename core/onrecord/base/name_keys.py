"""Keys by which names are compared, and the parts of a person's name. Nothing is looked up in a lexicon."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_POSSESSIVE = re.compile(r"['’‘]s?$")
_DROPPED = re.compile(r"[.,]")
_GENERATION = re.compile(r"(?:jr|sr|ii|iii|iv|junior|senior)\.?", re.IGNORECASE)
_SHORT = {"junior": "jr", "senior": "sr"}
_LEGAL = re.compile(
    r"(?:,? (?:inc|corp|corporation|co|company|ltd|limited|plc|llc|llp|gmbh|ag|sa|spa|nv|bv|oy|ab|group|"
    r"holdings?))+$"
)
_PARTICLES = frozenset(
    "al el bin ibn ben abu von van vander vanden de der den di da del della dos das du la le mc mac ter zu af st "
    "bint y".split()
)

_FIRST = frozenset({"al", "ben"})
"""Particles that are first names where they begin a name: ``Al``, ``Ben``."""


def fold(text: str) -> str:
    """Return a name without case and accents, to compare whole names such as tags."""
    return " ".join(without_accents(text.casefold()).split())


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """Return a name as it is compared: no case, accents, points, leading ``the`` or closing possessive."""
    plain = without_accents(name.replace("’", "'").replace("‑", "-")).casefold()
    plain = _DROPPED.sub("", _POSSESSIVE.sub("", " ".join(plain.split())))
    return plain.removeprefix("the ") or plain


def without_accents(text: str) -> str:
    """Return a text decomposed by Unicode's compatibility forms, without its combining marks."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def abbreviation_letters(name: str) -> str:
    """Return the capitals of a name that abbreviates another, ``UN`` for ``U.N.``; empty for other names."""
    letters = name.replace(".", "")
    return letters if 2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha() else ""


def organisation_stem(name: str) -> str:
    """Return the key of an organisation's name without its legal form: ``acme`` for ``Acme Inc.``."""
    plain = name_key(name)
    return _LEGAL.sub("", plain) or plain


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, each as its ``name_key``; all but ``last`` may be empty."""

    first: str
    middle: tuple[str, ...]
    last: str
    generation: str = ""

    @property
    def is_full(self) -> bool:
        """Whether it has a first name beside the last."""
        return bool(self.first)

    @property
    def surnames(self) -> frozenset[str]:
        """What may stand for the name alone: its last name, the last word of it, or all but the first name."""
        return frozenset({self.last, self.last.split()[-1], " ".join((*self.middle, self.last))})


@lru_cache(maxsize=1 << 14)
def parse_person_name(name: str) -> PersonName:
    """Return the parts of a name: ``Hans-Dietrich von der Tann Jr.`` → hans-dietrich, , von der tann, jr."""
    words = [word for word in (name_key(part.strip(",")) for part in name.split()) if word]
    generation = ""
    if len(words) > 1 and _GENERATION.fullmatch(words[-1]):
        generation = _SHORT.get(words[-1], words[-1])
        words.pop()
    if len(words) < 2:
        return PersonName("", (), words[0] if words else "", generation)
    at = len(words) - 1
    while at > 0 and words[at - 1] in _PARTICLES:
        at -= 1
    if at == 0 and words[0] in _FIRST:
        at = 1
    if at == 0:  # a surname with its particle alone: de Blasio
        return PersonName("", (), " ".join(words), generation)
    return PersonName(words[0], tuple(words[1:at]), " ".join(words[at:]), generation)


def is_particle(word: str) -> bool:
    """Return whether a word may stand before a surname as part of it: ``von``, ``al``, ``Van``."""
    return name_key(word) in _PARTICLES


def may_be_same_person(first: PersonName, second: PersonName) -> bool:
    """Return whether two full names may be one person's: the same last name, no first or middle names that differ.

    Only those with a namesake are called senior; a junior, or the third, is often named without it.
    """
    if not _have_same_surname(first, second) or not may_be_same_given_name(first.first, second.first):
        return False
    generations = {first.generation, second.generation}
    if len(generations) > 1 and ("sr" in generations or "" not in generations):
        return False
    return all(may_be_same_given_name(a, b) for a, b in zip(first.middle, second.middle, strict=False))


def may_be_same_given_name(first: str, second: str) -> bool:
    """Return whether two given names may be one: the same, one the initial of the other, or one empty."""
    if not first or not second or first == second:
        return True
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) == 1 and longer.startswith(shorter)


def _have_same_surname(first: PersonName, second: PersonName) -> bool:
    return first.last == second.last or first.last.split()[-1] == second.last.split()[-1]
