"""The first steps: on which archives they are shown, what they say, and that they go away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_pilot import NARROW, WIDE
from textual.pilot import Pilot
from textual.widgets import Static
from waiting import message_of, until

from onrecord.archive import Archive
from onrecord.base.records import Draft
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.model.desk_session import DeskSession, load_session, save_session
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.welcome import WelcomeScreen


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "empty") as archive:
        yield archive


def desk_on(archive: Archive, keys: dict[str, str] | None = None) -> OnRecord:
    """The desk as it is started by the command."""
    return OnRecord(Settings(archive=archive.folder, keys=keys or {}), archive, load_session(archive))


async def welcomed(pilot: Pilot[None]) -> str:
    """Wait for the first steps, and return what they say."""
    await until(pilot, lambda: isinstance(pilot.app.screen, WelcomeScreen))
    return str(pilot.app.screen.query_one("#welcome", Static).content)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_enter_adds_the_article_that_comes_with_onrecord(empty: Archive, size: tuple[int, int]) -> None:
    app = desk_on(empty, {"next_quote": "f6"})
    async with app.run_test(size=size) as pilot:
        text = await welcomed(pilot)
        assert "f6        Go to the next quote" in text
        assert app.screen.query_one(".prompt").region.height < size[1]
        await pilot.press("enter")
        screen = app.screen_stack[0]
        assert isinstance(screen, DeskScreen)
        await until(pilot, lambda: len(screen.articles.ids) == 1)
        assert app.screen is screen
        assert message_of(screen).strip() == "Added the article that comes with onrecord."
    assert not load_session(empty).is_first


async def test_escape_begins_without_and_it_does_not_come_again(empty: Archive) -> None:
    app = desk_on(empty)
    async with app.run_test(size=WIDE) as pilot:
        await welcomed(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert empty.search.count() == 0
    app = desk_on(empty)
    async with app.run_test(size=WIDE) as pilot:
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        await until(pilot, lambda: screen.is_ready)
        assert app.screen is screen


async def test_an_archive_with_articles_needs_no_welcome(empty: Archive) -> None:
    empty.articles.add(Draft(title="Quay", text="The quay opens."))
    app = desk_on(empty)
    async with app.run_test(size=WIDE) as pilot:
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        await until(pilot, lambda: screen.is_ready)
        assert app.screen is screen


def test_the_first_session_of_an_archive_is_known(empty: Archive) -> None:
    assert load_session(empty) == DeskSession(is_first=True)
    save_session(empty, DeskSession())
    assert load_session(empty) == DeskSession()
