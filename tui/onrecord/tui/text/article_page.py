"""An article as rows: its title, a line about it, its text."""

from __future__ import annotations

from datetime import date

from onrecord.base.records import Article
from onrecord.terminal.segments import short_date
from onrecord.terminal.wrapping import TextLayout, TextLine, printable

TOP = 1
"""Rows that stay empty above the title."""


class ArticlePage:
    """The rows of an article: lines of its text and lines about it.

    A text that begins with its title shows it once, as text, so that what is marked there is seen.
    """

    def __init__(self, article: Article, layout: TextLayout, *, quotes: str) -> None:
        """``quotes`` says how many there are, empty where nothing is to be said."""
        self.layout = layout
        title = " ".join(article.title.split())
        self.title_end = _title_end(layout.text, title)
        self._above = layout.line_of(self.title_end - 1) + 1 if self.title_end else 0
        self.about = [] if self.title_end else _wrapped(printable(title), layout.width)
        self.title_rows = TOP + (self._above or len(self.about))
        facts = _wrapped(" · ".join(_facts(article, quotes)), layout.width)
        self.about += [line.removeprefix("· ").removesuffix(" ·").replace("\xa0", " ") for line in facts]
        lines = layout.lines
        if self._above >= len(lines) or _has_text(lines[self._above]):
            self.about.append("")
        self.rows = TOP + len(lines) + len(self.about)

    def row_of(self, number: int) -> int:
        """The row of a line of the text."""
        return TOP + (number if number < self._above else number + len(self.about))

    def line_at(self, row: int) -> int | None:
        """The line of the text on a row; None where the row is about the article, above or below it."""
        row -= TOP
        if 0 <= row < self._above:
            return row
        number = row - len(self.about)
        return number if self._above <= number < len(self.layout.lines) else None

    def about_at(self, row: int) -> str:
        """What a row says about the article, empty if it is not such a row."""
        index = row - TOP - self._above
        return self.about[index] if 0 <= index < len(self.about) else ""

    def nearest_line(self, row: int) -> int:
        """The line of the text on this row or nearest to it."""
        for distance in range(TOP + len(self.about) + 1):
            for near in (row + distance, row - distance):
                if (number := self.line_at(near)) is not None:
                    return number
        return 0 if row < self.rows // 2 else len(self.layout.lines) - 1


def _has_text(line: TextLine) -> bool:
    return line.end > line.start


def _title_end(text: str, title: str) -> int:
    """Where the title ends with which the text begins; 0 if it begins otherwise."""
    first = text.lstrip().split("\n", 1)[0]
    if not title or " ".join(first.split()) != title:
        return 0
    return text.index(first) + len(first.rstrip())


def quote_count_text(said: int, more: int = 0, key: str = "") -> str:
    """How many quotes an article has, and how many beliefs and the like; if hidden, the key that shows these."""
    if not said and not more:
        return ""
    told = "1 quote" if said == 1 else f"{said or 'no'} quotes"
    return told + (f", {more} more" if more else "") + (f" with {key}" if more and key else "")


def _facts(article: Article, quotes: str) -> list[str]:
    facts = [article.source, short_date(article.published, date.min), article.author]
    facts.append(f"{article.words:,} words" if article.words != 1 else "1 word")
    facts.append(quotes)
    if article.tags:
        facts.append(" ".join(f"#{tag}" for tag in article.tags))
    return [printable(fact).replace(" ", "\xa0") for fact in facts if fact.strip()]


def _wrapped(text: str, width: int) -> list[str]:
    if not text:
        return []
    layout = TextLayout(text, width)
    return [layout.shown(number, line.start, line.end) for number, line in enumerate(layout.lines)]
