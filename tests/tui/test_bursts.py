"""Keys that arrive together: typed ahead, repeated by the keyboard, or in one packet of a network."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from itertools import accumulate
from threading import Event
from typing import Any

import pytest
from desk_pilot import WIDE, started
from patience import PATIENCE
from textual import events
from textual.command import CommandList
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input
from waiting import WatchedEvent, message_of, until

from onrecord.archive import Archive, Query
from onrecord.archive.parts.article_search import ArticleSearch
from onrecord.archive.search.article_ids import ArticleIds
from onrecord.tui import screens
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.desk.article_edits import ArticleEditController
from onrecord.tui.screens.dialog import ClosesOnce
from onrecord.tui.screens.dossier import DossierScreen
from onrecord.tui.screens.palette import Palette
from onrecord.tui.screens.prompts import NoteEditor
from onrecord.tui.screens.reviews import ReviewScreen

Desk = Callable[..., OnRecord]


def burst(app: OnRecord, *keys: str) -> None:
    """Send keys as the terminal's driver does, the next before the one before it has acted."""
    for key in keys:
        character = key if len(key) == 1 else None
        app.post_message(events.Key(_character_to_key(key) if character else key, character))


async def back_on(pilot: Pilot[None], screen: DeskScreen) -> None:
    """Wait until a screen is the one that is used again, with no other above it."""
    await until(pilot, lambda: pilot.app.screen is screen and not pilot.app._exception)
    assert pilot.app.is_running


@pytest.mark.parametrize(
    ("opening", "keys"),
    [
        ("o", ["enter", "enter"]),
        ("o", ["s", "s", "s"]),
        ("o", ["escape", "escape"]),
        ("t", ["x", "enter", "enter", "enter"]),
        ("]c", ["enter", "enter"]),
        ("?", ["q", "question_mark", "escape"]),
    ],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["posted", "pressed"])
async def test_a_dialog_closes_once(desk: Desk, opening: str, keys: list[str], at_once: bool) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press(*opening)
        dialog = app.screen
        assert isinstance(dialog, ClosesOnce)
        if at_once:
            burst(app, *keys)
        else:
            await pilot.press(*keys)
        await until(pilot, lambda: not dialog.is_running)
        await pilot.pause()
        if app.screen is not screen:  # the choice of what to set right asks further
            assert opening == "]c"
            await pilot.press("escape")
        await back_on(pilot, screen)
        if opening == "t":
            assert screen.open_article is not None
            assert screen.archive.articles.get(screen.open_article.article.id).tags.count("x") == 1


async def test_what_follows_the_closing_of_a_dialog_is_for_the_desk(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.open_article is not None
        article = screen.open_article.article.id
        burst(app, "t", "x", "enter", "s", "t", "y", "enter")
        await until(pilot, lambda: {"x", "y"} <= set(screen.archive.articles.get(article).tags))
        await back_on(pilot, screen)
        await until(pilot, lambda: screen.archive.articles.get(article).starred)


async def test_what_follows_a_choice_is_for_the_dialog_that_it_opens(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "]")
        await until(pilot, lambda: screen.workbench.panes.reader.quote is not None)
        burst(app, "c", "p", *"Zoe", "enter", "s")
        await until(pilot, lambda: screen.archive.corrections.all())
        await back_on(pilot, screen)
        assert [correction.to for correction in screen.archive.corrections.all()] == ["Zoe"]
        assert screen.open_article is not None
        article = screen.open_article.article.id
        await until(pilot, lambda: screen.archive.articles.get(article).starred)


@pytest.mark.parametrize(
    ("opening", "typed_line", "line"), [("colon", "mark_r", "mark_range"), ("t", "har", "harbour ")]
)
async def test_a_completion_answers_what_stands_in_the_line(
    desk: Desk, archive: Archive, opening: str, typed_line: str, line: str
) -> None:
    archive.articles.tag(archive.search.ids()[:1], add=["harbour"])
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        await pilot.press("j", opening)
        field = app.screen.query_one(Input)
        field.value = ""
        await pilot.pause()
        burst(app, *typed_line, "tab")
        await until(pilot, lambda: field.value not in ("", *accumulate(typed_line)))
        assert field.value == line


@pytest.mark.parametrize("tag", ["x", "port strike"])
async def test_a_tag_is_typed_before_its_dialog_stands(desk: Desk, tag: str) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.open_article is not None
        article = screen.open_article.article.id
        burst(app, "t", *f'"{tag}"', "enter")
        await until(pilot, lambda: tag in screen.archive.articles.get(article).tags)
        await back_on(pilot, screen)


async def test_a_saved_search_is_named_before_its_dialog_stands(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("/", *"strike", "enter")
        await until(pilot, lambda: not screen.listing.is_busy)
        burst(app, "S", "ctrl+u", *"Jetty", "enter")
        await until(pilot, lambda: screen.archive.saved_searches.all())
        await back_on(pilot, screen)
        assert [saved.name for saved in screen.archive.saved_searches.all()] == ["Jetty"]


async def test_a_note_is_written_before_its_dialog_stands(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.open_article is not None
        article = screen.open_article.article.id
        burst(app, "a", *"Ask", "enter", *"the union.", "ctrl+s")
        await until(pilot, lambda: screen.archive.notes.on(article))
        await back_on(pilot, screen)
        assert [note.body for note in screen.archive.notes.on(article)] == ["Ask\nthe union."]


@pytest.fixture
def answers_may_come(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Holds the answers to searches, but for that of all articles, until it is set."""
    may_come = Event()
    find = ArticleSearch.ids

    def find_later(search: ArticleSearch, query: Query | str = "", *arguments: Any, **options: Any) -> ArticleIds:
        assert not query or may_come.wait(PATIENCE)
        return find(search, query, *arguments, **options)

    monkeypatch.setattr(ArticleSearch, "ids", find_later)
    yield may_come
    may_come.set()


@pytest.mark.parametrize(
    ("after", "pane"), [("", "reader"), ("q", "articles"), ("Q", "quote-search"), ("Qq", "reader")]
)
async def test_what_follows_a_search_is_for_what_it_finds(
    desk: Desk, answers_may_come: Event, after: str, pane: str
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        screen.listing._answered = is_answered = WatchedEvent()
        burst(app, "/", *"strike", "enter", "enter", *after)
        await asyncio.to_thread(is_answered.was_awaited.wait, PATIENCE)
        answers_may_come.set()
        await until(pilot, lambda: screen.listing.focus.pane == pane and not screen.listing.is_busy)
        await back_on(pilot, screen)
        assert screen.listing.query_text == "strike*"
        assert screen.open_article is not None
        assert list(screen.articles.ids) == [screen.open_article.article.id]


async def test_no_key_acts_on_the_rows_of_before(
    desk: Desk, answers_may_come: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        monkeypatch.setattr("onrecord.tui.screens.desk.article_list._PATIENCE", 0.001)
        await pilot.press("/", *"strike", "enter", "enter", "d")
        assert message_of(screen) == "Still searching; q gives up."
        assert len(screen.archive.search.ids()) == 4
        await pilot.press("q")
        answers_may_come.set()
        await until(pilot, lambda: not screen.listing.is_busy)
        await back_on(pilot, screen)
        assert screen.listing.focus.pane == "articles"
        assert screen.listing.query_text == ""
        assert len(screen.articles.ids) == 4


async def test_a_question_that_comes_meanwhile_has_its_safe_answer(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        burst(app, "a", *"Ask", "escape", "enter")  # enter: keep writing
        await until(pilot, lambda: isinstance(app.screen, NoteEditor))
        await pilot.press("s", "ctrl+s")
        await until(pilot, lambda: screen.open_article is not None and screen.open_article.notes)
        assert screen.open_article is not None
        assert [note.body for note in screen.open_article.notes] == ["Asks"]


async def test_a_saved_search_is_named_and_renamed_once(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("/", *"strike", "enter")
        await until(pilot, lambda: not screen.listing.is_busy)
        await pilot.press("S")
        await until(pilot, lambda: app.screen is not screen and app.screen.query(Input))
        await pilot.press("p")
        burst(app, "enter", "enter", "enter")
        await back_on(pilot, screen)
        await until(pilot, lambda: len(screen.archive.saved_searches.all()) == 1)
        await pilot.press("L", "i")
        await until(pilot, lambda: app.screen is not screen and app.screen.query(Input))
        await pilot.press("s")
        burst(app, "enter", "enter")
        await back_on(pilot, screen)
        await until(pilot, lambda: screen.archive.saved_searches.all()[0].name.endswith("s"))
        assert len(app.screen_stack) == 1


async def test_the_palette_runs_a_command_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    stars: list[bool] = []
    monkeypatch.setattr(ArticleEditController, "toggle_star", lambda edits: stars.append(True))
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("ctrl+p", *"star")
        palette = app.screen
        assert isinstance(palette, Palette)
        await until(pilot, lambda: palette._hit_count and palette.query_one(CommandList).highlighted is not None)
        burst(app, "enter", "enter", "enter")
        await until(pilot, lambda: not palette.is_running)
        await back_on(pilot, screen)
        await until(pilot, lambda: stars)
        assert len(stars) == 1


async def test_the_palette_looks_as_before_and_so_does_the_choice_of_a_theme(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("ctrl+p")
        palette = app.screen
        assert palette.styles.background.a < 1
        assert palette.query_one(CommandList).styles.max_height is not None
        await pilot.press("escape")
        await back_on(pilot, screen)
        app.search_themes()
        await until(pilot, lambda: isinstance(app.screen, Palette) and app.screen._hit_count)
        assert "Search for themes…" in app.screen.query_one(Input).placeholder
        burst(app, "enter", "enter", "enter")
        await back_on(pilot, screen)


@pytest.mark.parametrize(("key", "kind"), [("D", DossierScreen), ("R", ReviewScreen)])
async def test_a_screen_of_its_own_closes_once(desk: Desk, key: str, kind: type[Screen[object]]) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "]", key)
        await until(pilot, lambda: isinstance(app.screen, kind))
        above = app.screen
        above.dismiss(None)
        above.dismiss(None)  # two rows chosen together
        burst(app, "escape", "escape")
        await back_on(pilot, screen)


def kinds_of_screens(kind: type[object]) -> Iterator[type[object]]:
    for each in type.__subclasses__(kind):
        yield each
        yield from kinds_of_screens(each)


def test_every_screen_that_answers_closes_once() -> None:
    for module in pkgutil.walk_packages(screens.__path__, "onrecord.tui.screens."):
        importlib.import_module(module.name)
    own = [kind for kind in kinds_of_screens(Screen) if kind.__module__.startswith("onrecord.tui.")]
    assert len(own) > 10
    assert [kind.__name__ for kind in own if not issubclass(kind, ClosesOnce)] == [
        "PartialPaintScreen",
        "DeskScreen",
    ]


async def test_a_query_that_follows_its_key_at_once_is_typed_into_the_search(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        burst(app, "/", *"harbour")
        await until(pilot, lambda: screen.listing.search_bar.value == "harbour")
        assert app.screen is screen


async def test_a_page_down_in_a_palette_that_lists_nothing_moves_nothing(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        burst(app, "ctrl+p", "pagedown", *"zzzz", "pagedown", "pageup", "end", "home")
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await pilot.press("pagedown", "escape")
        await back_on(pilot, screen)
