"""The quotes found, in place of the list of articles: a million as well as three."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content

from onrecord.base.records import Quote, Span
from onrecord.terminal.segments import Line, cut_line, highlight_spans, short_date, spread, visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.quote_rows import QuoteRows, attribution_kind, speaker_name

if TYPE_CHECKING:
    from onrecord.archive.search.quotes import QuoteId
    from onrecord.tui.model.quote_listing import QuoteListing

_NEAR = 1000  # quotes by which the cursor may have been moved while they were looked up


class QuoteSearchList(QuoteRows):
    """Who says it and when; two lines of his words; how it is quoted, and where."""

    BINDINGS = bindings("found")
    CLICK_CHOOSES: ClassVar[bool] = False

    def __init__(self, *, complain: Callable[[Exception], None]) -> None:
        super().__init__(id="found", complain=complain)
        self.ids: Sequence[QuoteId] = ()
        """The quotes listed, from the top."""
        self._words: Callable[[str], list[Span]] | None = None
        self._empty = "looking for quotes…"

    def show_quotes(
        self,
        quotes: QuoteListing,
        page: Callable[[Sequence[QuoteId]], list[Quote]],
        *,
        words: Callable[[str], list[Span]] | None,
        keep: bool,
        hint: str,
    ) -> None:
        """Show these quotes; with ``keep`` the one under the cursor, or what came in its place, stays where it is.

        ``page`` reads quotes by their ids, ``words`` says where the words searched for stand in a text, ``hint``
        is said where there are none.
        """
        offset = self.offset_of_cursor() if keep else 0
        place = self._place_in(quotes) if keep else quotes.place
        self.ids, self._words = quotes.ids, words
        self._empty = "\n\n".join(["No quotes found.", *quotes.explanation, hint])
        self.border_title = Content(quotes.title)
        ids = quotes.ids
        self.show(
            len(ids),
            lambda start, count: page(ids[start : start + count]),
            quotes.pages,
            cursor=place,
            offset=offset if place else 0,
        )

    def _place_in(self, quotes: QuoteListing) -> int:
        """Where the quote under the cursor is now: it may be another than when the quotes were looked up."""
        if self.cursor < len(self.ids):
            with suppress(ValueError):
                near = max(0, quotes.place - _NEAR), quotes.place + _NEAR
                return quotes.ids.index(self.ids[self.cursor], *near)
        return quotes.place

    def move(self, step: int) -> None:
        """Put the cursor so many quotes further down (negative: up)."""
        self._move(self.cursor + step, step)

    def action_open_quote(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        return self._empty

    def hits(self, text: str) -> list[Span]:
        return self._words(text) if self._words else []

    def draw_item(self, item: Quote, width: int) -> list[Line]:
        dim, soft = self.style_of("dim"), self.style_of("soft")
        colour = self.rank_style(item.rank)
        bar = Segment("▌", colour)
        name, bold = visible(speaker_name(item)), colour + Style(bold=True, italic=bool(item.unnamed))
        who = [bar, *highlight_spans(name, self.hits(name), bold, bold + self.style_of("hit"))]
        if item.behalf:
            who.append(Segment(f" for {visible(item.behalf)}", dim))
        if item.cue:
            who.append(Segment(f" {visible(item.cue)}", dim))
        when = short_date(item.published, date.today())
        where = [Segment(f"  {attribution_kind(item)}", dim)]
        where += [Segment(f" · {visible(item.outlet)}", soft)] if item.outlet else []
        where += [Segment(f" · {visible(item.title)}", dim)] if item.title else []
        return [
            spread(who, [Segment(when, dim)] if when else [], width),
            *self.words(item, width, self.HEIGHT - 2, colour),
            cut_line(where, width),
        ]
