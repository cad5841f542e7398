"""Keys that are typed before the panes of the article are there act when they are, in their order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from desk_pilot import NARROW, WIDE, focused, started
from textual import events
from textual.pilot import Pilot
from waiting import until

from onrecord.tui.app import OnRecord
from onrecord.tui.looks.keymap import ACTIONS
from onrecord.tui.screens.desk import DeskScreen

Desk = Callable[..., OnRecord]


@pytest.fixture
def second_step(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Holds the desk in the first step of its start until it is set."""
    may_go_on = asyncio.Event()
    add_workbench = DeskScreen.add_workbench

    async def wait(screen: DeskScreen) -> None:
        await may_go_on.wait()
        await add_workbench(screen)

    monkeypatch.setattr(DeskScreen, "add_workbench", wait)
    return may_go_on


async def first_list(pilot: Pilot[None]) -> DeskScreen:
    """Wait until the list is there, without an article beside it."""
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    await until(pilot, lambda: len(screen.articles.ids) == 4 and not screen.listing.is_busy)
    assert not screen.is_ready
    return screen


async def test_a_command_waits_for_the_article(desk: Desk, second_step: asyncio.Event) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await first_list(pilot)
        article = screen.articles.highlighted
        assert article is not None
        await pilot.press("s")
        assert not screen.archive.articles.get(article).starred
        second_step.set()
        await started(pilot)
        assert screen.archive.articles.get(article).starred


async def test_all_keys_after_it_wait_as_well(desk: Desk, second_step: asyncio.Event) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await first_list(pilot)
        first, second = screen.articles.ids[:2]
        await pilot.press("s", "j", "u", "J")
        assert screen.articles.highlighted == first
        second_step.set()
        await started(pilot)
        await until(pilot, lambda: screen.articles.highlighted == screen.articles.ids[2])
        assert screen.archive.articles.get(first).starred
        assert not screen.archive.articles.get(second).starred
        assert focused(screen) == "articles"


async def test_an_article_that_is_opened_is_read_then(desk: Desk, second_step: asyncio.Event) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await first_list(pilot)
        await pilot.press("j", "enter", "]")
        assert focused(screen) == "articles"
        second_step.set()
        await started(pilot)
        await until(pilot, lambda: screen.workbench.panes.reader.quote is not None)
        assert focused(screen) == "reader"
        assert screen.open_article is not None
        assert screen.open_article.article.id == screen.articles.ids[1]
        assert screen.open_article.article.read


@pytest.mark.parametrize("keys", [["enter", "3"], ["s", "enter", "3"]])
async def test_what_follows_an_early_enter_is_for_the_article(
    desk: Desk, second_step: asyncio.Event, keys: list[str]
) -> None:
    async with desk().run_test(size=NARROW) as pilot:
        screen = await first_list(pilot)
        for key in keys:  # at once, as they come from a terminal
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        second_step.set()
        await started(pilot)
        await until(pilot, lambda: focused(screen) != "articles")
        await pilot.pause()
        assert focused(screen) == "notes"


async def test_searching_and_sorting_wait_for_nothing(desk: Desk, second_step: asyncio.Event) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await first_list(pilot)
        await pilot.press("slash", *"strike", "enter")
        await until(pilot, lambda: len(screen.articles.ids) == 1)
        await pilot.press("q")
        await until(pilot, lambda: len(screen.articles.ids) == 4)
        await pilot.press("o", "t")
        await until(pilot, lambda: screen.listing.arrangement.order == "title")
        assert not screen.is_ready
        second_step.set()
        await started(pilot)


async def test_the_desk_can_be_left_at_once(desk: Desk, second_step: asyncio.Event) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await first_list(pilot)
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running or app.return_code is not None)
        assert app.return_code == 0


async def test_the_key_table_names_what_the_desk_does(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        offered = {*screen.list_commands(), *screen.workbench.commands()}
        assert {action.name for action in ACTIONS if action.is_command} <= offered
        assert offered - {action.name for action in ACTIONS} == {"leave_search", "close_search"}


async def test_a_key_after_enter_is_for_the_article_that_enter_opens(desk: Desk) -> None:
    async with desk().run_test(size=NARROW) as pilot:
        screen = await started(pilot)
        for key in ("enter", "3"):  # at once, as they come from a terminal
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: focused(screen) != "articles" and screen.open_article is not None)
        await pilot.pause()
        assert focused(screen) == "notes"
