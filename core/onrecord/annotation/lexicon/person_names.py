"""Names of persons: which may belong to one person, and which gender they tell."""

from __future__ import annotations

import re
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from onrecord.annotation.lexicon.lexicon import Gender, load_lexicon
from onrecord.base.name_keys import PersonName, parse_person_name

# Endings of Slavic surnames, which tell the bearer's gender.
_FEMALE_ENDING = re.compile(r".{2,}(?:ova|eva|ina|skaya|skaia|tskaya|ska|cka|ová)$")
_MALE_ENDING = re.compile(r".{2,}(?:ov|ev|sky|skyi|skiy|skii|ski|cki)$")

_ENGLISH_SPELLINGS = (
    ("dsch", "j"),
    ("tsch", "ch"),
    ("tch", "ch"),
    ("sch", "sh"),
    ("sz", "sh"),
    ("cz", "ch"),
    ("kh", "h"),
    ("ou", "u"),
    ("j", "y"),
    ("w", "v"),
)
"""How German, French and Polish write the sounds of foreign names, and how English does."""

MISSPELLING_RATIO = 85
"""rapidfuzz's ratio from which one name may be another misspelt, if nothing else suggests it."""
MISSPELLING_RATIO_IN_ROLE = 60
"""The same for two who bear the same title."""
_MISSPELLING_SIMILARITY = 0.9
"""Jaro and Winkler's similarity that such names need besides."""
_MIN_MISSPELT = 4


def matches_surname(short: PersonName, full: PersonName) -> bool:
    """Return whether a single word may be the surname of somebody with this full name, or the last part of it."""
    return not short.is_full and full.is_full and short.last in full.surnames


def matches_first_name(short: PersonName, full: PersonName) -> bool:
    """Return whether a single word is the first name of somebody with this full name."""
    return not short.is_full and full.is_full and short.last == full.first and len(short.last) > 1


def matches_middle_name(short: PersonName, full: PersonName) -> bool:
    """Return whether a single word is the first of two surnames: ``Sanz`` for ``Ana Sanz Prieto``."""
    last_words = short.last.split()
    return not short.is_full and full.is_full and last_words[-1] in (*full.middle, *full.last.split()[:-1])


def gender_of(name: str) -> Gender | None:
    """Return the gender that a full name tells by its first name, or by the ending of a Slavic surname."""
    parts = parse_person_name(name)
    if not parts.is_full:
        return None
    lexicon = load_lexicon()
    first_names = parts.first.split("-")
    if len(first_names) > 1 and first_names[0] in lexicon["either"]:  # Jean-Claude
        first_names = first_names[1:]
    if gender := lexicon.gender(first_names[0]):
        return gender
    if _FEMALE_ENDING.match(parts.last):
        return "female"
    return "male" if _MALE_ENDING.match(parts.last) else None


@lru_cache(maxsize=1 << 12)
def phonetic_key(name: str) -> str:
    """Return how a surname sounds, however it was transcribed: its key in Metaphone (Philips 1990)."""
    for foreign, english in _ENGLISH_SPELLINGS:
        name = name.replace(foreign, english)
    return metaphone(name)


def may_be_spelled_otherwise(name: PersonName, other: PersonName) -> bool:
    """Return whether two full names are one person's, each part the same or nearly so.

    So are ``Sulaiman Ngurore`` and ``Suleiman Ngorure``. Two given names that are both known are of two people,
    unless they sound the same and are borne by the same gender.
    """
    if (name.first, name.last) == (other.first, other.last):
        return False
    lexicon = load_lexicon()
    genders = {lexicon.gender(name.first), lexicon.gender(other.first)}
    sound_alike = phonetic_key(name.first) == phonetic_key(other.first)
    if None not in genders and not (sound_alike and len(genders) == 1):
        return False
    return all(
        part == other_part or sounds_alike(part, other_part) or may_be_misspelt(part, other_part, same_role=False)
        for part, other_part in ((name.first, other.first), (name.last, other.last))
    )


def sounds_alike(name: str, other: str) -> bool:
    """Return whether two names of some length begin alike, sound the same, and have most letters in common."""
    return (
        min(len(name), len(other)) >= _MIN_MISSPELT
        and name[:1] == other[:1]
        and fuzz.ratio(name, other) >= MISSPELLING_RATIO_IN_ROLE
        and phonetic_key(name) == phonetic_key(other)
    )


def may_be_misspelt(surname: str, other_surname: str, *, same_role: bool) -> bool:
    """Return whether one surname may be another misspelt or misheard.

    A plural is no misspelling: the Kovacses are the family of Kovacs.

    Args:
        surname: The key of the one.
        other_surname: The key of the other.
        same_role: Whether their bearers have the same title; then a lower ratio or the same sound is enough.
    """
    is_plural = surname in (other_surname, f"{other_surname}s", f"{other_surname}es")
    if is_plural or min(len(surname), len(other_surname)) < _MIN_MISSPELT:
        return False
    ratio = fuzz.ratio(surname, other_surname)
    if same_role:
        return ratio >= MISSPELLING_RATIO_IN_ROLE or phonetic_key(surname) == phonetic_key(other_surname)
    similarity = JaroWinkler.similarity(surname, other_surname)
    return ratio >= MISSPELLING_RATIO and similarity >= _MISSPELLING_SIMILARITY
