"""Names of people: which of them may belong to one person, and what they tell of him."""

from __future__ import annotations

import re
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from onrecord.annotation.lexicon.lexicon import Gender, load_lexicon
from onrecord.base.name_keys import PersonName, compatible, parse

__all__ = [
    "MISSPELLING_RATIO",
    "MISSPELLING_RATIO_IN_ROLE",
    "PersonName",
    "compatible",
    "gender_of",
    "matches_first_name",
    "matches_surname",
    "may_be_misspelt",
    "parse",
    "phonetic_key",
]

# Endings of Slavic surnames tell the bearer's gender.
_FEMALE_ENDING = re.compile(r".{2,}(?:ova|eva|ina|skaya|skaia|tskaya|ska|cka|ová)$")
_SPELLINGS = (
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
"""How German, French and Polish write sounds of foreign names, and how English does."""

_MALE_ENDING = re.compile(r".{2,}(?:ov|ev|sky|skyi|skiy|skii|ski|cki)$")

MISSPELLING_RATIO = 85
"""rapidfuzz's ratio from which two names are one name misspelt, when nothing else speaks for it."""
MISSPELLING_RATIO_IN_ROLE = 60
"""The same for two who bear the same title."""


def matches_surname(short: PersonName, full: PersonName) -> bool:
    """Whether somebody with this full name may be called by this one word: his last name, or his last two."""
    return not short.is_full and full.is_full and short.last in full.surnames


def matches_first_name(short: PersonName, full: PersonName) -> bool:
    """Whether the one word is his first name."""
    return not short.is_full and full.is_full and short.last == full.first and len(short.last) > 2


def gender_of(name: str) -> Gender | None:
    """The gender that a name tells: by its first name, or by the ending of a Slavic surname."""
    parts = parse(name)
    known = load_lexicon()
    first = parts.first.split("-")
    if len(first) > 1 and first[0] in known["either"]:  # Jean-Claude
        first = first[1:]
    if parts.is_full and (gender := known.gender(first[0])):
        return gender
    if _FEMALE_ENDING.match(parts.last):
        return "female" if parts.is_full else None
    if _MALE_ENDING.match(parts.last):
        return "male" if parts.is_full else None
    return None


@lru_cache(maxsize=1 << 12)
def phonetic_key(name: str) -> str:
    """How a last name sounds, however it was put into our letters: its key in Metaphone (Philips 1990)."""
    for foreign, english in _SPELLINGS:
        name = name.replace(foreign, english)
    return metaphone(name)


def may_be_misspelt(one: str, other: str, *, same_role: bool) -> bool:
    """Whether a last name may be another one misspelt or misheard. Both are keys.

    Names that sound alike are near only for two who bear the same title. The Kovacses are no misspelt Kovacs.
    """
    if min(len(one), len(other)) < 4 or one in (other, f"{other}s", f"{other}es"):
        return False
    if same_role:
        return fuzz.ratio(one, other) >= MISSPELLING_RATIO_IN_ROLE or phonetic_key(one) == phonetic_key(other)
    return fuzz.ratio(one, other) >= MISSPELLING_RATIO and JaroWinkler.similarity(one, other) >= 0.9
