"""The base of the lists of quotes from several articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.base.records import Quote, Span
from onrecord.terminal.segments import Line, wrap_highlighted
from onrecord.terminal.visible_text import visible
from onrecord.tui.widgets.paged_rows import PagedRows


def attribution_kind(quote: Quote) -> str:
    """Return the kind of an attribution in a word: direct, mixed or indirect speech, or what else it is."""
    return quote.kind if quote.report_type == "speech" else quote.report_label


def speaker_name(quote: Quote) -> str:
    """Return the name of the speaker of a quote, as it is shown."""
    return quote.who or "no speaker named"


class QuoteRows(PagedRows[Quote]):
    """A list of quotes. It posts messages when the cursor moves and when a quote is chosen."""

    HEIGHT: ClassVar[int] = 5  # the last line is blank: without it a quote would touch the next

    find_hits: Callable[[str], list[Span]] | None = None
    """Returns the spans of a text that match the query; None without a query."""

    @dataclass
    class Chosen(Message):
        """The user wants to see this quote in its article."""

        quote: Quote

    class Moved(Message):
        """The cursor is on another quote."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, QuoteRows.Moved)

    def choose(self, index: int) -> None:
        if quote := self.item(index):
            self.post_message(self.Chosen(quote))

    def cursor_moved(self) -> None:
        self.post_message(self.Moved())

    def hits(self, text: str) -> list[Span]:
        """Return the spans of a text that match the query."""
        return self.find_hits(text) if self.find_hits else []

    def content_lines(self, quote: Quote, width: int, limit: int, colour: Style) -> list[Line]:
        """Return the words of a quote in at most ``limit`` lines, behind a bar of this colour."""
        words = " ".join(visible(quote.quote).split())
        style = self.style_of("text") + Style(italic=quote.kind == "indirect")
        lines = wrap_highlighted(words, self.hits(words), width - 1, limit, style, style + self.style_of("hit"))
        return [[Segment("▌", colour), *line] for line in lines]
