"""The desk begins where it was left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import WIDE, ready
from textual.widgets import Static
from tinydb.table import Document
from waiting import until_at_rest

from onrecord.archive import Archive
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.model.desk_session import DeskSession, load_session, save_session
from onrecord.tui.screens.desk import DeskScreen


def test_a_session_is_stored_and_read(archive: Archive) -> None:
    assert load_session(archive) == DeskSession(is_first=True)
    session = DeskSession(query="strike", article=3, pane="reader", list_width=40, theme="nord")
    save_session(archive, session)
    assert load_session(archive) == session
    version = archive.version()
    save_session(archive, session)
    assert archive.version() == version


@pytest.mark.parametrize("document", [{"article": "three"}, {"query": None}])
def test_a_session_that_cannot_be_understood_is_none(archive: Archive, document: dict[str, object]) -> None:
    archive.database.table("desk").upsert(Document(document, 2))
    assert load_session(archive) == DeskSession()


def test_a_theme_chosen_on_the_desk_holds_until_the_settings_name_another() -> None:
    session = DeskSession(theme="nord", configured_theme="onrecord-dark")
    assert session.theme_for("onrecord-dark") == "nord"
    assert session.theme_for("onrecord-light") == "onrecord-light"
    assert DeskSession().theme_for("onrecord-light") == "onrecord-light"


async def test_search_article_line_and_theme_are_there_again(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("slash", *"strike", "enter", "j", "enter", "j", "j", "j")
        await until_at_rest(pilot)
        app.theme = "onrecord-light"
        opened, offset = screen.open_article, screen.workbench.panes.reader.cursor
        assert opened is not None
        assert offset > 0
    app = OnRecord(Settings(archive=archive.folder), archive, load_session(archive))
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        assert (screen.listing.query_text, screen.listing.search_bar.value) == ("strike*", "strike*")
        assert screen.open_article is not None
        assert screen.open_article.article.id == opened.article.id == screen.articles.highlighted
        assert (screen.listing.focus.pane, screen.workbench.panes.reader.cursor) == ("reader", offset)
        assert app.theme == "onrecord-light"


@pytest.mark.parametrize(("key", "pane"), [("slash", "search"), ("home", "reader")])
async def test_who_searches_already_is_not_led_back_into_the_article(
    desk: Callable[..., OnRecord], key: str, pane: str
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press(key)
        await screen.workbench.start(DeskSession(article=screen.articles.highlighted, pane="reader"))
        assert screen.listing.focus.pane == pane


async def test_quotes_are_listed_again(desk: Callable[..., OnRecord], archive: Archive) -> None:
    save_session(archive, DeskSession(lists_quotes=True))
    app = OnRecord(Settings(archive=archive.folder), archive, load_session(archive))
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        assert screen.listing.focus.pane == "quote-search"


async def test_an_article_that_is_gone_and_a_query_that_is_none_are_left_out(archive: Archive) -> None:
    app = OnRecord(
        Settings(archive=archive.folder), archive, DeskSession(query='"half', article=99, pane="reader")
    )
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        assert screen.listing.focus.pane == "articles"
        assert screen.listing.search_bar.value == '"half'


async def test_an_archive_that_is_being_annotated_says_so(archive: Archive) -> None:
    app = OnRecord(Settings(archive=archive.folder), archive)
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("Q")
        await until_at_rest(pilot)
        screen.show_annotation_progress("48 to annotate")
        await pilot.pause()
        assert "48 to annotate · 4 articles" in str(screen.query_one("#counts", Static).content)
        assert screen.workbench.quote_search.pane is not None
        assert screen.workbench.quote_search.pane.border_subtitle == "48 to annotate"
        assert "48 to annotate: more may be found" in empty_search_text(screen)


def empty_search_text(screen: DeskScreen) -> str:
    screen.articles.show([], lambda ids: [], find_hits=lambda text: [])
    return screen.articles.empty_text
