"""What the articles found are about: actors, sources, tags and months, with how many articles each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.message import Message

from onrecord.terminal.segments import Line, short_month, spread, visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from onrecord.archive.search.facets import Facets

FACETS = ("actors", "sources", "tags", "months")


@dataclass(frozen=True)
class Value:
    """One row: a value of one of ``FACETS`` and in how many articles it is (None: not counted)."""

    facet: str
    value: str
    count: int | None
    is_chosen: bool


class FacetList(RowList):
    """The most frequent values; choosing one narrows the search to it, or no longer."""

    BINDINGS = bindings("facets")
    EMPTY = "counting…"

    @dataclass
    class Chosen(Message):
        """The reader wants to see only articles with this value, or no longer."""

        facet: str
        value: str

    def __init__(self) -> None:
        super().__init__(id="facets")
        self._rows: list[Value | str] = []
        self.border_title = "Facets"

    def show(
        self, facets: Facets, chosen: Callable[[str], list[str]], is_chosen: Callable[[str, str], bool]
    ) -> None:
        """Show the values of facets; ``chosen`` are those of a facet to which the search is narrowed.

        A chosen value is shown whether it is frequent or not. The cursor stays on its value.
        """
        here = self._rows[self.cursor] if self._rows else None
        offset = self.offset_of_cursor()
        rows: list[Value | str] = []
        for facet in FACETS:
            counts = getattr(facets, facet)
            values = [Value(facet, value, count, is_chosen(facet, value)) for value, count in counts]
            known = {value.value.casefold() for value in values}
            first = [Value(facet, each, None, True) for each in chosen(facet) if each.casefold() not in known]
            if first or values:
                rows += [facet.capitalize(), *first, *values]
        self._rows = rows
        self.border_title = Content(f"Facets of {facets.articles:,}")
        for place, row in enumerate(rows):
            if row == here or (
                isinstance(row, Value)
                and isinstance(here, Value)
                and (row.facet, row.value.casefold()) == (here.facet, here.value.casefold())
            ):
                self.update_rows(place, offset=offset)
                return
        self.update_rows(min(self.cursor, max(0, len(rows) - 1)))

    def action_choose_facet(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        return self.EMPTY if self.border_title == "Facets" else "Nothing found."

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
