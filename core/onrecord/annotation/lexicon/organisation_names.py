"""Names of organisations: which full names, short forms and abbreviations may belong together."""

from __future__ import annotations

import re

from onrecord.annotation.lexicon.lexicon import load_lexicon
from onrecord.base.name_keys import abbreviation_letters, organisation_stem

_FUNCTION_WORDS = frozenset("of the for and in on to a an de la et des du & et".split())


def organisation_key(name: str) -> str:
    """Return what names of one organisation share: its name in the lexicon, else the stem of the name."""
    entry = load_lexicon().find(name, "organisation", "press")
    return entry.actor if entry else organisation_stem(name)


def short_forms(name: str) -> frozenset[str]:
    """Return what an organisation may be called for short: its initials, its first words or its last words.

    ``Consumer Financial Protection Bureau`` may be CFPB, ``Gannett Co.`` gannett, ``National Guard`` guard.
    Initials are in capitals, words are stems.
    """
    words = [word for word in re.split(r"[\s-]+", name) if word]
    all_initials = "".join(word[0] for word in words if word[0].isalpha()).upper()
    main_initials = "".join(word[0] for word in words if word.lower() not in _FUNCTION_WORDS and word[0].isupper())
    parts = organisation_stem(name).split()
    splits = range(1, len(parts))
    suffixes = load_lexicon()["suffixes"]
    beginnings = {
        " ".join(parts[:at]) for at in splits if parts[at] not in _FUNCTION_WORDS and parts[0] not in suffixes
    }
    endings = {" ".join(parts[at:]) for at in splits if _FUNCTION_WORDS.isdisjoint((parts[at - 1], parts[at]))}
    initials = {all_initials, main_initials} if len(words) > 1 else set()
    return frozenset(beginnings | endings | initials)


def as_short_form(name: str) -> frozenset[str]:
    """Return the form of a name to look up among ``short_forms``; none for the names of places and peoples."""
    if letters := abbreviation_letters(name):
        return frozenset({letters})
    return frozenset() if _is_place_or_demonym(name) else frozenset({organisation_stem(name)})


def _is_place_or_demonym(name: str) -> bool:
    return load_lexicon().find(name, "country", "capital", "demonym", "region", "place") is not None
