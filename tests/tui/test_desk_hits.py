"""Going through what a search has found: in the text, and among the quotes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import WIDE, ready
from waiting import message_of, until_at_rest

from onrecord.tui.app import OnRecord
from onrecord.tui.widgets.key_line import KeyLine


async def test_n_goes_through_the_hits_of_the_search(desk: Callable[..., OnRecord]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("slash", *"strike", "enter", "enter")
        await until_at_rest(pilot)
        reader = screen.workbench.panes.reader
        starts = [start for start, _ in reader.hits]
        assert len(starts) > 1
        assert reader.cursor == starts[0]
        await pilot.press("n")
        assert reader.cursor == starts[1]
        assert message_of(screen) == f"Match 2 of {len(starts)} of the search."
        await pilot.press("N", "N")
        assert reader.cursor == starts[-1]
        await pilot.press("n")
        assert reader.cursor == starts[0]


async def test_enter_opens_the_first_hit_of_the_last_query(desk: Callable[..., OnRecord]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("G", "slash")
        for key in "said":
            await pilot.press(key)
            await until_at_rest(pilot)
        await pilot.press("enter", "enter")
        await until_at_rest(pilot)
        assert screen.open_article is not None
        assert screen.open_article.article.id == screen.articles.ids[0]


async def test_without_a_search_n_says_what_finds(desk: Callable[..., OnRecord]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("enter", "n")
        assert "f finds in the text" in message_of(screen)


async def test_quotes_of_a_search_for_words_hold_the_words(desk: Callable[..., OnRecord]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("slash", *"strike", "enter", "Q")
        await until_at_rest(pilot)
        pane = screen.workbench.quote_search.pane
        assert pane is not None
        narrowed = len(pane.ids)
        assert str(pane.border_title).endswith("with the words")
        await pilot.press("w")
        await until_at_rest(pilot)
        assert "with the words" not in str(pane.border_title)
        assert len(pane.ids) >= narrowed


async def test_without_words_in_the_search_there_are_no_quotes_with_the_words(
    desk: Callable[..., OnRecord],
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("Q")
        await until_at_rest(pilot)
        await pilot.press("w")
        assert message_of(screen) == "No words are searched for that a quote could have."
        await pilot.press("slash", *"strike", "enter")
        await until_at_rest(pilot)
        pane = screen.workbench.quote_search.pane
        assert pane is not None
        assert str(pane.border_title).endswith("with the words")


@pytest.mark.parametrize(("keys", "noun"), [((), "article"), (("Q",), "quote")])
async def test_where_the_list_ends_there_is_no_next_one(
    desk: Callable[..., OnRecord], keys: tuple[str, ...], noun: str
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press(*keys)
        await until_at_rest(pilot)
        await pilot.press("g", "K")
        assert message_of(screen) == f"No {noun} above in the list."
        await pilot.press("G", "J")
        assert message_of(screen) == f"No {noun} below in the list."


async def test_while_something_is_typed_to_be_found_the_keys_of_that_are_shown(
    desk: Callable[..., OnRecord],
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("enter", "f", "s")
        await pilot.pause()
        keys = screen.query_one(KeyLine).render_line(0).text
        assert "⏎ to the text" in keys
        assert "esc close" in keys
        await pilot.press("enter")
        assert screen.listing.focus.pane == "reader"


async def test_a_search_for_a_speaker_goes_to_their_quote(desk: Callable[..., OnRecord]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("slash", *"speaker:brandt said:call", "enter", "enter")
        await until_at_rest(pilot)
        quote = screen.workbench.panes.reader.quote
        assert quote is not None
        assert screen.open_article is not None
        assert screen.open_article.quotes[quote].actors == ["Tom Brandt"]
        assert screen.open_article.quotes[quote].quote.startswith("“They call it an offer.")
