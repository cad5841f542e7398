"""Searching on the desk: what is typed and listed, in which order and groups."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from desk_pilot import WIDE, Desk, focused, listed, started, titles
from patience import PATIENCE
from textual.widgets import Input, Static
from waiting import WatchedEvent, until, until_at_rest

from onrecord.archive import ORDERS, Archive, Query, parse
from onrecord.tui.screens.sorting import KEYS, SortMenu


async def test_the_grammar_is_loaded_beside_the_desk_when_the_cursor_comes_into_the_search(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def parsed(text: str, **how: bool) -> Query:
        threads.append(threading.current_thread())
        return parse(text, **how)

    monkeypatch.setattr("onrecord.tui.screens.desk.article_list.parse", parsed)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        assert not threads
        await pilot.press("slash")
        await until(pilot, lambda: bool(threads))
        assert threads[0] is not threading.main_thread()


async def test_searching_as_one_types(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("slash", *"strike")
        await listed(pilot)
        assert titles(screen) == ["Port strike enters its third week"]
        assert screen.workbench.panes.reader.hits
        await pilot.press("enter")
        assert focused(screen) == "articles"
        await pilot.press("enter")
        start, end = screen.workbench.panes.reader.hits[0]
        assert start <= screen.workbench.panes.reader.cursor < end
        await pilot.press("q", "escape")
        await listed(pilot)
        assert len(titles(screen)) == 4
        assert not screen.workbench.panes.reader.hits


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ('"third week"', 1),
        ("week -strike", 0),
        ("tag:economy", 2),
        ("source:harbour", 2),
        ("actor:adeyemi", 1),
        ("speaker:brandt", 1),
        ("said:photograph speaker:brandt", 1),
        ("said:photograph speaker:adeyemi", 0),
        ("before:2024-03-12", 1),
        ("after:2024-03-14", 2),
    ],
)
async def test_the_search_language(desk: Desk, query: str, count: int) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        screen.query_one("#search", Input).value = query
        await listed(pilot)
        assert len(titles(screen)) == count


async def test_a_wrong_query_is_said_and_leaves_the_list(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("/")
        screen.query_one("#search", Input).value = "before:soon-ish"
        await pilot.press("enter")
        await until_at_rest(pilot)
        assert screen.query_one("#query-error").display
        assert len(titles(screen)) == 4


async def test_a_wrong_query_is_said_also_while_another_is_looked_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = threading.Event()
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        ids = screen.archive.search.ids
        monkeypatch.setattr(
            screen.archive.search, "ids", lambda *args, **named: looked_up.wait(PATIENCE) and ids(*args, **named)
        )
        await pilot.press("/", *"sped")
        await pilot.press("colon", "x")
        looked_up.set()
        await until_at_rest(pilot)
        assert "no field “sped”" in str(screen.query_one("#query-error", Static).content)
        assert screen.query_one("#query-error").display
        assert len(titles(screen)) == 4


async def test_an_unfinished_query_is_no_error(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("/")
        for key in 'strike tag:economy said:"photograph of':
            await pilot.press({" ": "space", ":": "colon", '"': "quotation_mark"}.get(key, key))
            assert not screen.query_one("#query-error").display, screen.listing.query_text
        await listed(pilot)
        assert titles(screen) == ["Port strike enters its third week"]


async def test_every_order_has_its_key_and_is_kept_for_the_next_start(desk: Desk, archive: Archive) -> None:
    assert {order for order, _ in KEYS.values()} == set(ORDERS)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        for key, (order, _) in KEYS.items():
            await pilot.press("o")
            assert isinstance(app.screen, SortMenu)
            await pilot.press(key)
            assert pilot.app.screen is screen
            await listed(pilot)
            assert list(screen.articles.ids) == archive.search.ids(order=order)
            assert screen.articles.position == 0
        await pilot.press("o", "escape")
        await listed(pilot)
        assert list(screen.articles.ids) == archive.search.ids(order="best")
        await pilot.press("o", "k", "enter")  # the cursor stood on the order of now
        await listed(pilot)
        assert str(screen.articles.border_title) == "Articles 4 · most quotes"
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert list(screen.articles.ids) == archive.search.ids(order="quotes")


async def test_grouping_keeps_the_article_and_goes_through_day_source_and_nothing(
    desk: Desk, archive: Archive
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("j", "j")
        here = screen.articles.highlighted
        ids = list(screen.articles.ids)
        seen = []
        for _ in range(3):
            await pilot.press("O")
            await listed(pilot)
            assert screen.articles.highlighted == here
            assert sorted(screen.articles.ids) == sorted(ids)
            seen.append(str(screen.articles.border_title))
        assert seen == ["4 · newest · by day", "4 · newest · by source", "Articles 4 · newest"]
        await pilot.press("O", "O")
        await listed(pilot)
        by_source = list(screen.articles.ids)
        sources = [article.source.casefold() for article in archive.articles.get_many(by_source)]
        assert sources == sorted(sources)
        await pilot.press("J")
        assert screen.open_article is not None
        assert screen.open_article.article.id == screen.articles.highlighted
        assert screen.articles.position == by_source.index(screen.articles.highlighted)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await listed(pilot)
        assert list(screen.articles.ids) == by_source


async def test_keys_typed_ahead_act_on_what_was_searched_for(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        last = archive.articles.get_many(screen.articles.ids[-1:])[0]
        word = last.title.split()[-1]
        assert archive.search.ids(f"title:{word}") == [last.id]
        look_up = archive.search.ids

        def slowly(*arguments: object, **named: object) -> Sequence[int]:
            assert answered.was_awaited.wait(PATIENCE)
            return look_up(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(archive.search, "ids", slowly)
        answered = screen.listing._answered = WatchedEvent()
        answered.set()
        await pilot.press("/", *"title", "colon", *word, "enter", "enter")
        await until(pilot, lambda: screen.open_article is not None and screen.open_article.article.id == last.id)
        assert focused(screen) == "reader"


async def test_only_the_newest_search_is_shown(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await listed(pilot)
        look_up, show, go = archive.search.ids, screen.articles.show, threading.Event()
        asked: list[str] = []
        shown: list[str] = []

        def slowly(query: object = "", *arguments: object, **named: object) -> Sequence[int]:
            asked.append(str(query))
            assert go.wait(PATIENCE)
            return look_up(query, *arguments, **named)  # type: ignore[arg-type]

        def watched(*arguments: object, **named: object) -> None:
            shown.append(str(screen.listing.query))
            show(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(archive.search, "ids", slowly)
        monkeypatch.setattr(screen.articles, "show", watched)
        await pilot.press("/", *"port")
        assert len(titles(screen)) == 4  # the list stays as it is until something is found
        field = screen.query_one("#search", Input)
        for word in ("strike", "third"):
            field.value = word
            await pilot.pause()
        go.set()
        await listed(pilot)
        assert set(shown) == {str(screen.listing.query)}
        assert "third" in shown[0]
        assert len(asked) <= 3  # that which was being looked up already, and the newest: its first, then all
