"""What a document says of its article in its first lines and its properties: by whom it is, of which day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.base.records import Draft
from onrecord.ingest import fields

_MOST_LINES = 6
"""Lines at the beginning that may say something of the article."""
_MOST_ROWS = 20
"""Lines of a plain text, empty ones too, among which those are."""
_LONGEST_DATE = 40
"""Characters that a day has, with its weekday and a time."""
_MOST_NAME_WORDS = 8
_BYLINE = re.compile(r"(?:by|von|par):?\s+(\S.*)", re.IGNORECASE)
_SMALL_WORDS = frozenset("and und et & de da di van von der den la le".split())
"""Words in names, and between them, that have no capital."""
_CALENDAR_NAMES = frozenset((*calendar.day_name, *calendar.month_name))
_FIRST_WORD = re.compile(r"[^\W\d_]+(?=[\s,;’'-]|$)")
_TITLE_OF_PROGRAM = re.compile(
    r"\W*|untitled.*|microsoft (?:word|powerpoint)\b.*|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|html?)|\(anonymous\)"
    r"|document ?\d*|dokument ?\d*|slide \d+|print.*",
    re.IGNORECASE,
)
_AUTHOR_OF_PROGRAM = re.compile(
    r"\W*|\(anonymous\)|un-?named|unknown(?: author)?|(?:windows |microsoft office )?user|admin(?:istrator)?"
    r"|python-docx|openpyxl",
    re.IGNORECASE,
)


def given_title(value: object) -> str:
    """Return the title among the properties of a document; empty where a program has put something there."""
    title = fields.words(value)
    return "" if _TITLE_OF_PROGRAM.fullmatch(title) else title


def given_author(value: object) -> str:
    """Return the author among the properties of a document; empty where a program has put something there."""
    author = fields.words(value).replace("; ", ", ")
    return "" if _AUTHOR_OF_PROGRAM.fullmatch(author) else author


def with_opening_facts(draft: Draft) -> Draft:
    """Return an article whose first lines are facts of it, and no part of its text, where they can be.

    Taken are its title again, its authors, a line that begins with “by”, which knows better than the properties
    of a document who has written it, and a day.
    """
    paragraphs = draft.text.split("\n\n")
    place = 0
    for line, line_below in pairwise(paragraphs[: _MOST_LINES + 1]):
        key = fields.letters(line)
        if _is_fact(line) and _goes_on(line_below):
            break
        if byline := _byline(line):
            draft.author = byline
        elif day := _day(line):
            draft.published = draft.published or day
        elif key not in {fields.letters(name) for name in (draft.title, *draft.author.split(", "))}:
            break
        place += 1
    draft.text = "\n\n".join(paragraphs[place:])
    return draft


def with_facts_of_lines(draft: Draft) -> Draft:
    """Return an article of plain text with the author and the day that lines below its headline say.

    The lines stay in the text, so that offsets are those of other programs. A short first line above such lines
    is the title, without an empty line between them, too. Two bylines are verses, and two days a chronicle: they
    say nothing of the article.
    """
    lines = [line.strip() for line in draft.text.split("\n", _MOST_ROWS) if line.strip()]
    facts = _lines_of_facts(lines[1:])
    authors = {byline for line in facts if (byline := _byline(line))}
    days = {day for line in facts if (day := _day(line))}
    if days:
        days.update(day for line in lines if (day := _day(line)))
    if len(authors) == 1:
        [draft.author] = authors
    if len(days) == 1:
        [draft.published] = days
    headline = "".join(lines[:1])
    if (draft.author or draft.published) and len(headline) <= fields.LONGEST_HEADLINE and not _is_fact(headline):
        draft.title = fields.words(headline)
    return draft


def _lines_of_facts(lines: Sequence[str]) -> list[str]:
    """Return the lines at the beginning that say by whom or of which day an article is, with a text below them."""
    facts = []
    for line, line_below in pairwise(lines[: _MOST_LINES + 1]):
        if not _is_fact(line) or _goes_on(line_below):
            break
        facts.append(line)
    return facts


def _is_fact(line: str) -> bool:
    return bool(_byline(line) or _day(line))


def _goes_on(line_below: str) -> bool:
    """Return whether a line goes on with the sentence of the one above: “By Monday / the crowd had gone.”."""
    word = _FIRST_WORD.match(line_below)
    return word is not None and word[0].islower()


def _byline(line: str) -> str:
    """Return the names in a line that says by whom an article is; empty for any other line."""
    match = _BYLINE.fullmatch(line)
    words = match[1].split() if match else []
    is_day = match is not None and match[1] in _CALENDAR_NAMES
    is_name = not is_day and all(word[:1].isupper() or word in _SMALL_WORDS for word in words)
    return " ".join(words) if is_name and len(words) <= _MOST_NAME_WORDS and line[-1:].isalpha() else ""


def _day(line: str) -> str:
    """Return the day that a whole line is, as an ISO date; empty for any other line, and where no year is named.

    “2 days ago” counts from a day that nobody knows, and “10 11 12” may be anything.
    """
    is_short = len(line) <= _LONGEST_DATE and line[:1].isalnum() and line[-1:].isalnum()
    day = fields.iso_date(line) if is_short else ""
    return day if day[:4] in line else ""
