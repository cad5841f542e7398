"""A list of very many rows that are read a page at a time, in a thread, when they come on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.cache import LRUCache

from onrecord.archive import ArchiveError
from onrecord.terminal.segments import Line
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.widgets.row_list import RowList

T = TypeVar("T")

PAGE = 25
"""How many rows are read at once."""

_KEPT = 40  # pages


class PagedRows(RowList, Generic[T]):
    """Rows of one height. A subclass draws an item; until it is read its row is blank."""

    HEIGHT: ClassVar[int] = 1

    def __init__(self, *, id: str, complain: Callable[[Exception], None]) -> None:
        super().__init__(id=id)
        self._complain = complain
        self._total = 0
        self._load: Callable[[int, int], Sequence[T]] = lambda start, count: ()
        self._pages: LRUCache[int, Sequence[T]] = LRUCache(_KEPT)
        self._wanted: list[int] = []
        self._loading: LatestLookup[tuple[int, Sequence[T]]] | None = None

    def show(
        self,
        total: int,
        load: Callable[[int, int], Sequence[T]],
        read: Mapping[int, Sequence[T]] | None = None,
        *,
        cursor: int = 0,
        offset: int = 0,
    ) -> None:
        """Show so many items; ``load(start, count)`` reads some, ``read`` are pages that were, by their numbers.

        ``offset`` is the line of the window at which the cursor's row shall stand.
        """
        self._total, self._load = total, load
        self._pages.clear()
        self._wanted.clear()
        if self._loading is not None:
            self._loading.drop()  # pages of what was shown before
        for number, items in (read or {}).items():
            self._pages[number] = items
        self.update_rows(cursor, offset=offset)

    def item(self, index: int) -> T | None:
        """The item of a row, None while it is not read; then it is asked for."""
        number, at = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is not None:
            return page[at] if at < len(page) else None
        if number not in self._wanted:
            self._wanted.append(number)
            self._ask()
        return None

    def items_of_page(self, number: int) -> Sequence[T]:
        """The items of a page, none while it is not read."""
        return self._pages.get(number) or ()

    @property
    def highlighted(self) -> T | None:
        """The item under the cursor, if it is read."""
        return self.item(self.cursor) if self._total else None

    def _ask(self) -> None:
        if self._loading is None:
            self._loading = LatestLookup(self, self._arrived, self._failed)
        # The pages asked for last are those on the screen.
        wanted, load = self._wanted[-2:], self._load

        def find(stopped: Callable[[], bool]) -> Iterator[tuple[int, Sequence[T]]]:
            for number in wanted:
                yield number, load(number * PAGE, PAGE)

        self._loading.ask(find)

    def _arrived(self, page: tuple[int, Sequence[T]]) -> None:
        number, items = page
        self._pages[number] = items
        self._wanted = [other for other in self._wanted[-1:] if other != number]
        self.redraw()
        self.moved()

    def _failed(self, error: ArchiveError) -> None:
        self._wanted.clear()
        self._complain(error)

    def on_unmount(self) -> None:
        if self._loading is not None:
            self._loading.close()

    # Rows

    def count(self) -> int:
        return self._total

    def row_tops(self, width: int) -> Sequence[int]:
        return range(0, self.HEIGHT * self._total + 1, self.HEIGHT)

    def draw(self, index: int, width: int) -> list[Line]:
        item = self.item(index)
        return [[] for _ in range(self.HEIGHT)] if item is None else self.draw_item(item, width)

    def draw_item(self, item: T, width: int) -> list[Line]:
        """The lines of an item, ``HEIGHT`` at most."""
        raise NotImplementedError
