"""The articles that have the words of a quote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.base.records import QuoteOccurrence
from onrecord.terminal.segments import Line, short_date, spread, visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.quote_rows import speaker_name
from onrecord.tui.widgets.row_list import RowList


class OccurrenceList(RowList):
    """A row a place, the oldest first: when and where, who says it, and what is told differently."""

    BINDINGS = bindings("rows")
    EMPTY = "looking through the archive…"
    CLICK_CHOOSES = False

    class Moved(Message):
        """The cursor is on another place."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, OccurrenceList.Moved)

    class Chosen(Message):
        """The reader wants to read the article of the place under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="places")
        self._places: list[QuoteOccurrence] = []
        self._own: tuple[int, int] | None = None

    def show(self, places: list[QuoteOccurrence], own: tuple[int, int]) -> None:
        """Show places, with the cursor on the first that is not the quote ``own`` itself."""
        self._places, self._own = places, own
        others = (at for at in range(len(places)) if not self._is_own(at))
        self.update_rows(next(others, 0))

    def _is_own(self, index: int) -> bool:
        quote = self._places[index].quote
        return (quote.article, quote.index) == self._own

    @property
    def highlighted(self) -> QuoteOccurrence | None:
        """The place under the cursor."""
        return self._places[self.cursor] if self._places else None

    def count(self) -> int:
        return len(self._places)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(len(self._places) + 1)

    def moved(self) -> None:
        self.post_message(self.Moved())

    def choose(self, index: int) -> None:
        self.post_message(self.Chosen())

    def draw(self, index: int, width: int) -> list[Line]:
        place, dim = self._places[index], self.style_of("dim")
        quote = place.quote
        day = short_date(quote.published, date.min)
        line = [
            Segment(f" {day:>11}  ", dim),
            Segment(f"{visible(quote.outlet) or 'unknown source'}  ", self.style_of("strong")),
            Segment(f"{visible(speaker_name(quote))} ", self.style_of("text")),
            Segment(visible(quote.cue), self.style_of("soft") + Style(italic=True)),
        ]
        if self._is_own(index):
            return [spread(line, [Segment("this one ", dim)], width)]
        differs = f"≠ {', '.join(place.differs)} " if place.differs else "the same "
        share = Segment(f"{place.alike:>4.0%} ", dim)
        return [
            spread(line, [Segment(differs, self.style_of("accent" if place.differs else "dim")), share], width)
        ]
