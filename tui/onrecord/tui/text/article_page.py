"""The rows of an article on the screen: its title, the facts about it, its text."""

from __future__ import annotations

from datetime import date

from onrecord.annotation import SUPPORTED_LANGUAGES
from onrecord.base.languages import language_name
from onrecord.base.records import Article
from onrecord.terminal.segments import counted, short_date
from onrecord.terminal.wrapping import PageLine, TextLayout, printable

TOP = 1
"""The number of empty rows above the title."""


class ArticlePage:
    """The rows of an article: the lines of its text, and lines about it.

    Where the text begins with the title, the title is shown once, as part of the text, so that it can have marks.
    """

    def __init__(self, article: Article, layout: TextLayout, *, quotes: str) -> None:
        """Arrange the rows.

        Args:
            article: The article.
            layout: Its text, in lines.
            quotes: What is said about the number of its quotes; may be empty.
        """
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
        """Return the row of a line of the text."""
        return TOP + (number if number < self._above else number + len(self.about))

    def line_at(self, row: int) -> int | None:
        """Return the line of the text on a row; None if the row has no line of the text."""
        row -= TOP
        if 0 <= row < self._above:
            return row
        number = row - len(self.about)
        return number if self._above <= number < len(self.layout.lines) else None

    def about_at(self, row: int) -> str:
        """Return what a row says about the article; empty if it is no such row."""
        index = row - TOP - self._above
        return self.about[index] if 0 <= index < len(self.about) else ""

    def nearest_line(self, row: int) -> int:
        """Return the line of the text on this row, or the nearest one."""
        for distance in range(TOP + len(self.about) + 1):
            for nearby_row in (row + distance, row - distance):
                if (number := self.line_at(nearby_row)) is not None:
                    return number
        return 0 if row < self.rows // 2 else len(self.layout.lines) - 1


def _has_text(line: PageLine) -> bool:
    return line.end > line.start


def _title_end(text: str, title: str) -> int:
    """Return where the title ends with which a text begins; 0 if the text begins otherwise."""
    first_line = text.lstrip().split("\n", 1)[0]
    if not title or " ".join(first_line.split()) != title:
        return 0
    return text.index(first_line) + len(first_line.rstrip())


def quote_count_text(speech: int, asides: int = 0, key: str = "") -> str:
    """Return what is said about the number of quotes of an article.

    Args:
        speech: The number of quotes of speech.
        asides: The number of beliefs, attitudes, documents and words not said.
        key: The key that shows the asides, if they are hidden.
    """
    if not speech and not asides:
        return ""
    sentence = counted(speech, "quote") if speech else "no quotes"
    if asides:
        sentence += f", {asides_text(asides)}" + (f" with {key}" if key else "")
    return sentence


def asides_text(count: int) -> str:
    """Return a number of attributions that are no speech, with what most of them are."""
    return f"{count:,} {'belief or document' if count == 1 else 'beliefs or documents'}"


def _facts(article: Article, quotes: str) -> list[str]:
    facts = [article.source, short_date(article.published, date.min), article.author]
    if article.language not in SUPPORTED_LANGUAGES:
        facts.append(language_name(article.language))
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
