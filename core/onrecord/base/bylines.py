"""By-lines: the line below a headline that says by whom a text is."""

from __future__ import annotations

import calendar
import re
from itertools import islice, pairwise

from onrecord.base.records import Span

_MOST_LINES = 6
"""Lines at the beginning of a text, empty ones not counted, among which its by-line is."""
_MOST_NAME_WORDS = 8
_BYLINE = re.compile(r"(?:by|von|par):?\s+(\S.*)", re.IGNORECASE)
_SMALL_WORDS = frozenset("and und et & de da di van von der den la le".split())
"""Words in names, and between them, that have no capital."""
_CALENDAR_NAMES = frozenset((*calendar.day_name, *calendar.month_name))
_FIRST_WORD = re.compile(r"[^\W\d_]+(?=[\s,;’'-]|$)")
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def byline_names(line: str) -> str:
    """Return the names in a line that says by whom an article is; empty for any other line."""
    match = _BYLINE.fullmatch(line)
    words = match[1].split() if match else []
    is_day = match is not None and match[1] in _CALENDAR_NAMES
    is_name = not is_day and all(word[:1].isupper() or word in _SMALL_WORDS for word in words)
    return " ".join(words) if is_name and len(words) <= _MOST_NAME_WORDS and line[-1:].isalpha() else ""


def is_continued(line_below: str) -> bool:
    """Return whether a line goes on with the sentence of the one above: “By Monday / the crowd had gone.”."""
    word = _FIRST_WORD.match(line_below)
    return word is not None and word[0].islower()


def byline_span(text: str) -> Span | None:
    """Return the by-line among the first lines of a text, in characters; None without one. Two are verses."""
    lines = list(islice(_LINE.finditer(text), _MOST_LINES + 1))
    spans = [
        line.span()
        for line, line_below in pairwise(lines)
        if byline_names(line[0].strip()) and not is_continued(line_below[0].strip())
    ]
    return spans[0] if len(spans) == 1 else None
