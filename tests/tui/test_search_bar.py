"""The search line: completion of its last word, and the searches of before."""

from __future__ import annotations

from collections.abc import Callable

from desk_pilot import WIDE, ready
from waiting import until_at_rest

from onrecord.archive import Archive
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord


async def test_tab_completes_and_where_it_cannot_leaves(desk: Callable[..., OnRecord]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        line = screen.listing.search_bar
        await pilot.press("slash", *"is:unr", "tab")
        assert (line.value, line.cursor_position, screen.focused) == ("is:unread", 9, line)
        await until_at_rest(pilot)
        assert screen.listing.query_text == "is:unread"
        await pilot.press("tab")
        assert screen.focused is not line


async def test_searches_of_before_are_found_again_on_the_next_day(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("slash", *"strike", "enter", "slash", "ctrl+u", *"bank ", "enter")
        await until_at_rest(pilot)
    app = OnRecord(Settings(archive=archive.folder), archive)
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        line = screen.listing.search_bar
        await pilot.press("slash", "up")
        assert line.value == "bank"
        await pilot.press("ctrl+r")
        assert line.value == "strike*"
        await pilot.press("down", "down")
        assert (line.value, screen.focused) == ("", line)
        await pilot.press(*"str", "up", "enter")
        await until_at_rest(pilot)
        assert screen.listing.query_text == "strike*"
        assert screen.listing.focus.pane == "articles"
