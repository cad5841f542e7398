"""The list is what was found when it was made: what the reader or others do meanwhile moves nothing in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from desk_pilot import WIDE, focused, listed, started
from textual.pilot import Pilot
from textual.widgets import Input
from waiting import until

from onrecord.archive import Archive, Query, finish_typing, parse
from onrecord.base.records import Draft
from onrecord.tui.app import OnRecord
from onrecord.tui.model import article_listing
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.prompts import TagPrompt

Desk = Callable[..., OnRecord]


async def searched(pilot: Pilot[None], query: str) -> DeskScreen:
    """The desk with what a query finds, the cursor in the list."""
    screen = await started(pilot)
    await pilot.press("slash")
    screen.query_one("#search", Input).value = query
    await pilot.press("enter")
    await until(pilot, lambda: screen.listing.query == parse(finish_typing(query)) and not screen.listing.is_busy)
    return screen


async def reading(pilot: Pilot[None], screen: DeskScreen, article: int) -> None:
    """Wait until an article is open and the list has taken notice of all that was done."""
    await listed(pilot)
    await until(pilot, lambda: screen.open_article and screen.open_article.article.id == article)


def dim_titles(screen: DeskScreen) -> list[str]:
    """The titles of the rows that fit the search no more."""
    return [article.title for article in screen.archive.articles.get_many(sorted(screen.articles._dimmed))]


async def test_what_is_read_stays_among_the_unread_until_the_list_is_made_again(
    desk: Desk, archive: Archive
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "is:unread")
        ids = list(screen.articles.ids)
        await pilot.press("j", "enter")
        await reading(pilot, screen, ids[1])
        assert focused(screen) == "reader"
        assert archive.articles.get(ids[1]).read
        assert not archive.articles.get(ids[2]).read
        assert list(screen.articles.ids) == ids
        assert screen.articles.highlighted == ids[1]
        assert dim_titles(screen) == [archive.articles.get(ids[1]).title]
        await pilot.press("J")
        await reading(pilot, screen, ids[2])
        await pilot.press("q", "enter")
        await listed(pilot)
        assert list(screen.articles.ids) == ids
        await pilot.press("q", "r")
        await listed(pilot)
        assert list(screen.articles.ids) == [ids[0], ids[3]]
        assert screen.articles.highlighted == ids[3]
        assert dim_titles(screen) == []


async def test_what_fits_again_is_dim_no_longer(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "is:unread")
        await pilot.press("u")
        await listed(pilot)
        assert len(dim_titles(screen)) == 1
        await pilot.press("ctrl+z")
        await listed(pilot)
        assert dim_titles(screen) == []
        assert len(screen.articles.ids) == 4


async def test_a_tag_that_ends_the_match_leaves_what_is_open(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "-#done the")
        ids = list(screen.articles.ids)
        assert len(ids) > 1
        await pilot.press("enter", "t")
        await until(pilot, lambda: isinstance(app.screen, TagPrompt))
        await pilot.press(*"done", "enter")
        await until(pilot, lambda: "done" in archive.articles.get(ids[0]).tags)
        await reading(pilot, screen, ids[0])
        assert list(screen.articles.ids) == ids
        assert screen.articles.position == 0
        await pilot.press("q", "slash")
        screen.query_one("#search", Input).value = "-#done"
        await pilot.press("enter")
        await until(pilot, lambda: screen.listing.query == parse("-#done") and not screen.listing.is_busy)
        assert ids[0] not in screen.articles.ids


async def test_unread_first_keeps_its_order_until_it_is_sorted_again(desk: Desk, archive: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("o", "u")
        await until(pilot, lambda: screen.listing.arrangement.order == "unread" and not screen.listing.is_busy)
        ids = list(screen.articles.ids)
        await pilot.press("enter")
        await reading(pilot, screen, ids[0])
        assert list(screen.articles.ids) == ids
        assert screen.articles.position == 0
        await pilot.press("J")
        await reading(pilot, screen, ids[1])
        await pilot.press("q", "o", "u")
        await until(pilot, lambda: set(screen.articles.ids[-2:]) == set(ids[:2]))
        assert list(screen.articles.ids) == archive.search.ids(order="unread")


@pytest.mark.parametrize("group", ["", "day", "source"])
async def test_others_add_articles_and_take_none_away(desk: Desk, archive: Archive, group: str) -> None:
    article_listing.save_arrangement(archive, article_listing.Arrangement("newest", group))
    async with desk().run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "is:unread")
        ids = list(screen.articles.ids)
        await pilot.press("j", "enter")
        await reading(pilot, screen, screen.articles.highlighted or 0)
        here = screen.articles.highlighted
        with Archive.open(archive.folder) as other:
            other.articles.update(ids, read=True)
            new = other.articles.add(
                Draft(title="Late news", text="Something happened.", published="2031-01-01")
            ).id
        await until(pilot, lambda: new in screen.articles.ids)
        assert [article for article in screen.articles.ids if article != new] == ids
        assert screen.articles.highlighted == here
        assert screen.open_article is not None
        assert screen.open_article.article.id == here
        assert len(dim_titles(screen)) == 4
        if group != "source":
            assert screen.articles.ids[0] == new


async def test_what_others_remove_is_gone(desk: Desk, archive: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "is:unread")
        ids = list(screen.articles.ids)
        await pilot.press("enter")
        await reading(pilot, screen, ids[0])
        with Archive.open(archive.folder) as other:
            other.articles.remove([ids[2]])
        await until(pilot, lambda: ids[2] not in screen.articles.ids)
        assert list(screen.articles.ids) == [ids[0], ids[1], ids[3]]


async def test_quotes_of_an_article_that_is_read_stay_among_those_of_the_unread(
    desk: Desk, archive: Archive
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "is:unread")
        await pilot.press("Q")
        await until(
            pilot, lambda: screen.workbench.quote_search.pane and screen.workbench.quote_search.pane.highlighted
        )
        await listed(pilot)
        assert screen.workbench.quote_search.pane is not None
        rows, article = list(screen.workbench.quote_search.pane.ids), screen.workbench.quote_search.pane.ids[0][0]
        await pilot.press("enter")
        await until(pilot, lambda: archive.articles.get(article).read)
        await reading(pilot, screen, article)
        assert list(screen.workbench.quote_search.pane.ids) == rows
        await pilot.press("q", "r")
        await until(
            pilot,
            lambda: screen.workbench.quote_search.pane and len(screen.workbench.quote_search.pane.ids) < len(rows),
        )
        assert article not in {each for each, _ in screen.workbench.quote_search.pane.ids}


def test_new_articles_stand_behind_their_neighbour(archive: Archive) -> None:
    ids = archive.search.ids()
    query = parse("is:unread")
    archive.articles.update(ids[:1], read=True)
    made = next(_listings(archive, query))
    assert list(made.ids) == ids[1:]
    archive.articles.update(ids[1:2], read=True)
    archive.articles.update(ids[:1], read=False)
    new = archive.articles.add(Draft(title="x", text="x.", published="1999-01-01")).id
    now = next(_listings(archive, query, made))
    assert list(now.ids) == [ids[0], *ids[1:], new]
    assert now.unmatched == {ids[1]}
    assert now.keeps_rows
    assert next(_listings(archive, query, now)).ids == now.ids
    assert not next(_listings(archive, query)).keeps_rows


def _listings(
    archive: Archive, query: Query, made: article_listing.ArticleListing | None = None
) -> Iterator[article_listing.ArticleListing]:
    arrangement = article_listing.Arrangement()
    return article_listing.lookup_articles(archive, query, arrangement, first_at_once=False, previous=made)(
        lambda: False
    )


async def test_a_list_without_what_is_being_read_leaves_it_open(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.articles.ids[0]
        await pilot.press("enter")
        await reading(pilot, screen, article)
        previews: list[object] = []
        monkeypatch.setattr(screen.workbench.article, "show_soon", previews.append)
        screen.listing.search_for("is:unread")
        await until(pilot, lambda: len(screen.articles.ids) == 3 and not screen.listing.is_busy)
        assert focused(screen) == "reader"
        assert not previews
        assert screen.open_article is not None
        assert screen.open_article.article.id == article
