"""Two articles side by side on the desk: which they are, what is marked, and going from difference to difference."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import NARROW, WIDE, focused, ready, started
from list_sample import ListApp, shown
from textual.pilot import Pilot
from textual.widgets import Static
from waiting import message_of, until

from onrecord.archive import Archive
from onrecord.base.records import Draft
from onrecord.base.text_changes import TextChange, paragraph_pairs, text_changes
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.difference import DifferenceScreen
from onrecord.tui.widgets.paragraph_pairs import ParagraphPairs, paragraph_with_marks

Desk = Callable[..., OnRecord]

FIRST = "The gates stay shut.\n\nShips wait outside.\n\nThe council meets on Monday."
SECOND = "The gates are open.\n\nShips wait outside.\n\nThe council meets on Friday."


@pytest.fixture
def pair(archive: Archive) -> Archive:
    """The archive with two articles more, which are the newest and differ in two paragraphs."""
    archive.articles.add(Draft(title="Gates shut", text=FIRST, source="Post", published="2026-10-01"))
    archive.articles.add(Draft(title="Gates open", text=SECOND, source="Wire", published="2026-10-02"))
    return archive


async def compared(pilot: Pilot[None], *keys: str) -> ParagraphPairs:
    await pilot.press(*keys, "C")
    await until(pilot, lambda: isinstance(pilot.app.screen, DifferenceScreen))
    pairs = pilot.app.screen.query_one(ParagraphPairs)
    await until(pilot, pairs.count)
    return pairs


def test_what_differs_is_marked_in_a_paragraph_of_one_line() -> None:
    pieces = [
        TextChange("same", "The  gates "),
        TextChange("removed", "stay\nshut"),
        TextChange("same", " today. "),
    ]
    assert paragraph_with_marks(pieces) == ("The gates stay shut today.", [(10, 19)])
    assert paragraph_with_marks([TextChange("added", "all")]) == ("all", [(0, 3)])
    assert paragraph_with_marks([]) == ("", [])


async def test_texts_stand_side_by_side() -> None:
    pairs = ParagraphPairs()
    async with ListApp(pairs).run_test(size=(60, 10)) as pilot:
        pairs.show(paragraph_pairs(text_changes(FIRST, SECOND)))
        await pilot.pause()
        lines = shown(pairs)
        assert lines[0] == " The gates stay shut.        ≠ The gates are open."
        assert lines[2] == " Ships wait outside.           Ships wait outside."
        assert pairs.go_to_difference(1)
        assert pairs.cursor == 2
        assert not pairs.go_to_difference(1)
        assert pairs.go_to_difference(-1)
        assert pairs.cursor == 0


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_two_marked_articles_are_compared(desk: Desk, pair: Archive, size: tuple[int, int]) -> None:
    app = desk()
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        pairs = await compared(pilot, "m", "m")
        facts = str(app.screen.query_one("#difference-facts", Static).content)
        assert facts == " 75% of the words in common · 2 of 3 paragraphs differ"
        await pilot.press("n")
        assert pairs.cursor == 2
        await pilot.press("n")
        assert "no other difference" in message_of(app.screen)
        await pilot.press("N")
        assert pairs.cursor == 0
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        assert screen.open_article is not None
        assert screen.open_article.article.title == "Gates shut"  # the list has the newest first


async def test_q_goes_from_the_article_back_to_the_paragraph(desk: Desk, pair: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await compared(pilot, "m", "m")
        await pilot.press("n", "l")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, DifferenceScreen))
        pairs = app.screen.query_one(ParagraphPairs)
        await until(pilot, pairs.count)
        assert pairs.cursor == 2


async def test_q_stays_in_the_article_where_the_other_one_is_gone(desk: Desk, pair: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await compared(pilot, "m", "m")
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        pair.articles.remove([screen.listing.pane.ids[1]])
        await pilot.press("q")
        await until(pilot, lambda: message_of(screen) == "One of the two articles is no longer in the archive.")
        assert isinstance(app.screen, DeskScreen)
        await pilot.press("q")
        await until(pilot, lambda: focused(screen) == "articles")


async def test_a_marked_article_is_compared_with_the_one_under_the_cursor(desk: Desk, pair: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await compared(pilot, "m")  # which goes on to the next one
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))


async def test_without_two_articles_it_says_how_to_get_there(desk: Desk, pair: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("C")
        await pilot.pause()
        assert app.screen is screen
        assert "Mark two articles with m" in message_of(screen)
