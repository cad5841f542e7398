"""What a document says of its article in its first lines and its properties: by whom it is, of which day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.base.bylines import byline_names, is_continued
from onrecord.base.records import Draft
from onrecord.ingest import fields

_MOST_LINES = 6
"""Lines at the beginning that may say something of the article."""
_MOST_ROWS = 20
"""Lines of a plain text, empty ones too, among which those are."""
_LONGEST_DATE = 40
"""Characters that a day has, with its weekday and a time."""
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
        if _is_fact(line) and is_continued(line_below):
            break
        if byline := byline_names(line):
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
    authors = {byline for line in facts if (byline := byline_names(line))}
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
        if not _is_fact(line) or is_continued(line_below):
            break
        facts.append(line)
    return facts


def _is_fact(line: str) -> bool:
    return bool(byline_names(line) or _day(line))


def _day(line: str) -> str:
    """Return the day that a whole line is, as an ISO date; empty for any other line, and where no year is named.

    “2 days ago” counts from a day that nobody knows, and “10 11 12” may be anything.
    """
    is_short = len(line) <= _LONGEST_DATE and line[:1].isalnum() and line[-1:].isalnum()
    day = fields.iso_date(line) if is_short else ""
    return day if day[:4] in line else ""
