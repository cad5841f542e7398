"""Going back to where one was: to the list, the line, the dossier's row, the review."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import WIDE, ready
from waiting import message_of, until, until_at_rest

from onrecord.archive import Archive
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.dossier import DossierScreen
from onrecord.tui.screens.prompts import Confirm
from onrecord.tui.widgets.key_line import KeyLine


async def test_q_leads_from_a_dossiers_article_back_to_its_row(desk: Callable[..., OnRecord]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("enter", "right_square_bracket", "D")
        await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen) and pilot.app.screen.dossier)
        await pilot.press("j", "enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        await until_at_rest(pilot)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen) and pilot.app.screen.dossier)
        dossier = pilot.app.screen
        assert isinstance(dossier, DossierScreen)
        assert dossier.place.cursor == 1
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.listing.focus.pane == "reader"
        await pilot.press("q")
        assert screen.listing.focus.pane == "articles"


async def test_at_both_ends_of_the_places_it_is_said(desk: Callable[..., OnRecord]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("ctrl+o")
        assert message_of(screen) == "There is no place to go back to."
        await pilot.press("enter", "alt+right")
        assert message_of(screen) == "There is no place to go forward to."


async def test_back_and_forward_through_searches_and_lines(desk: Callable[..., OnRecord]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("enter", "j", "j", "j")
        reader = screen.workbench.panes.reader
        article, offset = screen.open_article, reader.cursor
        assert article is not None
        assert offset > 0
        await pilot.press("slash", *"strike", "enter")
        await until_at_rest(pilot)
        assert len(screen.articles.ids) < 4
        await pilot.press("ctrl+o")
        await until_at_rest(pilot)
        assert screen.listing.query_text == ""
        assert screen.open_article is not None
        assert screen.open_article.article.id == article.article.id
        assert (screen.listing.focus.pane, reader.cursor) == ("reader", offset)
        await pilot.press("ctrl+i")
        await until_at_rest(pilot)
        assert screen.listing.query_text == "strike*"
        assert screen.listing.focus.pane == "articles"


async def test_who_has_been_elsewhere_is_asked_before_the_desk_ends(desk: Callable[..., OnRecord]) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("enter", "q", "q")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        assert app.is_running
        await pilot.press("q", "y")
    assert app.return_code == 0


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_the_key_that_asks_to_leave_leaves_when_pressed_again(
    desk: Callable[..., OnRecord], key: str
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("enter", "q", "q")
        key_line = app.screen.query_one(KeyLine)
        assert key_line.region.y == WIDE[1] - 1  # on that of the desk
        assert key_line.render_line(0).text.split() == ["y", "yes", "n", "no", "←", "other"]
        await pilot.press(key)
    assert app.return_code == 0


async def test_who_has_been_nowhere_leaves_at_once(desk: Callable[..., OnRecord]) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("q")
    assert app.return_code == 0


@pytest.mark.parametrize("start", [[], ["enter"]], ids=["list", "text"])
@pytest.mark.parametrize("keys", ["1", "2", "3", "12", "F", "F1", "L", "Q", "z", "?", "V", "%", "4"])
async def test_q_goes_back_to_the_list_or_the_text_that_was_left(
    desk: Callable[..., OnRecord], archive: Archive, start: list[str], keys: str
) -> None:
    archive.saved_searches.save("Strikes", "strike")
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press(*start)
        pane = screen.listing.focus.pane
        await pilot.press(*keys)
        await until_at_rest(pilot)
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.listing.focus.pane == pane
        if start:
            await pilot.press("q")
        assert screen.listing.focus.pane == "articles"
