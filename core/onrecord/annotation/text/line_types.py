"""What the lines of an article are: prose, its title, headings in capitals, rows of tables."""

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
# Words that nearly every sentence has and a row of a table lacks.
_FUNCTION_WORDS = frozenset(
    "a an and are as at be but by for from had has have he her his in is it its not of on or said says she "
    "that the their they this to was were which who will with would".split()
)
_SENTENCE_ENDS = ".!?:”\"'’"
_LONGEST_TABLE_ROW = 200  # characters
_LEAST_TITLE_WORDS = 4  # of four letters or more

WRAPPED_LENGTH = 45
"""The length in characters from which a line without closing punctuation may go on in the next one."""

CAPITALISED_SHARE = 0.8
"""The least share of a title's longer words (over three letters) that begin with a capital."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text that is not blank.

    Args:
        start: Where it begins.
        end: Where its line break stands.
        kind: What it is.
        joined: Whether its sentence may go on in the next line.
        city: The city of its dateline.
        region: The region or country of its dateline.
    """

    start: int
    end: int
    kind: LineKind
    joined: bool
    city: Span | None = None
    region: Span | None = None


def classify_lines(text: str) -> Iterator[TextLine]:
    """Yield the lines of a text that are not blank; only the first may be its title."""
    start = 0
    is_first = True
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            yield _classify_line(line, start, may_be_title=is_first and end < len(text.rstrip()))
            is_first = False
        start = end + 1


def _classify_line(line: str, start: int, *, may_be_title: bool) -> TextLine:
    dateline = _DATELINE.match(line)
    city = region = None
    if dateline is not None:
        city = (start + dateline.start("city"), start + dateline.end("city"))
        if dateline["region"]:
            region_start = line.index(dateline["region"].lstrip(", "), dateline.start("region"))
            region = (start + region_start, start + dateline.end("region"))
    stripped = line.rstrip()
    kind = line_kind(line[dateline.end() :] if dateline else line)
    if kind == "capitals":  # a headline with its subject before a dash: SOCCER - TOGO BEAT CONGO
        city = region = None
    if may_be_title and kind == "prose" and has_title_case(line):
        kind = "title"
    return TextLine(
        start,
        start + len(line),
        kind=kind,
        joined=len(stripped) >= WRAPPED_LENGTH and stripped[-1] not in _SENTENCE_ENDS,
        city=city,
        region=region,
    )


def has_title_case(line: str, share: float = CAPITALISED_SHARE) -> bool:
    """Return whether a line has longer words, and at least this share of them begins with a capital."""
    long_words = [word for word in ALPHABETIC_WORD.findall(line[:300]) if len(word) > 3]
    capitalised = sum(word[0].isupper() for word in long_words)
    return len(long_words) >= _LEAST_TITLE_WORDS and capitalised >= share * len(long_words)


def line_kind(line: str) -> LineKind:
    """Return the kind of a line by its words, not counting its dateline."""
    words = ALPHABETIC_WORD.findall(line)
    has_number = len(line) < _LONGEST_TABLE_ROW and _NUMBER.search(line) is not None
    if has_number and not any(word.lower() in _FUNCTION_WORDS for word in words):
        return "table"
    if len(words) > 1 and not any(character.islower() for character in line):
        return "capitals"
    return "prose"
