"""How the lines of an article are written: prose, titles, headings in capitals, datelines, tables of results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.annotation.text.words import ALPHABETIC_WORD
from onrecord.base.records import Span

LineKind = Literal["prose", "title", "capitals", "table"]

_NUMBER = re.compile(r"\b\d")
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATELINE = re.compile(
    rf"""^[ \t]*
    (?P<city>[^\W\d_a-z](?:[^\W\d_a-z]|['’. -]){{0,40}}[^\W\d_a-z])   # KIEV, ST. LOUIS
    (?P<region>,\ +[^\W\d_](?:[^\W\d_]|[. ]){{1,30}}?)?                 # , Ukraine
    (?=,?\ (?:\d{{4}}-\d\d-\d\d | (?:{_MONTH})[a-z]*\.?\ \d | \([A-Z] | [—–]\ | --\ ))
    """,
    re.VERBOSE,
)
# Words that a sentence has and a row of a table lacks.
_FUNCTION = frozenset(
    "a an and are as at be but by for from had has have he her his in is it its not of on or said says she "
    "that the their they this to was were which who will with would".split()
)
_WRAPPED = 45
"""Characters from which a line without a closing mark may go on in the next one."""


_TITLED = 0.8
"""The share of a title's longer words that begin with a capital."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text by its offsets, without its line break. ``joined`` if its sentence goes on below."""

    start: int
    end: int
    kind: LineKind
    joined: bool
    city: Span | None = None
    region: Span | None = None


def classify_lines(text: str) -> Iterator[TextLine]:
    """The lines of a text that hold anything; the first may be its title."""
    start = 0
    first = True
    for raw in text.split("\n"):
        end = start + len(raw)
        if raw.strip():
            yield _line(raw, start, end, first and end < len(text.rstrip()))
            first = False
        start = end + 1


def _line(raw: str, start: int, end: int, heads: bool) -> TextLine:
    dateline = _DATELINE.match(raw)
    city = region = None
    if dateline is not None:
        city = (start + dateline.start("city"), start + dateline.end("city"))
        if dateline["region"]:
            at = raw.index(dateline["region"].lstrip(", "), dateline.start("region"))
            region = (start + at, start + dateline.end("region"))
    stripped = raw.rstrip()
    kind = _kind(raw[dateline.end() :] if dateline else raw)
    if kind == "capitals":  # a headline with its subject before a dash: SOCCER - TOGO BEAT CONGO
        city = region = None
    if heads and kind == "prose" and _is_title(raw):
        kind = "title"
    return TextLine(
        start,
        end,
        kind=kind,
        joined=len(stripped) >= _WRAPPED and stripped[-1] not in ".!?:”\"'’",
        city=city,
        region=region,
    )


def _is_title(raw: str) -> bool:
    long = [word for word in ALPHABETIC_WORD.findall(raw[:300]) if len(word) > 3]
    return len(long) > 3 and sum(word[0].isupper() for word in long) >= _TITLED * len(long)


def _kind(raw: str) -> LineKind:
    words = ALPHABETIC_WORD.findall(raw)
    if len(raw) < 200 and _NUMBER.search(raw) and not any(word.lower() in _FUNCTION for word in words):
        return "table"
    if len(words) > 1 and not any(c.islower() for c in raw):
        return "capitals"
    return "prose"
