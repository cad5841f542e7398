"""Names of organisations: which of them are one's full name, short form and abbreviation."""

from __future__ import annotations

import re

from core.annotate.lexicon import key, lexicon

_LEGAL = re.compile(
    r"(?:,? (?:inc|corp|corporation|co|company|ltd|limited|plc|llc|llp|gmbh|ag|sa|spa|nv|bv|oy|ab|group|"
    r"holdings?))+$"
)
_SMALL = frozenset("of the for and in on to a an de la et des du & et".split())


def stem(name: str) -> str:
    """What is compared of an organisation's name: its key without the legal form."""
    plain = key(name)
    return _LEGAL.sub("", plain) or plain


def identity(name: str) -> str:
    """The name of the known organisation behind a name, else its stem."""
    entry = lexicon().find(name, "organisation", "press")
    return entry.of if entry else stem(name)


def abbreviates(short: str, full: str) -> bool:
    """Whether ``short`` is made of the first letters of ``full``: CFPB, PUK, OSCE, U.N."""
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha()):
        return False
    words = [word for word in re.split(r"[\s-]+", full) if word]
    initials = "".join(word[0] for word in words if word[0].isalpha())
    capitals = "".join(word[0] for word in words if word.lower() not in _SMALL and word[0].isupper())
    return len(words) > 1 and letters in (initials.upper(), capitals)


def shortens(short: str, full: str) -> bool:
    """Whether ``short`` is the beginning or the last word of ``full``: Gannett of Gannett Co., the Guard."""
    a, b = stem(short).split(), stem(full).split()
    if not a or len(a) >= len(b):
        return False
    begins = b[: len(a)] == a and (a[0] not in lexicon()["suffixes"]) and b[len(a)] not in _SMALL
    ends = b[-len(a) :] == a and b[-len(a) - 1] not in _SMALL
    return (begins or ends) and not _is_place_or_demonym(short)


def _is_place_or_demonym(name: str) -> bool:
    return lexicon().find(name, "country", "capital", "demonym", "region", "place") is not None
