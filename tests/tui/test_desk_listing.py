"""The controllers of the lists: what they look up, what they show, and what they ask of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from desk_host import FakeFocus, FakeHost
from patience import wait_until
from textual.widget import Widget

from onrecord.archive import Archive, ArchiveError, ArchiveFull, ArchiveReadOnly
from onrecord.archive.maintenance.health_check import Statistics
from onrecord.base.records import Annotation, Attribution, Draft, Quote, hash_text
from onrecord.tui.model.article_listing import Arrangement, ArticleListing, load_arrangement
from onrecord.tui.model.latest_lookup import Lookup
from onrecord.tui.model.search_history import SearchHistory
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.facets import FacetController
from onrecord.tui.screens.desk.quote_search import QuoteSearchController
from onrecord.tui.screens.sorting import SortMenu
from onrecord.tui.widgets.quote_search_list import QuoteSearchList


@dataclass
class ListHost(FakeHost):
    """A host that takes what the list of articles shows."""

    shown: list[tuple[list[int], bool, bool]] = field(default_factory=list)
    extended: list[bool] = field(default_factory=list)
    statistics: Statistics | None = None
    query_error: str | None = None

    def extend_lookup(self, lookup: Lookup[ArticleListing], *, keeps_place: bool) -> Lookup[ArticleListing]:
        self.extended.append(keeps_place)
        return lookup

    def listing_shown(self, listing: ArticleListing, *, is_new_query: bool, keeps_place: bool) -> None:
        self.shown.append((list(listing.ids), is_new_query, keeps_place))

    def show_statistics(self, statistics: Statistics) -> None:
        self.statistics = statistics

    def show_query_error(self, error: Exception | None) -> None:
        self.query_error = None if error is None else str(error)


class FakeList:
    """An ``ArticleList`` whose cursor the test moves."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.position: int | None = None
        self.how: dict[str, Any] = {}

    @property
    def highlighted(self) -> int | None:
        return None if self.position is None else self.ids[self.position]

    def show(self, ids: list[int], page: object, **how: Any) -> None:
        self.ids, self.how = list(ids), how
        position = min(self.position or 0, len(self.ids) - 1) if how["keep"] else 0
        self.position = position if self.ids else None

    def move(self, step: int) -> None:
        if self.position is not None:
            self.position = min(max(0, self.position + step), len(self.ids) - 1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Three articles of three days; the first two are about strikes, and quoted."""
    with Archive.open(tmp_path / "news") as archive:
        for day, title in enumerate(("Port strike", "Rail strike", "Calm sea"), 1):
            quote = Attribution(source=[], cue=[], content=[(0, len(title))], kind="direct")
            attributions = [quote] if day < 3 else []
            annotation = Annotation(attributions=attributions, text_hash=hash_text(title))
            archive.articles.add(Draft(title=title, text=title, published=f"2021-04-0{day}"), annotation)
        yield archive


@pytest.fixture
def host() -> ListHost:
    return ListHost()


@pytest.fixture
def pane() -> FakeList:
    return FakeList()


@pytest.fixture
def focus() -> FakeFocus:
    return FakeFocus()


@pytest.fixture
def search_bar() -> SimpleNamespace:
    return SimpleNamespace(value="", history=SearchHistory())


@pytest.fixture
def listing(
    host: ListHost, archive: Archive, pane: FakeList, search_bar: SimpleNamespace, focus: FakeFocus
) -> Iterator[ArticleListController]:
    controller = ArticleListController(host, archive, cast(Any, pane), cast(Any, search_bar), focus.as_focus())
    yield controller
    controller.close()


def settle(listing: ArticleListController) -> None:
    """Wait until all is looked up."""
    wait_until(lambda: not listing.is_busy)


@pytest.fixture
def started(listing: ArticleListController, host: ListHost) -> ArticleListController:
    listing.start()
    settle(listing)
    host.shown.clear()
    return listing


def test_the_first_articles_are_shown_before_the_lookup(
    listing: ArticleListController, host: ListHost, archive: Archive
) -> None:
    listing.start()
    settle(listing)
    assert host.shown == [([3, 2, 1], False, True), ([3, 2, 1], False, True)]
    assert host.statistics == archive.maintenance.statistics()


def test_before_it_is_started_nothing_is_looked_up(listing: ArticleListController, host: ListHost) -> None:
    listing.refresh()
    listing.close()
    assert not listing.is_busy
    assert (host.shown, host.extended) == ([], [])


def test_groups_are_shown_when_they_are_known(
    listing: ArticleListController, host: ListHost, archive: Archive
) -> None:
    from onrecord.tui.model.article_listing import save_arrangement

    save_arrangement(archive, Arrangement("oldest", "day"))
    listing.start()
    settle(listing)
    assert host.shown == [([1, 2, 3], False, True)]
    assert listing.arrangement == Arrangement("oldest", "day")


def test_an_archive_that_cannot_be_read_is_said(
    listing: ArticleListController, host: ListHost, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise ArchiveError("The archive is asleep.")

    monkeypatch.setattr(archive.search, "ids", fail)
    listing.start()
    settle(listing)
    assert (host.shown, host.query_error) == ([], "The archive is asleep.")


def test_what_is_typed_is_listed(started: ArticleListController, host: ListHost, pane: FakeList) -> None:
    started.query_typed("strike")
    settle(started)
    assert host.shown[-1] == ([2, 1], False, True)
    assert host.shown[0] == ([2, 1], True, False)
    assert pane.how["find_hits"] is not None
    assert pane.how["find_snippet"] is not None
    asked = len(host.extended)
    started.query_typed("strike")
    assert len(host.extended) == asked  # it is listed already


def test_each_query_that_is_typed_begins_at_its_first_article(
    started: ArticleListController, pane: FakeList, search_bar: SimpleNamespace, focus: FakeFocus
) -> None:
    focus.pane = "search"
    started.query_typed("port")
    settle(started)
    assert pane.highlighted == 1
    started.query_typed("port or strike")
    settle(started)
    assert pane.ids == [2, 1]
    assert pane.highlighted == 2
    pane.move(1)  # by the user
    search_bar.value = "port or strike"
    started.leave_search()
    settle(started)
    assert pane.highlighted == 1
    search_bar.value = "strike"
    started.leave_search()
    settle(started)
    assert pane.highlighted == 2


def test_all_articles_have_no_snippets(started: ArticleListController, pane: FakeList) -> None:
    assert (pane.how["find_hits"], pane.how["find_snippet"]) == (None, None)


@pytest.mark.parametrize(("pane_in_focus", "is_wrong"), [("search", False), ("articles", True)])
def test_what_is_being_typed_may_be_unfinished(
    started: ArticleListController, host: ListHost, focus: FakeFocus, pane_in_focus: str, is_wrong: bool
) -> None:
    focus.pane = pane_in_focus
    started.query_typed('"strike')
    settle(started)
    assert (host.query_error is not None) is is_wrong


def test_a_wrong_query_leaves_the_list_and_the_next_one_takes_the_error_back(
    started: ArticleListController, host: ListHost, pane: FakeList
) -> None:
    started.query_typed("strike (")
    settle(started)
    assert host.query_error is not None
    assert (pane.ids, host.shown) == ([3, 2, 1], [])
    started.query_typed("strike")
    settle(started)
    assert host.query_error is None
    assert pane.ids == [2, 1]


def test_leaving_the_search_takes_its_last_keys(
    started: ArticleListController, search_bar: SimpleNamespace, focus: FakeFocus, pane: FakeList
) -> None:
    started.focus_search()
    assert focus.pane == "search"
    search_bar.value = "strike"
    started.leave_search()
    settle(started)
    assert (focus.pane, pane.ids) == ("articles", [2, 1])
    started.clear_query()
    settle(started)
    assert (search_bar.value, started.query_text, pane.ids) == ("", "", [3, 2, 1])


def test_a_search_from_elsewhere_begins_at_the_top(
    started: ArticleListController, host: ListHost, search_bar: SimpleNamespace
) -> None:
    started.search_for("strike", saved_name="Strikes")
    settle(started)
    assert search_bar.value == started.query_text == "strike"
    assert host.shown[0] == ([2, 1], True, False)
    assert host.extended[-1] is False
    assert started.saved_name == "Strikes"
    started.search_for("strike port")
    assert started.saved_name == "Strikes"
    started.clear_query()
    assert started.saved_name == ""


def test_an_article_keeps_its_row_until_the_list_is_made_anew(
    started: ArticleListController, archive: Archive, pane: FakeList
) -> None:
    started.search_for("is:unread")
    settle(started)
    archive.articles.update([2], read=True)
    started.refresh()
    settle(started)
    assert (pane.ids, pane.how["info"].dimmed) == ([3, 2, 1], {2})
    started.renew()
    settle(started)
    assert (pane.ids, pane.how["info"].dimmed) == ([3, 1], frozenset())
    archive.articles.update([1], read=True)
    started.refresh(to_top=True)
    settle(started)
    assert pane.ids == [3]


def test_the_list_is_sorted_as_it_is_chosen(
    started: ArticleListController, host: ListHost, archive: Archive, pane: FakeList
) -> None:
    started.ask_order()
    menu = host.dialogs[0][0]
    assert isinstance(menu, SortMenu)
    assert menu._initial == "newest"
    host.answer("oldest")
    settle(started)
    assert pane.ids == [1, 2, 3]
    assert load_arrangement(archive) == Arrangement("oldest")
    started.ask_order()
    host.answer(None)
    settle(started)
    assert started.arrangement == Arrangement("oldest")


def test_the_order_of_a_query_gives_way_to_the_chosen_one(
    started: ArticleListController, host: ListHost, search_bar: SimpleNamespace, pane: FakeList
) -> None:
    started.search_for("strike sort:oldest")
    settle(started)
    started.ask_order()
    menu = host.dialogs[0][0]
    assert isinstance(menu, SortMenu)
    assert menu._initial == "oldest"
    host.answer("title")
    settle(started)
    assert search_bar.value == started.query_text == "strike"
    assert pane.how["info"].title.endswith("title")


def test_the_groups_follow_one_another(started: ArticleListController, archive: Archive, pane: FakeList) -> None:
    started.next_group()
    settle(started)
    assert started.arrangement.group == load_arrangement(archive).group == "day"
    assert len(list(pane.how["info"].sections)) == 3


@pytest.mark.parametrize(("error", "complaints"), [(ArchiveReadOnly, 0), (ArchiveFull, 1)])
def test_an_arrangement_that_cannot_be_stored_holds(
    started: ArticleListController,
    host: ListHost,
    monkeypatch: pytest.MonkeyPatch,
    error: type[ArchiveError],
    complaints: int,
) -> None:
    def fail(archive: Archive, arrangement: Arrangement) -> None:
        raise error("It is not stored.")

    monkeypatch.setattr("onrecord.tui.model.article_listing.save_arrangement", fail)
    started.next_group()
    assert started.arrangement.group == "day"
    assert len(host.complaints) == complaints


def test_what_others_write_is_noticed_once(
    started: ArticleListController, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not started.has_archive_changed()
    archive.articles.update([1], starred=True)
    assert started.has_archive_changed()
    started.refresh()
    settle(started)
    assert not started.has_archive_changed()

    def fail() -> int:
        raise ArchiveError("The archive is asleep.")

    monkeypatch.setattr(archive, "version", fail)
    assert not started.has_archive_changed()


async def test_keys_wait_for_the_list_but_not_for_long(
    started: ArticleListController, monkeypatch: pytest.MonkeyPatch
) -> None:
    await started.wait_for_answer()  # it is there
    monkeypatch.setattr("onrecord.tui.screens.desk.article_list._PATIENCE", 0.001)
    started._answered.clear()
    await started.wait_for_answer()
    assert not started._answered.is_set()


# Facets


@pytest.fixture
def facets(
    host: ListHost, archive: Archive, started: ArticleListController, focus: FakeFocus
) -> Iterator[FacetController]:
    classes: set[str] = set()
    screen = SimpleNamespace(has_class=classes.__contains__, add_class=classes.add, remove_class=classes.discard)
    page = cast(Widget, SimpleNamespace(screen=screen))
    controller = FacetController(host, archive, started, focus.as_focus(), page)
    yield controller
    controller.stop()


def test_a_value_narrows_the_search_and_widens_it_again(
    facets: FacetController, started: ArticleListController, host: ListHost
) -> None:
    started.search_for("strike")
    facets.toggle_value("months", "2021-04")
    assert started.query_text == "strike date:2021-04"
    facets.toggle_value("months", "2021-04")
    assert started.query_text == "strike"
    started.query_typed("strike (")
    facets.toggle_value("months", "2021-04")
    assert started.query_text == "strike ("
    assert len(host.complaints) == 1


def test_only_open_facets_are_counted_and_only_when_keys_rest(
    facets: FacetController, host: ListHost, focus: FakeFocus, monkeypatch: pytest.MonkeyPatch
) -> None:
    facets.count_soon()
    assert host.timers == []
    facets.pane = cast(Any, SimpleNamespace())
    facets.count_soon()
    assert host.timers == []
    facets._page.screen.add_class("-facets")
    facets.count_soon()
    facets.count_soon()
    assert [timer.is_stopped for timer in host.timers] == [True, False]
    focus.pane = "facets"
    assert facets.has_focus
    facets.close()
    assert not facets.is_open
    assert focus.pane == "articles"


# Quotes


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
    assert pane_of_quotes.how["hint"] == "Q lists the articles again."
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
    assert listed(quotes).how["hint"] == "Q lists the articles again."


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
