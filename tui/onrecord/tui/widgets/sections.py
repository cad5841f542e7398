"""Where rows stand in a list with headings: arithmetic over the headings alone, whatever the number of rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from onrecord.tui.widgets.row_tops import RowTops


class Section(NamedTuple):
    """A heading, and the number of items below it, at least one."""

    label: str
    size: int


class Sections:
    """The rows of a list with headings and items."""

    def __init__(self, items: int, sections: Iterable[Section] = ()) -> None:
        self.sections = list(sections)
        self.items = items
        before = [0, *accumulate(section.size for section in self.sections)]
        self._heads = [row + number for number, row in enumerate(before[:-1])]

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self.items + len(self._heads)

    def row_of(self, item: int) -> int:
        """Return the row of an item."""
        low, high = 0, len(self._heads)
        while low < high:  # the number of headings whose first item is not behind this one
            middle = (low + high) // 2
            if self._heads[middle] - middle <= item:
                low = middle + 1
            else:
                high = middle
        return item + low

    def item_at(self, row: int) -> int:
        """Return the item on a row; on the row of a heading, the first item below it."""
        return row - self.headings_before(row)

    def heading_at(self, row: int) -> Section | None:
        """Return the section whose heading is on a row; None on the row of an item."""
        number = self.headings_before(row)
        return self.sections[number] if number < len(self._heads) and self._heads[number] == row else None

    def headings_before(self, row: int) -> int:
        """Return the number of headings above a row."""
        return bisect_left(self._heads, row)

    def tops(self, height: int) -> Sequence[int]:
        """Return the line at which each row begins and, last, the number of lines of all rows.

        Args:
            height: The lines of an item; a heading has one.
        """
        return _SectionTops(self, height) if self.sections else range(0, height * self.items + 1, height)


class _SectionTops(RowTops):
    """The lines at which the rows of ``sections`` begin."""

    def __init__(self, sections: Sections, height: int) -> None:
        super().__init__(sections.rows)
        self._sections = sections
        self._height = height

    def top(self, row: int) -> int:
        headings = self._sections.headings_before(row)
        return headings + (row - headings) * self._height
