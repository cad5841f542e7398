"""Where rows stand in a list with headings: arithmetic over the headings alone, whatever the number of rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, overload


class Section(NamedTuple):
    """A heading and how many items stand below it, at least one."""

    label: str
    size: int


class Sections(Sequence[int]):
    """Rows are headings, one line high, and items, ``height`` lines high; without sections there are only items.

    As a sequence: the line at which each row begins and, last, how many lines all rows have.
    """

    def __init__(self, items: int, height: int, sections: Iterable[Section] = ()) -> None:
        self.sections = list(sections)
        self.items = items
        self.height = height
        before = [0, *accumulate(section.size for section in self.sections)]
        self._heads = [row + number for number, row in enumerate(before[:-1])]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.items + len(self._heads)

    def row_of(self, item: int) -> int:
        """The row on which an item stands."""
        low, high = 0, len(self._heads)
        while low < high:  # the number of headings whose first item is not behind this one
            middle = (low + high) // 2
            if self._heads[middle] - middle <= item:
                low = middle + 1
            else:
                high = middle
        return item + low

    def item_at(self, row: int) -> int:
        """The item on a row; of a heading, its first item."""
        return row - bisect_left(self._heads, row)

    def heading_at(self, row: int) -> Section | None:
        """The section whose heading is on a row, None for an item."""
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
