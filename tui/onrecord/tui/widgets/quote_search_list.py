"""The list of the quotes of a search, of any length, in place of the list of articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content

from onrecord.base.records import Quote, Span
from onrecord.terminal.segments import Line, cut_line, highlight_spans, short_date, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.quote_rows import QuoteRows, attribution_kind, speaker_name

if TYPE_CHECKING:
    from onrecord.archive.search.quotes import QuoteId
    from onrecord.tui.model.quote_listing import QuoteListing

_SEARCH_RADIUS = 1000  # quotes by which the cursor may have been moved while they were looked up


class QuoteSearchList(QuoteRows):
    """The quotes of a search: speaker and date, two lines of content, kind and article."""

    BINDINGS = bindings("quote-search")
    CLICK_CHOOSES: ClassVar[bool] = False

    def __init__(self, *, complain: Callable[[Exception], None]) -> None:
        super().__init__(id="quote-search", complain=complain)
        self.ids: Sequence[QuoteId] = ()
        """The ids of the quotes, from the top."""
        self._placeholder = "searching for quotes…"

    def show_quotes(
        self,
        quotes: QuoteListing,
        page: Callable[[Sequence[QuoteId]], list[Quote]],
        *,
        words: Callable[[str], list[Span]] | None,
        keep: bool,
        hint: str,
    ) -> None:
        """Show these quotes.

        Args:
            quotes: The quotes.
            page: Reads quotes by their ids.
            words: Returns the spans of a text that match the query; None without a query.
            keep: Leave the quote under the cursor, or its successor, where it is on the screen.
            hint: What to try where there are no quotes.
        """
        offset = self.offset_of_cursor() if keep else 0
        place = self._position_in(quotes) if keep else quotes.place
        self.ids, self.find_hits = quotes.ids, words
        self._placeholder = "\n\n".join(["No quotes found.", *quotes.explanation, hint])
        self.border_title = Content(quotes.title)
        ids = quotes.ids
        self.show(
            len(ids),
            lambda start, count: page(ids[start : start + count]),
            quotes.pages,
            cursor=place,
            offset=offset if place else 0,
        )

    def _position_in(self, quotes: QuoteListing) -> int:
        """Return the position of the quote under the cursor, even if it has moved since the lookup."""
        if self.cursor < len(self.ids):
            with suppress(ValueError):
                bounds = max(0, quotes.place - _SEARCH_RADIUS), quotes.place + _SEARCH_RADIUS
                return quotes.ids.index(self.ids[self.cursor], *bounds)
        return quotes.place

    def move(self, step: int) -> None:
        """Move the cursor down by so many quotes; up if negative."""
        self._move(self.cursor + step, step)

    def action_open_quote(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        return self._placeholder

    def draw_item(self, item: Quote, width: int) -> list[Line]:
        dim, soft = self.style_of("dim"), self.style_of("soft")
        colour = self.rank_style(item.rank)
        bar = Segment("▌", colour)
        name, bold = visible(speaker_name(item)), colour + Style(bold=True, italic=bool(item.unnamed))
        speaker_line = [bar, *highlight_spans(name, self.hits(name), bold, bold + self.style_of("hit"))]
        if item.behalf:
            speaker_line.append(Segment(f" for {visible(item.behalf)}", dim))
        if item.cue:
            speaker_line.append(Segment(f" {visible(item.cue)}", dim))
        day = short_date(item.published, date.today())
        details = [Segment(f"  {attribution_kind(item)}", dim)]
        details += [Segment(f" · {visible(item.outlet)}", soft)] if item.outlet else []
        details += [Segment(f" · {visible(item.title)}", dim)] if item.title else []
        return [
            spread(speaker_line, [Segment(day, dim)] if day else [], width),
            *self.content_lines(item, width, self.HEIGHT - 3, colour),
            cut_line(details, width),
            [],
        ]
