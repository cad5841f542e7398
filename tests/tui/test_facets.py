"""Facets beside the list, and narrowing the search by them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from desk_pilot import NARROW, WIDE, focused, listed, started, titles
from textual.dom import DOMNode
from textual.pilot import Pilot
from waiting import until

from onrecord.archive import parse
from onrecord.archive.search import facets as archive_facets
from onrecord.tui.app import OnRecord
from onrecord.tui.model import facet_query
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.widgets.facet_list import FacetList, Value
from onrecord.tui.widgets.search_bar import SearchBar

Desk = Callable[..., OnRecord]


async def counted(pilot: Pilot[None], articles: int) -> FacetList:
    """Wait until the facets of so many articles are shown."""
    facets = pilot.app.screen.query_one(FacetList)
    await until(pilot, lambda: str(facets.border_title) == f"Facets of {articles}")
    return facets


def values(facets: FacetList, facet: str) -> list[tuple[str, int | None]]:
    return [(row.value, row.count) for row in facets._rows if isinstance(row, Value) and row.facet == facet]


@pytest.mark.parametrize(
    ("text", "facet", "value", "narrowed"),
    [
        ("", "actors", "Ann Adler", 'actor:"Ann Adler"'),
        ("strike", "months", "2024-03", "strike date:2024-03"),
        ("strike or lockout", "tags", "a b", '(strike or lockout) tag:"a b"'),
        ("strike sort:oldest", "sources", "wire", 'strike source:"wire" sort:oldest'),
        ("-strike", "sources", 'The "Post"', '-strike source:"The Post"'),
    ],
)
def test_a_search_is_narrowed_and_widened_again(text: str, facet: str, value: str, narrowed: str) -> None:
    assert facet_query.toggle_value(text, facet, value) == narrowed
    assert facet_query.is_chosen(parse(narrowed), facet, value)
    assert not facet_query.is_chosen(parse(text), facet, value)
    assert parse(facet_query.toggle_value(narrowed, facet, value)) == parse(text)


def test_what_must_be_absent_is_not_chosen() -> None:
    assert not facet_query.is_chosen(parse('-tag:"a"'), "tags", "a")


async def test_the_screen_is_styled_once_when_the_facets_open_and_close(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("F", "F")
        styled: list[object] = []
        update_styles = pilot.app.update_styles

        def record(node: DOMNode, *, animate: bool = False) -> None:
            styled.append(node)
            update_styles(node, animate=animate)

        monkeypatch.setattr(pilot.app, "update_styles", record)
        await pilot.press("F")
        assert (focused(screen), styled.count(screen)) == ("facets", 1)
        await pilot.press("F")
        assert (focused(screen), styled.count(screen)) == ("articles", 2)
        assert not screen.query_one(FacetList).display


async def test_the_facets_count_what_is_found_and_follow_the_search(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("F")
        facets = await counted(pilot, 4)
        assert focused(screen) == "facets"
        assert facets.display
        assert not screen.workbench.panes.sidebar.display
        expected = screen.archive.search.facets()
        for facet in ("actors", "sources", "tags", "months"):
            assert values(facets, facet) == getattr(expected, facet)
        await pilot.press("/", *"strike", "enter")
        await listed(pilot)
        await counted(pilot, screen.archive.search.count("strike"))


async def test_of_very_many_articles_the_first_are_counted_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_facets, "FIRST_COUNTED", 3)
    is_seen = Event()
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        count_all = screen.archive.search.facets

        def count_later(*arguments: Any, **options: Any) -> archive_facets.Facets:
            is_seen.wait()
            return count_all(*arguments, **options)

        monkeypatch.setattr(screen.archive.search, "facets", count_later)
        await pilot.press("F")
        facets = screen.query_one(FacetList)
        await until(pilot, lambda: str(facets.border_title) == "Facets of the first 3")
        assert sum(count or 0 for _, count in values(facets, "months")) == 3
        is_seen.set()
        await counted(pilot, 4)
        assert values(facets, "months") == count_all().months


async def test_enter_narrows_the_search_and_again_takes_it_back(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        before = titles(screen)
        await pilot.press("F")
        facets = await counted(pilot, 4)
        row = facets._rows[facets.cursor]
        assert isinstance(row, Value)
        assert row.facet == "actors"
        await pilot.press("enter")
        await listed(pilot)
        assert screen.query_one(SearchBar).value == f'actor:"{row.value}"'
        assert len(screen.articles.ids) == row.count
        assert row.count is not None
        await counted(pilot, row.count)
        here = facets._rows[facets.cursor]
        assert isinstance(here, Value)
        assert (here.value, here.is_chosen) == (row.value, True)
        await pilot.press("enter")
        await listed(pilot)
        assert screen.query_one(SearchBar).value == ""
        assert titles(screen) == before


@pytest.mark.parametrize("key", ["F", "q"])
async def test_the_facets_close(desk: Desk, key: str) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("F")
        facets = await counted(pilot, 4)
        await pilot.press(key)
        await pilot.pause()
        assert focused(screen) == "articles"
        assert not facets.display
        assert screen.workbench.panes.sidebar.display


async def test_the_sidebar_is_back_while_reading(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("F")
        facets = await counted(pilot, 4)
        width = screen.workbench.panes.reader.size.width
        await pilot.press("h")
        assert focused(screen) == "articles"
        await pilot.press("tab")
        assert focused(screen) == "facets"
        await pilot.press("tab")
        await pilot.pause()
        assert focused(screen) == "reader"
        assert screen.workbench.panes.sidebar.display
        assert not facets.display
        assert screen.workbench.panes.reader.size.width == width
        await pilot.press("q")
        await pilot.pause()
        assert facets.display


async def test_facets_are_a_pane_of_their_own_on_a_narrow_screen(desk: Desk) -> None:
    async with desk().run_test(size=NARROW) as pilot:
        screen = await started(pilot)
        await pilot.press("F")
        facets = await counted(pilot, 4)
        await pilot.pause()
        assert facets.outer_size.width == 80
        assert not screen.query_one("#left").display
        await pilot.press("h")
        await pilot.pause()
        assert screen.query_one("#left").display
        assert not facets.display


async def test_a_search_that_finds_nothing_says_why(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert isinstance(screen, DeskScreen)
        await pilot.press("/", *"strike tag:nowhere", "enter")
        await listed(pilot)
        assert "There is no tag “nowhere”." in screen.articles.empty_text
        await pilot.press("escape")
        await listed(pilot)
        assert len(screen.articles.ids) == 4
