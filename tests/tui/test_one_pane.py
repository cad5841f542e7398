"""Where one pane at a time is shown: from a list beside the text into the text, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import NARROW, WIDE, ready

from onrecord.tui.app import OnRecord


@pytest.mark.parametrize(("came_from", "panes"), [("articles", ["articles"]), ("reader", ["reader", "articles"])])
async def test_from_a_place_in_the_text_one_comes_back_to_the_list_beside_it(
    desk: Callable[..., OnRecord], came_from: str, panes: list[str]
) -> None:
    async with desk().run_test(size=NARROW) as pilot:
        screen = await ready(pilot)
        screen.listing.focus.focus(came_from)
        await pilot.press("1", "j", "enter")
        assert screen.listing.focus.pane == "reader"
        for pane in ("quotes", *panes):
            await pilot.press("q")
            await pilot.pause()
            assert screen.listing.focus.pane == pane


@pytest.mark.parametrize(("size", "pane"), [(NARROW, "articles"), (WIDE, "reader")])
async def test_one_comes_back_only_to_the_list_that_was_left_last(
    desk: Callable[..., OnRecord], size: tuple[int, int], pane: str
) -> None:
    async with desk().run_test(size=size) as pilot:
        screen = await ready(pilot)
        await pilot.press("enter", "1", "enter")
        if size == NARROW:
            await pilot.press("h", "enter")  # to the list, and into the text from there
        await pilot.press("q")
        await pilot.pause()
        assert screen.listing.focus.pane == pane
