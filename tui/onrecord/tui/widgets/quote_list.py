"""The list of the quotes of an article, in the text's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.base.records import Quote
from onrecord.terminal.segments import Line, spread, wrap
from onrecord.terminal.visible_text import visible
from onrecord.terminal.wrapping import is_plain
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.user_corrections import DECIDED_SIGN
from onrecord.tui.widgets.quote_rows import attribution_kind, speaker_name
from onrecord.tui.widgets.row_list import RowList

_MAX_LINES = 3  # lines of a quote's own words


def content_height(words: str, width: int) -> int:
    """Return in how many lines of so many columns ``wrap`` shows a quote's own words.

    For most of thousands of quotes that is seen without wrapping them.
    """
    if not is_plain(words):
        return len(wrap(visible(words), width, _MAX_LINES))
    line = " ".join(words.split())
    start = 0
    for height in range(1, _MAX_LINES + 1):
        if len(line) - start <= width:
            return height if line else 0
        space = line.rfind(" ", start, start + width + 1)
        if space < 0:  # a word longer than the line
            return len(wrap(words, width, _MAX_LINES))
        start = space + 1
    return _MAX_LINES


class QuoteList(RowList):
    """The list of quotes; choosing one goes to its place in the text."""

    BINDINGS = bindings("quotes")

    @dataclass
    class Selected(Message):
        """The user wants to see this quote in the text; ``index`` is that of its attribution."""

        index: int

    def __init__(self) -> None:
        super().__init__(id="quotes")
        self.quotes: list[Quote] = []
        """The quotes of the list."""
        self.placeholder = "No quotes."
        """The text shown in place of quotes where there are none."""
        self.decided: frozenset[int] = frozenset()
        """The indexes of the attributions whose speaker the user has corrected."""

    def show(self, quotes: list[Quote]) -> None:
        """Show these quotes; the cursor stays on its quote if it is among them."""
        highlighted_quote = self.quotes[self.cursor] if self.quotes else None
        offset = self.offset_of_cursor()
        self.quotes = quotes
        for row, quote in enumerate(quotes):
            if highlighted_quote and (quote.article, quote.index, quote.quote) == (
                highlighted_quote.article,
                highlighted_quote.index,
                highlighted_quote.quote,
            ):
                self.update_rows(row, offset=offset)
                return
        self.update_rows(0, offset=0)

    def highlight(self, index: int | None) -> None:
        """Move the cursor to the quote of the attribution with this index, if it is in the list."""
        for row, quote in enumerate(self.quotes):
            if quote.index == index:
                self.cursor = row

    @property
    def highlighted(self) -> int | None:
        """The index of the attribution of the quote under the cursor."""
        return self.quotes[self.cursor].index if self.quotes else None

    def action_go_to(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        return self.placeholder

    def count(self) -> int:
        return len(self.quotes)

    def row_tops(self, width: int) -> Sequence[int]:
        if not width:
            return super().row_tops(width)
        heights = (1 + content_height(quote.quote, width - 1) for quote in self.quotes)
        return list(accumulate(heights, initial=0))

    def choose(self, index: int) -> None:
        self.post_message(self.Selected(self.quotes[index].index))

    def draw(self, index: int, width: int) -> list[Line]:
        quote = self.quotes[index]
        colour, dim = self.rank_style(quote.rank), self.style_of("dim")
        name = Style(bold=True, italic=bool(quote.unnamed))
        speaker_line = [Segment("▌", colour), Segment(visible(speaker_name(quote)), colour + name)]
        if quote.behalf:
            speaker_line.append(Segment(f" for {visible(quote.behalf)}", dim))
        if quote.cue:
            speaker_line.append(Segment(f" {visible(quote.cue)}", dim))
        is_decided = quote.index in self.decided
        if is_decided:
            speaker_line.append(Segment(f" {DECIDED_SIGN}", self.style_of("accent")))
        certainty = "" if is_decided else f"{quote.certainty:.2f}{'?' * quote.is_doubtful}"
        facts = [Segment(f"{attribution_kind(quote)} {certainty}".rstrip(), dim)] if width >= 36 else []
        words = self.style_of("text") + Style(italic=quote.kind == "indirect")
        bar = Segment("▌", colour)
        content_lines = [[bar, Segment(line, words)] for line in wrap(visible(quote.quote), width - 1, _MAX_LINES)]
        return [spread(speaker_line, facts, width), *content_lines]
