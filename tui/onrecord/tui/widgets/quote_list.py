"""The quotes of the article: who says what, in the text's order."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.base.records import Quote
from onrecord.terminal.segments import Line, spread, visible, wrap
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.user_corrections import DECIDED_SIGN
from onrecord.tui.widgets.quote_rows import attribution_kind, speaker_name
from onrecord.tui.widgets.row_list import RowList

_LINES = 3  # lines of a quote's own words


class QuoteList(RowList):
    """The quotes that the desk gives it; choosing one goes to its place in the text."""

    BINDINGS = bindings("quotes")
    EMPTY = "No quotes."

    @dataclass
    class Selected(Message):
        """The reader wants to see this quote in the text; ``index`` counts the annotation's attributions."""

        index: int

    def __init__(self) -> None:
        super().__init__(id="quotes")
        self.quotes: list[Quote] = []
        """What is listed."""
        self.decided: frozenset[int] = frozenset()
        """The places, among the annotation's attributions, of quotes whose speaker the reader set right."""

    def show(self, quotes: list[Quote]) -> None:
        """Show these quotes; the cursor stays on its quote if that is among them."""
        here = self.quotes[self.cursor] if self.quotes else None
        offset = self.offset_of_cursor()
        self.quotes = quotes
        for place, quote in enumerate(quotes):
            if here and (quote.article, quote.index, quote.quote) == (here.article, here.index, here.quote):
                self.update_rows(place, offset=offset)
                return
        self.update_rows(0, offset=0)

    def highlight(self, index: int | None) -> None:
        """Put the cursor on the quote with this place among the annotation's attributions, if it is shown."""
        for place, quote in enumerate(self.quotes):
            if quote.index == index:
                self.cursor = place

    @property
    def highlighted(self) -> int | None:
        """The place of the quote under the cursor among the annotation's attributions."""
        return self.quotes[self.cursor].index if self.quotes else None

    def action_go_to(self) -> None:
        self.choose_highlighted()

    # Rows

    def count(self) -> int:
        return len(self.quotes)

    def choose(self, index: int) -> None:
        self.post_message(self.Selected(self.quotes[index].index))

    def draw(self, index: int, width: int) -> list[Line]:
        quote = self.quotes[index]
        colour, dim = self.rank_style(quote.rank), self.style_of("dim")
        name = Style(bold=True, italic=bool(quote.unnamed))
        who = [Segment("▌", colour), Segment(visible(speaker_name(quote)), colour + name)]
        if quote.behalf:
            who.append(Segment(f" for {visible(quote.behalf)}", dim))
        if quote.cue:
            who.append(Segment(f" {visible(quote.cue)}", dim))
        if quote.index in self.decided:
            who.append(Segment(f" {DECIDED_SIGN}", self.style_of("accent")))
        about = [Segment(f"{attribution_kind(quote)} {quote.confidence:.2f}", dim)] if width >= 36 else []
        words = self.style_of("text") + Style(italic=quote.kind == "indirect")
        bar = Segment("▌", colour)
        said = [[bar, Segment(line, words)] for line in wrap(visible(quote.quote), width - 1, _LINES)]
        return [spread(who, about, width), *said]
