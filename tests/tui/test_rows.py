"""The base of all lists: cursor, scrolling, headings, mouse, for rows of any height."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from list_sample import ListApp, shown, span_of_cursor
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.events import MouseScrollDown
from textual.message import Message
from textual.screen import Screen

from onrecord.base.settings import resource
from onrecord.terminal.segments import Line
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList

SIZE = (20, 10)


class Heights(RowList):
    """Rows of the heights given; 0 is a heading of one line."""

    BINDINGS = bindings("quotes")
    EMPTY = "Nothing at all, not even a row."

    @dataclass
    class Selected(Message):
        row: int

    def __init__(self, heights: list[int]) -> None:
        super().__init__(id="quotes")
        self.each = heights

    def on_mount(self) -> None:
        self.update_rows(0)

    def count(self) -> int:
        return len(self.each)

    def can_highlight(self, index: int) -> bool:
        return self.each[index] > 0

    def draw(self, index: int, width: int) -> list[Line]:
        return [[Segment(f"{index}.{line} ".ljust(width, "-"))] for line in range(max(1, self.each[index]))]

    def choose(self, index: int) -> None:
        self.post_message(self.Selected(index))

    def action_go_to(self) -> None:
        self.choose_highlighted()


def rows_shown(list_: RowList) -> list[str]:
    return [line.split(" ")[0] for line in shown(list_) if line]


@pytest.mark.parametrize("keys", [("j", "k", "G", "g"), ("down", "up", "end", "home")])
async def test_moving_by_rows(keys: tuple[str, ...]) -> None:
    down, up, bottom, top = keys
    rows = Heights([1, 2, 3])
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        await pilot.press(down, down)
        assert rows.cursor == 2
        await pilot.press(down)
        assert rows.cursor == 2
        await pilot.press(up)
        assert rows.cursor == 1
        await pilot.press(bottom)
        assert rows.cursor == 2
        await pilot.press(top, up)
        assert rows.cursor == 0


@pytest.mark.parametrize(
    ("key", "back", "row"), [("ctrl+d", "ctrl+u", 5), ("space", "pageup", 8), ("pagedown", "ctrl+b", 8)]
)
async def test_moving_by_pages(key: str, back: str, row: int) -> None:
    rows = Heights([1] * 100)
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        await pilot.press(key)
        assert rows.cursor == row
        assert rows.scroll_offset.y == row
        await pilot.press(back)
        assert rows.cursor == 0
        assert rows.scroll_offset.y == 0


async def test_a_row_higher_than_half_a_page_is_passed() -> None:
    rows = Heights([9] * 4)
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        for row in (1, 2, 3, 3):
            await pilot.press("ctrl+d")
            assert rows.cursor == row


async def test_the_cursor_is_always_in_view_and_on_a_row() -> None:
    chance = random.Random(7)
    rows = Heights([chance.choice([0, 1, 2, 3, 4]) for _ in range(200)])
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        for key in chance.choices(["j", "k", "ctrl+d", "ctrl+u", "space", "pageup", "G", "g", "j", "j"], k=150):
            await pilot.press(key)
            assert rows.can_highlight(rows.cursor)
            top, bottom = span_of_cursor(rows)
            assert top >= 0
            assert bottom <= rows.size.height
            assert f"{rows.cursor}.0" in rows_shown(rows)


async def test_a_heading_is_not_chosen_and_comes_into_view_with_its_first_row() -> None:
    rows = Heights([0, 1, *[1] * 20, 0, 1])
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        assert rows.cursor == 1
        await pilot.press("G", "k")
        assert rows.cursor == 21
        await pilot.press("g")
        assert rows_shown(rows)[0] == "0.0"
        await pilot.click(rows, offset=(2, 0))
        assert rows.cursor == 1


async def test_only_rows_on_the_screen_are_drawn_and_once() -> None:
    drawn: list[int] = []

    class Counted(Heights):
        def row_tops(self, width: int) -> range:
            return range(len(self.each) + 1)

        def draw(self, index: int, width: int) -> list[Line]:
            drawn.append(index)
            return super().draw(index, width)

    rows = Counted([1] * 1_000_000)
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        await pilot.press("G", "g", "j")
        await pilot.pause()
        assert set(drawn) <= {*range(12), *range(999_990, 1_000_000)}
        await pilot.press("k", "j", "k", "j")
        before = len(drawn)
        await pilot.press("k", "j", "k", "j")
        assert len(drawn) == before


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    rows = Heights([1] * 100)
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        await pilot.pause()
        for _ in range(3):
            rows.post_message(MouseScrollDown(rows, 3, 3, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert rows.scroll_offset.y > 0
        assert rows.cursor == 0
        await pilot.press("j")
        assert rows.cursor == 1
        assert rows.offset_of_cursor() == 0


async def test_a_click_chooses_and_where_it_should_not_a_double_one() -> None:
    rows = Heights([2] * 5)
    app = ListApp(rows)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        await pilot.click(rows, offset=(5, 5))
        assert rows.cursor == 2
        assert app.said() == [Heights.Selected(2)]
        rows.CLICK_CHOOSES = False  # type: ignore[misc]
        await pilot.click(rows, offset=(5, 1))
        assert rows.cursor == 0
        assert app.said() == []
        await pilot.click(rows, offset=(5, 3), times=2)
        assert rows.cursor == 1
        assert app.said() == [Heights.Selected(1)]


async def test_without_rows_it_says_so_and_keys_do_nothing() -> None:
    rows = Heights([])
    app = ListApp(rows)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        assert " ".join(" ".join(shown(rows)).split()) == Heights.EMPTY
        await pilot.press("j", "k", "G", "g", "ctrl+d", "ctrl+u", "space", "pageup", "enter")
        await pilot.click(rows, offset=(3, 3))
        assert app.said() == []


async def test_another_width_keeps_the_row_where_it_is() -> None:
    class Wrapped(Heights):
        def draw(self, index: int, width: int) -> list[Line]:
            return [[Segment(f"{index}.{line} ")] for line in range(1 + 40 // width)]

    rows = Wrapped([1] * 50)
    async with ListApp(rows).run_test(size=(50, 10)) as pilot:
        await pilot.press(*"jjjjjjjjjjjjjjjjjjjj", "k", "k", "k")
        before = rows.offset_of_cursor()
        await pilot.resize_terminal(20, 10)
        await pilot.pause()
        assert rows.cursor == 17
        assert rows.offset_of_cursor() == before
        assert f"{rows.cursor}.0" in rows_shown(rows)


async def test_rows_shown_before_there_is_a_place_for_them() -> None:
    """A list in a pane that is hidden has no size: what it is given then, it shows later."""

    class Hidden(App[None]):
        CSS_PATH = resource("styles.tcss")

        def compose(self) -> ComposeResult:
            with Horizontal() as pane:
                pane.display = False
                yield Heights([2] * 30)

    app = Hidden()
    async with app.run_test(size=SIZE) as pilot:
        rows = app.query_one(Heights)
        rows.cursor = 20
        app.query_one(Horizontal).display = True
        await pilot.pause()
        assert "20.0" in rows_shown(rows)


async def test_leaving_is_the_screens_to_do() -> None:
    left: list[str] = []

    class Panes(Screen[None]):
        def compose(self) -> ComposeResult:
            yield Heights([1])

        def action_leave(self) -> None:
            left.append("left")

    class Host(App[None]):
        CSS_PATH = resource("styles.tcss")

        def on_mount(self) -> None:
            self.push_screen(Panes())

    async with Host().run_test(size=SIZE) as pilot:
        await pilot.press("h", "left")
        assert left == ["left", "left"]


async def test_of_a_row_higher_than_the_list_the_first_lines_are_shown() -> None:
    rows = Heights([12, 2])
    async with ListApp(rows).run_test(size=SIZE) as pilot:
        assert rows_shown(rows)[0] == "0.0"
        await pilot.press("j", "k")
        await pilot.pause()
        assert rows_shown(rows)[0] == "0.0"
