"""Jump labels: what has one, where they stand, and where they lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import NARROW, WIDE, focused, ready
from textual.pilot import Pilot
from waiting import until

from onrecord.tui.app import OnRecord
from onrecord.tui.model.jump_labels import jump_labels
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.jump import JumpScreen

Desk = Callable[..., OnRecord]


def test_labels_are_short_and_none_begins_another() -> None:
    assert jump_labels(3) == ["a", "s", "d"]
    assert len(set(jump_labels(26))) == 26
    many = jump_labels(27)
    assert many[:2] == ["aa", "as"]
    assert {len(label) for label in many} == {2}
    assert len(set(jump_labels(500))) == 500
    assert jump_labels(0) == []


async def labelled(pilot: Pilot[None]) -> dict[str, tuple[int, int]]:
    """Show the labels, and return each with its column and line."""
    await pilot.press("semicolon")
    await until(pilot, lambda: isinstance(pilot.app.screen, JumpScreen))
    await pilot.pause()
    return {
        str(label.id).removeprefix("jump-"): (label.region.x, label.region.y)
        for label in pilot.app.screen.query(".jump-label")
    }


async def test_a_label_stands_on_each_row_and_leads_there(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=NARROW) as pilot:
        screen = await ready(pilot)
        places = await labelled(pilot)
        corner = screen.articles.content_region.offset
        assert list(places.values()) == [(corner.x, corner.y + 2 * row) for row in range(4)]
        await pilot.press(list(places)[2])
        await until(pilot, lambda: app.screen is screen)
        assert screen.articles.position == 2


async def test_a_label_stands_on_each_quote_and_leads_into_the_text(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        reader = screen.workbench.panes.reader
        quotes = list(reader.quotes_on_screen())
        assert quotes
        places = await labelled(pilot)
        offset, place = quotes[-1]
        corner = reader.content_region.offset
        label = next(label for label, at in places.items() if at == (corner.x + place.x, corner.y + place.y))
        await pilot.press(*label)
        await until(pilot, lambda: app.screen is screen)
        assert focused(screen) == "reader"
        assert reader.cursor == offset


@pytest.mark.parametrize("key", ["escape", "1", "enter"])
async def test_what_is_no_label_closes_them(desk: Desk, key: str) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await labelled(pilot)
        await pilot.press(key)
        await until(pilot, lambda: app.screen is screen)
        assert isinstance(screen, DeskScreen)
        assert screen.articles.position == 0
