"""The controller of the list of quotes: what it looks up, where it begins, and what its keys do."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from desk_host import FakeFocus
from listing_controllers import (
    FakeList,
    ListHost,
    archive,
    focus,
    host,
    listing,
    pane,
    search_bar,
    settle,
    started,
)
from textual.widget import Widget

from onrecord.archive import Archive
from onrecord.base.records import Quote
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.quote_search import QuoteSearchController
from onrecord.tui.widgets.quote_search_list import QuoteSearchList

__all__ = ["archive", "focus", "host", "listing", "pane", "search_bar", "started"]


class FakeArticle:
    """An ``ArticleController`` that opens what it is told, with nothing under its cursor."""

    def __init__(self) -> None:
        self.annotations = SimpleNamespace(progress="")
        self.opened: list[int] = []
        self.previews: list[tuple[int, int]] = []
        self.copied: list[Quote | None] = []
        self.open_article = None
        self.quote_under_cursor: Quote | None = None
        self.panes = SimpleNamespace(reader=SimpleNamespace(quote=None, asides=False, key_of_asides="B"))
        self.shows_highlighted = 0
        self.is_closed = False

    def show(self, article: int) -> None:
        self.opened.append(article)

    def is_open(self, article: int) -> bool:
        return self.opened[-1:] == [article]

    def preview(self, span: tuple[int, int]) -> None:
        self.previews.append(span)

    def show_soon(self, show: Callable[[], None]) -> None:
        show()

    def show_highlighted(self) -> None:
        self.shows_highlighted += 1

    def close(self) -> None:
        self.is_closed = True

    def copy_selection(self) -> bool:
        return False

    def copy(self, quote: Quote | None) -> None:
        self.copied.append(quote)

    def toggle_asides(self) -> None:
        self.panes.reader.asides = not self.panes.reader.asides


class FakeQuotes:
    """A ``FoundQuotes`` whose cursor the test moves."""

    def __init__(self) -> None:
        self.ids: list[tuple[int, int]] = []
        self.cursor = 0
        self.highlighted: Quote | None = None
        self.how: dict[str, Any] = {}
        self.keeps: list[bool] = []
        self.steps: list[int] = []

    def show_quotes(self, quotes: Any, page: object, **how: Any) -> None:
        self.ids, self.cursor, self.how = list(quotes.ids), quotes.place, how
        self.keeps.append(how["keep"])
        self.highlighted = quotes.pages[0][self.cursor] if self.ids else None

    def move(self, step: int) -> None:
        self.steps.append(step)


@pytest.fixture
def article() -> FakeArticle:
    return FakeArticle()


@pytest.fixture
def quotes(
    host: ListHost, archive: Archive, started: ArticleListController, article: FakeArticle, focus: FakeFocus
) -> QuoteSearchController:
    """The list of quotes, mounted and closed."""
    columns = [cast(Widget, SimpleNamespace(set_class=lambda shows, name: None)) for _ in range(2)]
    controller = QuoteSearchController(
        host, archive, started, cast(ArticleController, article), focus.as_focus(), columns
    )
    controller.pane = cast(Any, FakeQuotes())
    host.extend_lookup = controller.extend_lookup  # type: ignore[method-assign]
    host.listing_shown = lambda listing, *, is_new_query, keeps_place: controller.show_listing(  # type: ignore[method-assign]
        listing, keeps_place=keeps_place
    )
    return controller


def listed(quotes: QuoteSearchController) -> FakeQuotes:
    settle(quotes._listing)
    return cast(FakeQuotes, quotes.pane)


async def test_quotes_are_listed_from_the_article_under_the_cursor_on(
    quotes: QuoteSearchController, focus: FakeFocus, pane: FakeList
) -> None:
    pane.position = 2  # the oldest
    await quotes.toggle()
    pane_of_quotes = listed(quotes)
    assert quotes.is_open
    assert (focus.pane, quotes.has_focus) == ("quote-search", True)
    assert pane_of_quotes.ids == [(2, 0), (1, 0)]
    assert pane_of_quotes.cursor == 1
    assert pane_of_quotes.keeps == [False, True]
    assert pane_of_quotes.how["hint"] == "<quotes> lists the articles again."
    await quotes.toggle()
    assert not quotes.is_open
    assert focus.pane == "articles"


async def test_who_comes_back_finds_the_quotes_where_they_were_left(
    quotes: QuoteSearchController, pane: FakeList
) -> None:
    await quotes.toggle()
    listed(quotes).cursor = 1
    quotes.close()
    await quotes.toggle()
    assert listed(quotes).cursor == 1
    quotes.close()
    pane.position = 1
    await quotes.toggle()
    assert listed(quotes).cursor == 0


@pytest.mark.parametrize(("place", "first_at_once"), [(None, True), (49, True), (50, False)])
async def test_only_near_the_top_the_first_quotes_are_wanted_at_once(
    quotes: QuoteSearchController,
    pane: FakeList,
    monkeypatch: pytest.MonkeyPatch,
    place: int | None,
    first_at_once: bool,
) -> None:
    lookups: list[bool] = []
    monkeypatch.setattr(quotes._listing, "look_up_again", lambda *, first_at_once: lookups.append(first_at_once))
    pane.ids, pane.position = list(range(60)), place
    await quotes.toggle()
    assert lookups == [first_at_once]


async def test_the_list_of_quotes_is_mounted_once(
    quotes: QuoteSearchController, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted: list[object] = []

    async def mount(widget: object) -> None:
        mounted.append(widget)

    monkeypatch.setattr(quotes._listing, "look_up_again", lambda **how: None)
    monkeypatch.setattr(quotes._columns[0], "mount", mount, raising=False)
    quotes.pane = None
    for _ in range(3):
        await quotes.toggle()
    assert len(mounted) == 1
    assert mounted[0] is quotes.pane
    assert isinstance(quotes.pane, QuoteSearchList)


async def test_closed_quotes_are_not_looked_up(quotes: QuoteSearchController) -> None:
    quotes._listing.refresh(anew=True)
    assert listed(quotes).ids == []
    await quotes.toggle()
    assert listed(quotes).ids
    quotes.close()
    listed(quotes).ids = []
    quotes._listing.refresh(anew=True)
    assert listed(quotes).ids == []


async def test_asides_are_looked_up_where_quotes_are_listed(
    quotes: QuoteSearchController, article: FakeArticle
) -> None:
    quotes.toggle_asides()
    assert article.panes.reader.asides
    assert listed(quotes).ids == []
    await quotes.toggle()
    assert listed(quotes).how["hint"] == "<quotes> lists the articles again."


async def test_the_quote_under_the_cursor_is_shown_in_its_article(
    quotes: QuoteSearchController, article: FakeArticle
) -> None:
    await quotes.toggle()
    listed(quotes)
    quotes.show_highlighted()
    assert (article.opened, article.previews) == ([2], [(0, 11)])
    listed(quotes).highlighted = None  # not read yet
    quotes.show_highlighted()
    assert article.opened == [2]
    listed(quotes).ids = []
    quotes.show_highlighted()
    assert article.is_closed


def test_without_quotes_the_article_under_the_cursor_is_shown(
    quotes: QuoteSearchController, article: FakeArticle
) -> None:
    quotes.show_highlighted()
    assert article.shows_highlighted == 1


async def test_the_next_of_the_list_is_a_quote_or_an_article(
    quotes: QuoteSearchController, article: FakeArticle, pane: FakeList
) -> None:
    quotes.step(1)
    assert (article.opened, pane.position) == ([2], 1)
    await quotes.toggle()
    quotes.step(-1)
    assert listed(quotes).steps == [-1]
    assert (article.opened, pane.position) == ([2], 1)


async def test_leaving_goes_to_the_quotes_and_then_to_the_articles(
    quotes: QuoteSearchController, focus: FakeFocus
) -> None:
    await quotes.toggle()
    focus.pane = "reader"
    quotes.leave()
    assert (quotes.is_open, focus.pane) == (True, "quote-search")
    quotes.leave()
    assert (quotes.is_open, focus.pane) == (False, "articles")


async def test_the_quote_of_the_pane_in_focus_is_copied(
    quotes: QuoteSearchController, article: FakeArticle, focus: FakeFocus
) -> None:
    await quotes.toggle()
    quote = listed(quotes).highlighted
    assert quote is not None
    quotes.copy()
    focus.pane = "reader"
    quotes.copy()
    assert article.copied == [quote, None]
