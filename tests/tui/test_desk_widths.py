"""The widths of the panes on the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import ready, screen_of
from waiting import message_of

from onrecord.archive import Archive
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.model.desk_session import load_session


def widths(app: OnRecord) -> list[int]:
    return [app.screen.query_one(pane).outer_size.width for pane in ("#left", "#middle", "#side")]


@pytest.mark.parametrize(("screen", "expected"), [(120, [34, 56, 30]), (200, [72, 80, 48])])
async def test_no_title_is_cut_beside_empty_space(
    desk: Callable[..., OnRecord], screen: int, expected: list[int]
) -> None:
    app = desk()
    async with app.run_test(size=(screen, 36)) as pilot:
        await ready(pilot)
        assert widths(app) == expected


async def test_the_list_is_widened_in_one_key_and_stays_so(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    app = desk()
    async with app.run_test(size=(160, 36)) as pilot:
        await ready(pilot)
        assert widths(app)[0] == 48
        await pilot.press(">")
        assert widths(app)[0] == 54
        await pilot.press("<", "<")
        assert widths(app)[0] == 42
    app = OnRecord(Settings(archive=archive.folder), archive, load_session(archive))
    async with app.run_test(size=(160, 36)) as pilot:
        await ready(pilot)
        assert widths(app)[0] == 42


async def test_quotes_have_the_room_of_the_sidebar(desk: Callable[..., OnRecord]) -> None:
    app = desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("Q")
        await pilot.pause()
        assert app.screen.query_one("#left").outer_size.width == 64
        await pilot.press("Q")
        await pilot.pause()
        assert widths(app) == [34, 56, 30]


async def test_a_narrow_desk_shows_one_pane_at_a_time(desk: Callable[..., OnRecord]) -> None:
    app = desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.screen.query_one("#left").outer_size.width == 80
        assert not app.screen.query_one("#middle").display
        await pilot.press(">")
        assert message_of(app.screen).startswith("Each pane has the whole width")
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert widths(app) == [34, 56, 30]


async def test_one_pane_at_a_time_is_shown_in_one_key_and_stays_so(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    def shown(app: OnRecord) -> list[str]:
        return [pane for pane in ("#left", "#middle", "#side") if app.screen.query_one(pane).display]

    app = desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("Z")
        await pilot.pause()
        assert (shown(app), widths(app)[0]) == (["#left"], 120)
        assert app.screen.query_one("#counts").display  # there is room for it
        await pilot.press(">")
        assert message_of(app.screen) == "Each pane has the whole width; Z shows them side by side."
        await pilot.press("enter")
        await pilot.pause()
        assert shown(app) == ["#middle"]
    app = OnRecord(Settings(archive=archive.folder), archive, load_session(archive))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        assert len(shown(app)) == 1
        await pilot.press("Z")
        await pilot.pause()
        assert widths(app) == [34, 56, 30]
        await pilot.resize_terminal(109, 36)
        await pilot.press("Z")
        assert message_of(app.screen).startswith("Each pane has the whole width; from 110 columns on")
        await pilot.resize_terminal(110, 36)
        await pilot.pause()
        assert shown(app) == ["#left", "#middle", "#side"]


async def test_lines_are_as_long_as_the_settings_say(archive: Archive) -> None:
    app = OnRecord(Settings(archive=archive.folder, line_length=40), archive)
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        reader = screen_of(pilot).workbench.panes.reader
        assert reader.line_length == 40
        assert widths(app) == [43, 47, 30]
