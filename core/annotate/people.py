"""Names of people: what their parts are, and which of them may belong to one person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from core.annotate.lexicon import Gender, key, lexicon

_GENERATION = re.compile(r"(?:jr|sr|ii|iii|iv|junior|senior)\.?", re.IGNORECASE)
_PARTICLES = frozenset(
    "al el bin ibn ben abu von van de der den di da del della dos das du la le mc mac ter zu af st bint y".split()
)
# Endings of Slavic surnames tell the bearer's gender.
_FEMALE_ENDING = re.compile(r".{2,}(?:ova|eva|ina|skaya|skaia|tskaya|ska|cka|ová)$")
_MALE_ENDING = re.compile(r".{2,}(?:ov|ev|sky|skyi|skiy|skii|ski|cki)$")

NEAR = 85
"""rapidfuzz's ratio from which two names are one name misspelt, when nothing else speaks for it."""
NEAR_IN_ROLE = 60
"""The same for two who bear the same title."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, each as its ``key``: ``first`` and ``middle`` may be empty, ``last`` never is."""

    first: str
    middle: tuple[str, ...]
    last: str
    generation: str = ""

    @property
    def is_full(self) -> bool:
        """Whether it has a first name beside the last."""
        return bool(self.first)


def parse(name: str) -> PersonName:
    """The parts of a name: ``Hans-Dietrich von der Tann Jr.`` → hans-dietrich, , von der tann, jr."""
    words = [word for word in (key(part.strip(",")) for part in name.split()) if word]
    generation = ""
    if len(words) > 1 and _GENERATION.fullmatch(words[-1]):
        generation = words.pop()
    if len(words) < 2:
        return PersonName("", (), words[0] if words else "", generation)
    at = len(words) - 1
    while at > 0 and words[at - 1] in _PARTICLES:
        at -= 1
    if at == 0:  # a surname with its particle alone: de Blasio
        return PersonName("", (), " ".join(words), generation)
    return PersonName(words[0], tuple(words[1:at]), " ".join(words[at:]), generation)


def compatible(one: PersonName, other: PersonName) -> bool:
    """Whether two full names may be one person's: the same last name, no first or middle names that differ."""
    if not _same_last(one, other) or not _alike(one.first, other.first):
        return False
    if one.generation and other.generation and one.generation != other.generation:
        return False
    return all(_alike(a, b) for a, b in zip(one.middle, other.middle, strict=False))


def called(short: PersonName, full: PersonName) -> bool:
    """Whether somebody with this full name may be called by this one word: his last name, or his last two."""
    if short.is_full or not full.is_full:
        return False
    lasts = {full.last, full.last.split()[-1], " ".join((*full.middle, full.last))}
    return short.last in lasts


def familiar(short: PersonName, full: PersonName) -> bool:
    """Whether the one word is his first name."""
    return not short.is_full and full.is_full and short.last == full.first and len(short.last) > 2


def gender_of(name: str) -> Gender | None:
    """The gender that a name tells: by its first name, or by the ending of a Slavic surname."""
    parts = parse(name)
    if parts.is_full and (gender := lexicon().gender(parts.first.split("-")[0])):
        return gender
    if _FEMALE_ENDING.match(parts.last):
        return "female" if parts.is_full else None
    if _MALE_ENDING.match(parts.last):
        return "male" if parts.is_full else None
    return None


def near(one: str, other: str, *, same_role: bool) -> bool:
    """Whether a last name may be another one misspelt or misheard. Both are keys."""
    if min(len(one), len(other)) < 4 or one == other:
        return False
    if same_role:
        return fuzz.ratio(one, other) >= NEAR_IN_ROLE
    return fuzz.ratio(one, other) >= NEAR and JaroWinkler.similarity(one, other) >= 0.9


def _same_last(one: PersonName, other: PersonName) -> bool:
    return one.last == other.last or one.last.split()[-1] == other.last.split()[-1]


def _alike(one: str, other: str) -> bool:
    if not one or not other or one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) == 1 and longer.startswith(shorter)
