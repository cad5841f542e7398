"""The facets of a list of articles: its actors, sources, tags and months, with their numbers of articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.message import Message

from onrecord.terminal.segments import Line, short_month, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from onrecord.archive.search.facets import Facets

FACETS = ("actors", "sources", "tags", "months")


@dataclass(frozen=True)
class Value:
    """The row of a value.

    Attributes:
        facet: One of ``FACETS``.
        value: The value.
        count: The number of articles that have it; None if it is not counted.
        is_chosen: Whether the search is narrowed to it.
    """

    facet: str
    value: str
    count: int | None
    is_chosen: bool


class FacetList(RowList):
    """The list of the most frequent values; choosing one narrows the search to it, or widens it again."""

    BINDINGS = bindings("facets")
    EMPTY = "counting…"

    @dataclass
    class Chosen(Message):
        """The user wants to see only articles with this value, or no longer."""

        facet: str
        value: str

    def __init__(self) -> None:
        super().__init__(id="facets")
        self._rows: list[Value | str] = []
        self.border_title = "Facets"

    def show(
        self,
        facets: Facets,
        chosen: Callable[[str], list[str]],
        is_chosen: Callable[[str, str], bool],
        *,
        are_of_all: bool = True,
    ) -> None:
        """Show the values of facets; the cursor stays on its value.

        Args:
            facets: The facets.
            chosen: Returns the values of a facet to which the search is narrowed; these are always shown.
            is_chosen: Returns whether the search is narrowed to a value of a facet.
            are_of_all: Whether all articles are counted, not only the first of very many.
        """
        highlighted_row = self._rows[self.cursor] if self._rows else None
        offset = self.offset_of_cursor()
        rows: list[Value | str] = []
        for facet in FACETS:
            counts = getattr(facets, facet)
            values = [Value(facet, value, count, is_chosen(facet, value)) for value, count in counts]
            frequent = {value.value.casefold() for value in values}
            selected_only = [
                Value(facet, selected, None, True)
                for selected in chosen(facet)
                if selected.casefold() not in frequent
            ]
            if selected_only or values:
                rows += [facet.capitalize(), *selected_only, *values]
        self._rows = rows
        self.border_title = Content(f"Facets of {'' if are_of_all else 'the first '}{facets.articles:,}")
        for place, row in enumerate(rows):
            if row == highlighted_row or (
                isinstance(row, Value)
                and isinstance(highlighted_row, Value)
                and (row.facet, row.value.casefold()) == (highlighted_row.facet, highlighted_row.value.casefold())
            ):
                self.update_rows(place, offset=offset)
                return
        self.update_rows(min(self.cursor, max(0, len(rows) - 1)))

    def action_choose_facet(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        return self.EMPTY if self.border_title == "Facets" else "No articles found."

    def count(self) -> int:
        return len(self._rows)

    def can_highlight(self, index: int) -> bool:
        return isinstance(self._rows[index], Value)

    def choose(self, index: int) -> None:
        row = self._rows[index]
        if isinstance(row, Value):
            self.post_message(self.Chosen(row.facet, row.value))

    def draw(self, index: int, width: int) -> list[Line]:
        row = self._rows[index]
        if isinstance(row, str):
            heading = [Segment(row, self.style_of("heading"))]
            return [[], heading] if index else [heading]
        shown = short_month(row.value) if row.facet == "months" else visible(row.value)
        if row.facet == "tags":
            shown = f"#{shown}"
        mark = Segment("✓ ", self.style_of("accent")) if row.is_chosen else Segment("  ")
        name = Segment(shown, self.style_of("strong" if row.is_chosen else "text"))
        count = [Segment(f"{row.count:,}", self.style_of("dim"))] if row.count is not None else []
        return [spread([mark, name], count, width)]
