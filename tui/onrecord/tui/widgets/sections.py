"""Where rows stand in a list with headings: arithmetic over the headings alone, whatever the number of rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, overload


class Section(NamedTuple):
    """A heading, and the number of items below it, at least one."""

    label: str
    size: int


class Sections(Sequence[int]):
    """The rows of a list with headings, which are one line high, and items, which are ``height`` lines high.

    As a sequence it has the line at which each row begins and, last, the number of lines of all rows.
    """

    def __init__(self, items: int, height: int, sections: Iterable[Section] = ()) -> None:
        self.sections = list(sections)
        self.items = items
        self.height = height
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
        return row - bisect_left(self._heads, row)

    def heading_at(self, row: int) -> Section | None:
        """Return the section whose heading is on a row; None on the row of an item."""
        number = bisect_left(self._heads, row)
        return self.sections[number] if number < len(self._heads) and self._heads[number] == row else None

    def __len__(self) -> int:
        return self.rows + 1

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(len(self)))]
        row = index + len(self) if index < 0 else index
        if not 0 <= row <= self.rows:
            raise IndexError(index)
        headings = bisect_left(self._heads, row)
        return headings + (row - headings) * self.height
