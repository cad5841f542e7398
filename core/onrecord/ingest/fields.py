"""Dates, titles and tags as people and programs write them."""

from __future__ import annotations

import datetime
import re

from onrecord.base.languages import language_code

LONGEST_HEADLINE = 200
"""Characters that a first line may have to be a title; the longest headlines of news have some 150."""

_SIGNS = re.compile(r"[\W_]+")


def iso_date(value: object) -> str:
    """Return the day that a value means, as an ISO date; empty when it means none, or not a whole one."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    words = str(value or "").strip()
    if not any(map(str.isdigit, words)):  # to find no date in any language takes seconds
        return ""
    if re.match(r"[-−]\d", words):  # before the year 1; dateparser reads over the minus
        return ""
    for part in (words, words[:10]):
        try:
            return datetime.datetime.fromisoformat(part).date().isoformat()
        except ValueError:
            pass

    import dateparser

    settings = {"REQUIRE_PARTS": ["year", "month", "day"], "RETURN_AS_TIMEZONE_AWARE": False}
    moment = dateparser.parse(words, settings=settings)
    return moment.date().isoformat() if moment else ""


def words(value: object) -> str:
    """Return a field's value on one line; several values are joined by commas."""
    if isinstance(value, (list, tuple)):
        return ", ".join(words(item) for item in value if item)
    return " ".join(str("" if value is None else value).split())


def letters(value: str) -> str:
    """Return the letters and figures of words, in small letters: what is the same however they are set."""
    return _SIGNS.sub("", value).casefold()


def spoken_name(name: str) -> str:
    """Return the name of a person, which libraries write surname first, as it is spoken."""
    surname, _, given = name.partition(", ")
    return f"{given} {surname}".strip()


def language(value: str) -> str:
    """Return the code of the language that a value means, such as ``de-AT`` or ``German``; empty for none."""
    return language_code(value) or ""


def tags(value: object) -> list[str]:
    """Return the tags of a list, or of one text with commas between them; each once, in their order."""
    parts = value if isinstance(value, (list, tuple)) else str(value or "").split(",")
    named = (words(part).removeprefix("#") for part in parts)
    return list(dict.fromkeys(tag for tag in named if tag))


def title(text: str, stem: str) -> str:
    """Return the title of a text that names none: its first line when that stands like a headline, else ``stem``.

    A headline is short and followed by an empty line. Without a stem the beginning of the text has to do.
    """
    first, _, rest = text.lstrip().partition("\n")
    if len(first) <= LONGEST_HEADLINE and (not rest or re.match(r"[ \t]*\n", rest)):
        return words(first)
    return stem or words(first[:LONGEST_HEADLINE])


def without_headline(text: str, headline: str) -> str:
    """Return the text of an article without its headline, where that is the first line again."""
    first, _, rest = text.lstrip().partition("\n")
    is_again = letters(first) == letters(headline)
    return rest.lstrip("\n") if is_again and headline and rest.strip() else text
