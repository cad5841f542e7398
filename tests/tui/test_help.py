"""The help: every key of a pane, the user's own keys, the whole search language, a filter."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.widgets import Input

from onrecord.archive import parse
from onrecord.archive.query.ast import FIELDS, HAS_VALUES, IS_VALUES, NUMBERS, ORDERS
from onrecord.base.settings import resource
from onrecord.tui.looks.keymap import PANES, actions_for
from onrecord.tui.screens.help import SEARCH_EXAMPLES, HelpScreen, HelpText, matching_rows


class Helped(App[None]):
    CSS_PATH = resource("styles.tcss")

    def __init__(self, screen: HelpScreen) -> None:
        super().__init__()
        self._help = screen

    def on_mount(self) -> None:
        self.push_screen(self._help)


def text(app: App[None]) -> str:
    """All lines of the help, one after the other."""
    page = app.screen.query_one(HelpText)
    return " ".join(" ".join(page.render_line(line).text for line in range(page.virtual_size.height)).split())


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("pane", PANES)
async def test_all_that_a_key_can_do_is_there(pane: str, size: tuple[int, int]) -> None:
    app = Helped(HelpScreen(pane))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        page = text(app)
        for action in actions_for(pane):
            assert action.help in page
        for example, what in SEARCH_EXAMPLES:
            assert example in page
            assert what in page
        assert page.index("Everywhere") > page.index(actions_for(pane)[0].help)
        assert app.screen.query_one(".prompt").region.height <= size[1]


async def test_keys_are_named_as_they_are_pressed() -> None:
    app = Helped(HelpScreen("reader", {"next_quote": "f6"}))
    async with app.run_test() as pilot:
        await pilot.pause()
        page = text(app)
        assert "j ↓ One line or row down" in page
        assert "[ Go to the previous quote" in page
        assert "f6 Go to the next quote" in page


async def test_it_scrolls_with_the_keys_of_the_lists_and_closes() -> None:
    for leave in ("q", "escape", "question_mark"):
        app = Helped(HelpScreen("reader"))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            page = app.screen.query_one(HelpText)
            await pilot.press("j", "j")
            await pilot.pause()
            assert page.scroll_offset.y == 2
            await pilot.press("G")
            await pilot.pause()
            assert page.scroll_offset.y == page.max_scroll_y > 10
            await pilot.press("g")
            await pilot.pause()
            assert page.scroll_offset.y == 0
            await pilot.press(leave)
            assert not isinstance(app.screen, HelpScreen)


async def test_the_filter_leaves_what_fits() -> None:
    app = Helped(HelpScreen("reader"))
    async with app.run_test() as pilot:
        await pilot.press("slash", *"Quote next")
        await pilot.pause()
        assert "Go to the next quote" in text(app)
        assert "Go to the next match" not in text(app)
        await pilot.press("enter")
        assert app.focused is app.screen.query_one(HelpText)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.query_one(Input).value == ""
        assert "Go to the next match" in text(app)
        await pilot.press("slash", *"zzz")
        await pilot.pause()
        assert text(app) == "Nothing matches the filter."
        await pilot.press("escape", "escape")
        assert not isinstance(app.screen, HelpScreen)


@pytest.mark.parametrize("example", [example for example, _ in SEARCH_EXAMPLES])
def test_every_example_of_the_search_language_is_right(example: str) -> None:
    assert str(parse(example))


def test_the_whole_search_language_is_there() -> None:
    page = " ".join(" ".join(row) for row in SEARCH_EXAMPLES)
    for field in FIELDS:
        assert f"{field}:" in page
    for word in (*NUMBERS, *ORDERS, *HAS_VALUES, *IS_VALUES):
        assert word in page


def test_filtering_rows() -> None:
    rows = [("j", "One line down"), ("k", "One line up")]
    assert list(matching_rows(rows, "")) == rows
    assert list(matching_rows(rows, "LINE k")) == [rows[1]]
