"""Names of organisations: which of them are one's full name, short form and abbreviation."""

from __future__ import annotations

import re

from onrecord.annotation.lexicon.lexicon import load_lexicon
from onrecord.base.name_keys import abbreviation_letters, stem

_SMALL = frozenset("of the for and in on to a an de la et des du & et".split())


def organisation_key(name: str) -> str:
    """The name of the known organisation behind a name, else its stem."""
    entry = load_lexicon().find(name, "organisation", "press")
    return entry.actor if entry else stem(name)


def short_forms(name: str) -> frozenset[str]:
    """By what an organisation may be called for short: its first letters, its first or its last words.

    ``Consumer Financial Protection Bureau`` may be CFPB, ``Gannett Co.`` gannett, ``National Guard`` guard.
    """
    words = [word for word in re.split(r"[\s-]+", name) if word]
    initials = "".join(word[0] for word in words if word[0].isalpha()).upper()
    capitals = "".join(word[0] for word in words if word.lower() not in _SMALL and word[0].isupper())
    parts = stem(name).split()
    begins = {
        " ".join(parts[:n])
        for n in range(1, len(parts))
        if parts[n] not in _SMALL and parts[0] not in load_lexicon()["suffixes"]
    }
    ends = {
        " ".join(parts[n:]) for n in range(1, len(parts)) if parts[n - 1] not in _SMALL and parts[n] not in _SMALL
    }
    letters = {initials, capitals} if len(words) > 1 else set()
    return frozenset(begins | ends | letters)


def as_short_form(name: str) -> frozenset[str]:
    """How a name would stand among the short forms of another."""
    if letters := abbreviation_letters(name):
        return frozenset({letters})
    return frozenset() if _is_place_or_demonym(name) else frozenset({stem(name)})


def _is_place_or_demonym(name: str) -> bool:
    return load_lexicon().find(name, "country", "capital", "demonym", "region", "place") is not None
