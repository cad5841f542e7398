"""The list of the articles that have the words of a quote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.base.archive_records import QuoteOccurrence
from onrecord.terminal.segments import Line, short_date, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.quote_rows import speaker_name
from onrecord.tui.widgets.row_list import RowList


class OccurrenceList(RowList):
    """The occurrences of a quote, the oldest first: when, where, by whom, and how it differs."""

    BINDINGS = bindings("rows")
    EMPTY = "searching the archive…"
    CLICK_CHOOSES = False

    class Moved(Message):
        """The cursor is on another occurrence."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, OccurrenceList.Moved)

    class Chosen(Message):
        """The user wants to read the article of the occurrence under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="places")
        self._occurrences: list[QuoteOccurrence] = []
        self._own: tuple[int, int] | None = None

    def show(self, occurrences: list[QuoteOccurrence], own: tuple[int, int]) -> None:
        """Show occurrences, with the cursor on the first one in another article.

        Args:
            occurrences: The occurrences.
            own: The article and index of the quote itself.
        """
        self._occurrences, self._own = occurrences, own
        rows_of_others = (row for row in range(len(occurrences)) if not self._is_own(row))
        self.update_rows(next(rows_of_others, 0))

    def _is_own(self, index: int) -> bool:
        quote = self._occurrences[index].quote
        return (quote.article, quote.index) == self._own

    @property
    def highlighted(self) -> QuoteOccurrence | None:
        """The occurrence under the cursor."""
        return self._occurrences[self.cursor] if self._occurrences else None

    def count(self) -> int:
        return len(self._occurrences)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(len(self._occurrences) + 1)

    def cursor_moved(self) -> None:
        self.post_message(self.Moved())

    def choose(self, index: int) -> None:
        self.post_message(self.Chosen())

    def draw(self, index: int, width: int) -> list[Line]:
        occurrence, dim = self._occurrences[index], self.style_of("dim")
        quote = occurrence.quote
        day = short_date(quote.published, date.min)
        line = [
            Segment(f" {day:>11}  ", dim),
            Segment(f"{visible(quote.outlet) or 'unknown source'}  ", self.style_of("strong")),
            Segment(f"{visible(speaker_name(quote))} ", self.style_of("text")),
            Segment(visible(quote.cue), self.style_of("soft") + Style(italic=True)),
        ]
        if self._is_own(index):
            return [spread(line, [Segment("this one ", dim)], width)]
        differs = f"≠ {', '.join(occurrence.differs)} " if occurrence.differs else "the same "
        share = Segment(f"{occurrence.alike:>4.0%} ", dim)
        return [
            spread(
                line, [Segment(differs, self.style_of("accent" if occurrence.differs else "dim")), share], width
            )
        ]
