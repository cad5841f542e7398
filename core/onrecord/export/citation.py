"""How an article and a quote are cited, the same in what is exported and in what is copied."""

from __future__ import annotations

import datetime
import re
import unicodedata

from onrecord.base.passages import is_qualified
from onrecord.base.records import Article, Quote

_MONTHS = "January February March April May June July August September October November December".split()


_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def long_date(iso: str) -> str:
    """Return ``2021-04-16`` as 16 April 2021; what is no ISO date stays as it is."""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def one_line(text: str) -> str:
    """Return the text on one line, without control characters and marks that change the writing direction."""
    visible_characters = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or not (character in _DIRECTION or unicodedata.category(character) in ("Cc", "Cs"))
    )
    return " ".join("".join(visible_characters).split())


def reference(outlet: str, published: str, url: str) -> str:
    """Return where and when an article appeared, as far as it is known: ``Torvik Post, 16 April 2021, https://…``."""
    return ", ".join(one_line(part) for part in (outlet, long_date(published), url) if part.strip())


def author_names(author: str) -> list[str]:
    """Return the names in a byline: “Bo Dahl and Ann Lee”, “Bo Dahl, Ann Lee; Post Staff”."""
    names = re.split(r"\s*[,;]\s*|\s+(?:and|&)\s+", one_line(author).removeprefix("By "))
    return [name for name in names if name]


def speaker(quote: Quote) -> str:
    """Return who says it: actors by name, with the text's own words where they differ; or the unnamed source."""
    names = one_line(f"{quote.unnamed} for {quote.behalf}" if quote.behalf else quote.unnamed)
    if names:
        return names
    names = one_line(", ".join(quote.actors))
    words = one_line(quote.speaker)
    if not names or not words or words == names:
        return names or words
    return f"{names} (“{words}”)"


def cite(quote: Quote) -> str:
    """Return a quote with its citation, on two lines.

    Words that were said like that stand alone. All else stands in the words of the article, with source and cue,
    so that nobody is given words that are not theirs. A doubtful one says so.
    """
    parts = [speaker(quote), one_line(quote.title), reference(quote.outlet, quote.published, quote.url)]
    parts += ["doubtful: check it in the article"] if quote.is_doubtful else []
    return f"{statement(quote)}\n— {', '.join(part for part in parts if part)}"


def cite_passage(words: str, article: Article) -> str:
    """Return a passage as the article has it, and on another line where it stands."""
    where = reference(article.source, article.published, article.url)
    return f"{words.strip()}\n— {', '.join(part for part in (one_line(article.title), where) if part)}"


def statement(quote: Quote) -> str:
    """Return what was said, as far as the article shows it: the words, or the passage that reports them."""
    if quote.kind == "direct" and quote.report_type == "speech" and not is_qualified(_around(quote)):
        return one_line(quote.quote)
    report = one_line(_passage(quote))
    if quote.report_type == "unsaid":
        return f"{report} ({quote.report_label})"
    match quote.kind:
        case "direct":
            return report
        case "mixed":
            return f"{report} (partly indirect)"
        case "indirect":
            return f"{report} (indirect)"


def _passage(quote: Quote) -> str:
    return quote.passage or " ".join(filter(None, (quote.speaker, quote.cue, quote.quote)))


def _around(quote: Quote) -> str:
    """Return the words of the passage that are not quoted."""
    words = _passage(quote)
    for part in quote.quote.split(" … "):
        words = words.replace(part, " ", 1)
    return words
