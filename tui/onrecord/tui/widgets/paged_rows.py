"""The base of lists with very many rows, which are read by pages, in a thread, when they are needed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import ClassVar, Generic, TypeVar

from textual.cache import LRUCache

from onrecord.archive import ArchiveError
from onrecord.terminal.segments import Line
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.widgets.row_list import RowList
from onrecord.tui.widgets.row_tops import RowTops

T = TypeVar("T")

PAGE = 25
"""The number of rows that are read at once."""

_CACHED_PAGES = 40


class PageTops(RowTops):
    """The lines at which the rows of a list begin, as far as its pages are read."""

    def __init__(self, rows: int, height: int, heights: Mapping[int, Sequence[int]]) -> None:
        """Place the rows one below the other.

        Args:
            rows: The number of rows.
            height: The lines of a row that is not read yet.
            heights: The lines of the rows of each page that is read, by the number of the page.
        """
        super().__init__(rows)
        self._height = height
        self._numbers = sorted(heights)
        self._tops = {number: [*accumulate(heights[number], initial=0)] for number in self._numbers}
        saved_lines = (len(heights[number]) * height - self._tops[number][-1] for number in self._numbers)
        self._saved_before = [*accumulate(saved_lines, initial=0)]

    def top(self, row: int) -> int:
        number, position = divmod(row, PAGE)
        read_tops = self._tops.get(number, [0])
        read_rows = min(position, len(read_tops) - 1)  # fewer where what was counted has been removed since
        top_in_page = read_tops[read_rows] + (position - read_rows) * self._height
        saved_lines = self._saved_before[bisect_left(self._numbers, number)]
        return number * PAGE * self._height - saved_lines + top_in_page


class PagedRows(RowList, Generic[T]):
    """A list whose subclass draws the items. A row is blank until it is read, and then as high as it is drawn."""

    HEIGHT: ClassVar[int] = 1
    """The lines of a row at most, and of one that is not read yet."""

    def __init__(self, *, id: str, complain: Callable[[Exception], None]) -> None:
        super().__init__(id=id)
        self._complain = complain
        self._total = 0
        self._load: Callable[[int, int], Sequence[T]] = lambda start, count: ()
        self._pages: LRUCache[int, Sequence[T]] = LRUCache(_CACHED_PAGES)
        self._heights: dict[int, list[int]] = {}  # the lines of the rows of the pages that have been read
        self._measured_width = 0  # for which the heights are
        self._requested: list[int] = []
        self._lookup: LatestLookup[tuple[int, Sequence[T]]] | None = None

    def show(
        self,
        total: int,
        load: Callable[[int, int], Sequence[T]],
        read: Mapping[int, Sequence[T]] | None = None,
        *,
        cursor: int = 0,
        offset: int = 0,
    ) -> None:
        """Show items, which are read when needed.

        Args:
            total: The number of items.
            load: Reads up to ``count`` items from ``start`` on: ``load(start, count)``, called in a thread.
            read: The pages that are read already, by their numbers.
            cursor: The index of the row on which the cursor begins.
            offset: The line of the window at which that row begins.
        """
        self._total, self._load = total, load
        self._pages.clear()
        self._heights.clear()
        self._requested.clear()
        if self._lookup is not None:
            self._lookup.drop()  # pages of what was shown before
        for number, items in (read or {}).items():
            self._pages[number] = items
        self.update_rows(cursor, offset=offset)

    def move_to(self, index: int) -> None:
        """Move the cursor to a row, with two rows above it in view."""
        self.update_rows(index, offset=self._tops[index] - self._tops[max(0, index - 2)])

    def item(self, index: int) -> T | None:
        """Return the item of a row; None if it is not read yet, in which case it is requested."""
        number, position = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is not None:
            return page[position] if position < len(page) else None
        if number not in self._requested:
            self._requested.append(number)
            self._request_pages()
        return None

    def items_of_page(self, number: int) -> Sequence[T]:
        """Return the items of a page; none if it is not read yet."""
        return self._pages.get(number) or ()

    @property
    def highlighted(self) -> T | None:
        """The item under the cursor; None if it is not read yet, or there is none."""
        return self.item(self.cursor) if self._total else None

    def _request_pages(self) -> None:
        if self._lookup is None:
            self._lookup = LatestLookup(self, self._add_page, self._report_failure)
        # The pages requested last are those on the screen.
        numbers, load = self._requested[-2:], self._load

        def read_pages(is_cancelled: Callable[[], bool]) -> Iterator[tuple[int, Sequence[T]]]:
            for number in numbers:
                yield number, load(number * PAGE, PAGE)

        self._lookup.ask(read_pages)

    def _add_page(self, page: tuple[int, Sequence[T]]) -> None:
        number, items = page
        self._pages[number] = items
        self._heights.pop(number, None)  # it may hold other items than when it was read before
        self._requested = [page_number for page_number in self._requested[-1:] if page_number != number]
        self.measure_again()
        self.cursor_moved()

    def _report_failure(self, error: ArchiveError) -> None:
        self._requested.clear()
        self._complain(error)

    def on_unmount(self) -> None:
        if self._lookup is not None:
            self._lookup.close()

    # Rows

    def count(self) -> int:
        return self._total

    def row_tops(self, width: int) -> Sequence[int]:
        if width != self._measured_width:
            self._heights.clear()
            self._measured_width = width
            self._forget_far_pages()
        if width:
            for number in self._pages.keys() - self._heights.keys():
                items = self._pages[number]
                self._heights[number] = [len(self.draw_item(item, width)) for item in items]
        return PageTops(self._total, self.HEIGHT, self._heights)

    def _forget_far_pages(self) -> None:
        """Forget the pages that are not about the cursor: to measure all that are read would hold the desk up."""
        here = self.cursor // PAGE
        for number in self._pages.keys() - range(here - 1, here + 2):
            self._pages.discard(number)

    def draw(self, index: int, width: int) -> list[Line]:
        item = self.item(index)
        return [] if item is None else self.draw_item(item, width)

    def draw_item(self, item: T, width: int) -> list[Line]:
        """Return the lines of an item, at most ``HEIGHT``."""
        raise NotImplementedError
