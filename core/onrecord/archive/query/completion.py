"""Completing the last word of a query: fields, their choices, and what the archive has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from onrecord.archive.query.ast import CUES, FIELDS, HAS_VALUES, IS_VALUES, KINDS, ORDERS

CHOICES = {"is": IS_VALUES, "has": HAS_VALUES, "kind": KINDS, "cue": CUES, "sort": ORDERS}
"""The fields that take one of a few values."""

WHOLE_VALUES = ("tag", "in")
"""Fields that take a whole value, not a word of it."""

_MIN_FIELD_LETTERS = 2  # a single letter begins too many fields and, more often, a word
_QUOTED_VALUE = re.compile(r'(?:\b([a-z]+):|(#))"([^"]*)$')
_VALUE = re.compile(r'(?:\b([a-z]+):|(#))([^\s()"]*)$')
_WORD = re.compile(r"(?:^|(?<=[\s(~-]))[a-z]+$")

Values = Callable[[str, str], Iterable[str]]
"""Returns what the archive has for a field that contains a word that begins like this, the likeliest first."""


def complete_query(text: str, values: Values) -> str | None:
    """Return a query with its last word completed; None where there is nothing to complete.

    Args:
        text: The query as far as it is typed.
        values: Looks up the values of fields.
    """
    is_quoted = text.count('"') % 2 == 1
    if match := (_QUOTED_VALUE if is_quoted else _VALUE).search(text):
        field, word = match[1] or "tag", match[3]
        candidates = CHOICES.get(field) or (values(field, word) if word or field in WHOLE_VALUES else ())
        if not is_quoted:
            candidates = [part for value in candidates for part in _unquoted_parts(field, value)]
        end = '"' if is_quoted else ""
    elif not is_quoted and (match := _WORD.search(text)) and len(match[0]) >= _MIN_FIELD_LETTERS:
        word, candidates, end = match[0], FIELDS, ":"
    else:
        return None
    begun = word.casefold()
    for candidate in candidates:
        if candidate.casefold().startswith(begun) and len(candidate) > len(word):
            return text + candidate[len(word) :] + end
    return None


def _unquoted_parts(field: str, value: str) -> list[str]:
    """Return what of a value can be written without quotation marks: a word of it or, of a tag, all or nothing."""
    words = value.split()
    return words if field not in WHOLE_VALUES or len(words) == 1 else []
