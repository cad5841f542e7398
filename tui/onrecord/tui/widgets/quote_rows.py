"""Quotes of many articles as rows: what their lists have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.base.records import Quote, Span
from onrecord.terminal.segments import Line, visible, wrap_highlighted
from onrecord.tui.widgets.paged_rows import PagedRows


def attribution_kind(quote: Quote) -> str:
    """What kind of attribution it is, in a word: how it is quoted, or what else than speech it reports."""
    return quote.kind if quote.cue_type == "speech" else quote.cue_type


def speaker_name(quote: Quote) -> str:
    """Who says it, for the reader."""
    return quote.who or "unknown speaker"


class QuoteRows(PagedRows[Quote]):
    """Choosing a quote tells it, and so does every move to another one."""

    HEIGHT: ClassVar[int] = 4

    @dataclass
    class Chosen(Message):
        """The reader wants to see this quote in its article."""

        quote: Quote

    class Moved(Message):
        """The cursor is on another quote."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, QuoteRows.Moved)

    def choose(self, index: int) -> None:
        if quote := self.item(index):
            self.post_message(self.Chosen(quote))

    def moved(self) -> None:
        self.post_message(self.Moved())

    def hits(self, text: str) -> list[Span]:
        """Where the words that were searched for stand in a text."""
        return []

    def words(self, quote: Quote, width: int, limit: int, colour: Style) -> list[Line]:
        """The words of a quote in so many lines at most, behind a bar of this colour."""
        words = " ".join(visible(quote.quote).split())
        look = self.style_of("text") + Style(italic=quote.kind == "indirect")
        lines = wrap_highlighted(words, self.hits(words), width - 1, limit, look, look + self.style_of("hit"))
        return [[Segment("▌", colour), *line] for line in lines]
