"""Lists that are read by pages, with rows as high as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest
from list_sample import ListApp, shown
from rich.segment import Segment
from waiting import until

from onrecord.terminal.segments import Line
from onrecord.tui.widgets.paged_rows import PAGE, PagedRows, PageTops

SIZE = (20, 12)


class Stacks(PagedRows[int]):
    """Each item is drawn in as many lines as it says."""

    HEIGHT: ClassVar[int] = 5

    def __init__(self) -> None:
        super().__init__(id="quotes", complain=lambda error: None)

    def draw_item(self, item: int, width: int) -> list[Line]:
        return [[Segment(f"{item}.{line}")] for line in range(item)]

    def forget_pages(self) -> None:
        """Read the pages again, as where many others have been read since."""
        self._pages.clear()
        self.redraw()


def test_tops_are_those_of_the_lines_where_a_page_is_read_and_guessed_elsewhere() -> None:
    tops = PageTops(3 * PAGE, 5, {1: [2] * PAGE})
    assert (tops[0], tops[PAGE], tops[PAGE + 3], tops[2 * PAGE]) == (0, 125, 131, 175)
    assert (tops[-1], len(tops)) == (300, 76)
    assert list(tops[PAGE - 1 : PAGE + 2]) == [120, 125, 127]
    assert list(PageTops(2, 5, {0: [3, 4]})) == [0, 3, 7]
    assert list(PageTops(0, 5, {})) == [0]
    assert list(PageTops(4, 5, {0: [3, 4]})) == [0, 3, 7, 12, 17]
    assert list(PageTops(PAGE + 1, 5, {1: []}))[-2:] == [5 * PAGE, 5 * PAGE + 5]
    with pytest.raises(IndexError):
        tops[76]


async def test_a_row_is_as_high_as_it_is_drawn() -> None:
    rows = Stacks()
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        rows.show(4, lambda start, count: (), {0: [2, 5, 1, 3]})
        await pilot.pause()
        assert shown(rows)[:11] == ["2.0", "2.1", *(f"5.{line}" for line in range(5)), "1.0", "3.0", "3.1", "3.2"]


async def test_pages_that_are_read_later_leave_the_first_row_on_the_screen_where_it_is() -> None:
    items = [2] * (4 * PAGE)
    rows = Stacks()
    async with ListApp(rows).run_test(size=SIZE) as pilot:

        def load(start: int, count: int) -> Sequence[int]:
            return items[start : start + count]

        rows.show(len(items), load, {0: items[:PAGE]}, cursor=3 * PAGE, offset=0)
        await pilot.pause()
        await until(pilot, lambda: rows.highlighted is not None)
        await pilot.pause()
        assert rows.offset_of_cursor() == 0
        assert shown(rows)[:3] == ["2.0", "2.1", "2.0"]
        rows.action_move_bottom()
        await pilot.pause()
        assert shown(rows)[-2:] == ["2.0", "2.1"]


async def test_a_page_that_was_counted_longer_ends_with_blank_rows() -> None:
    rows = Stacks()
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        rows.show(4, lambda start, count: [], {0: [2, 3]})
        await pilot.pause()
        rows.action_move_bottom()
        await pilot.pause()
        assert (rows.cursor, rows.highlighted) == (3, None)
        assert shown(rows)[:3] == ["3.1", "3.2", ""]


async def test_a_page_that_is_read_again_is_measured_again() -> None:
    heights = iter([2, 4])
    rows = Stacks()
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        rows.show(2, lambda start, count: [next(heights)] * 2)
        await until(pilot, lambda: rows.highlighted == 2)
        rows.forget_pages()
        await until(pilot, lambda: rows.highlighted == 4)
        assert shown(rows)[:8] == [f"4.{line}" for line in (*range(4), *range(4))]


async def test_only_rows_about_the_cursor_are_measured_when_the_list_gets_another_width() -> None:
    rows = Stacks()
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        pages = {number: [2] * PAGE for number in range(8)}
        rows.show(8 * PAGE, lambda start, count: [2] * count, pages, cursor=4 * PAGE)
        await pilot.pause()
        await pilot.resize_terminal(30, SIZE[1])
        await pilot.pause()
        assert [number for number in range(8) if rows.items_of_page(number)] == [3, 4, 5]
        assert shown(rows)[:2] == ["2.0", "2.1"]
        rows.action_move_bottom()
        await until(pilot, lambda: rows.highlighted == 2)
        await pilot.pause()
        assert shown(rows)[-2:] == ["2.0", "2.1"]


async def test_a_hidden_list_keeps_the_pages_about_its_new_cursor() -> None:
    rows = Stacks()
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        rows.show(1, lambda start, count: [], {0: [1]})
        rows.display = False
        await pilot.pause()
        rows.show(8 * PAGE, lambda start, count: [], {6: [2] * PAGE}, cursor=6 * PAGE)
        assert rows.highlighted == 2
        rows.display = True
        await pilot.pause()
        assert shown(rows)[-2:] == ["2.0", "2.1"]
