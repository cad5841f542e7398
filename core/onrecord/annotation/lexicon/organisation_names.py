"""Names of organisations: which full names, short forms and abbreviations may belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.annotation.lexicon.lexicon import load_lexicon
from onrecord.base.name_keys import abbreviation_letters, organisation_stem

_FUNCTION_WORDS = frozenset("of the for and in on to a an de la et des du & et".split())

_LEAST_LETTERS, _MOST_LETTERS = 3, 8
"""How many letters abbreviations have that may be made of any letters of a name, not only the first."""


def organisation_key(name: str) -> str:
    """Return what names of one organisation share: its name in the lexicon, else the stem of the name."""
    entry = load_lexicon().find(name, "organisation", "press")
    return entry.actor if entry else organisation_stem(name)


def short_forms(name: str) -> frozenset[str]:
    """Return what an organisation may be called for short: its initials, its first words or its last words.

    ``Consumer Financial Protection Bureau`` may be CFPB, ``Gannett Co.`` gannett, ``National Guard`` guard. But
    ``Bank of Canada`` is complete, and no short form of ``Royal Bank of Canada``, as ``Department of Justice`` is
    of ``U.S. Department of Justice``. Initials are in capitals, words are stems.
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
    endings = {
        " ".join(parts[at:])
        for at in splits
        if _FUNCTION_WORDS.isdisjoint((parts[at - 1], parts[at]))
        and (_FUNCTION_WORDS.isdisjoint(parts[at:]) or _is_place_or_demonym(" ".join(words[:at])))
    }
    initials = {all_initials, main_initials} if len(words) > 1 else set()
    return frozenset(beginnings | endings | initials)


def abbreviates(short: str, full: str) -> bool:
    """Return whether a short name is made of letters of a full one, by the main words' first letters at least.

    So is ``BMO`` of ``Bank of Montreal``, ``Isis`` of ``Institute of Strategic and International Studies``, and
    ``CPA Canada`` of ``Chartered Professional Accountants of Canada``. The letters stand in the full name in the
    same order (Schwartz and Hearst 2003).
    """
    words = [word.casefold() for word in re.split(r"[\s-]+", full) if word]
    letters, *last_words = [word.casefold() for word in short.replace(".", "").split()] or [""]
    if last_words and words[-len(last_words) :] != last_words:
        return False
    words = words[: len(words) - len(last_words)]
    main_words = [word for word in words if word not in _FUNCTION_WORDS]
    return len(main_words) > 1 and len(letters) >= len(main_words) and _spells(letters, words)


def _spells(letters: str, words: Sequence[str]) -> bool:
    """Return whether letters are the first letters of words, in order, with others of the same words between.

    Function words may be left out.
    """
    if not words:
        return not letters
    word, *following = words
    if word in _FUNCTION_WORDS and _spells(letters, following):
        return True
    return letters[:1] == word[:1] and any(
        _is_subsequence(letters[1:end], word[1:]) and _spells(letters[end:], following)
        for end in range(1, len(letters) + 1)
    )


def _is_subsequence(letters: str, word: str) -> bool:
    remaining = iter(word)
    return all(letter in remaining for letter in letters)


def is_abbreviated(name: str) -> bool:
    """Return whether a name looks like an abbreviation, alone or before other words: ``BoC``, ``CPA Canada``."""
    first = name.replace(".", "").split()[0] if name.strip(". ") else ""
    return _LEAST_LETTERS <= len(first) <= _MOST_LETTERS and sum(map(str.isupper, first)) > 1 and first.isalpha()


def as_short_form(name: str) -> frozenset[str]:
    """Return the form of a name to look up among ``short_forms``; none for the names of places and peoples."""
    if letters := abbreviation_letters(name):
        return frozenset({letters})
    return frozenset() if _is_place_or_demonym(name) else frozenset({organisation_stem(name)})


def _is_place_or_demonym(name: str) -> bool:
    return load_lexicon().find(name, "country", "capital", "demonym", "region", "place") is not None
