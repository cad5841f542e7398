"""The controllers of the list and of its facets: what they look up, what they show, and what they ask of the desk."""

from __future__ import annotations

from collections.abc import Iterator
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

from onrecord.archive import Archive, ArchiveError, ArchiveFull, ArchiveReadOnly
from onrecord.tui.model.article_listing import Arrangement, load_arrangement
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.facets import FacetController
from onrecord.tui.screens.sorting import SortMenu

__all__ = ["archive", "focus", "host", "listing", "pane", "search_bar", "started"]


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
    assert await started.wait_for_answer()  # it is there
    monkeypatch.setattr("onrecord.tui.screens.desk.article_list._PATIENCE", 0.001)
    started._answered.clear()
    assert not await started.wait_for_answer()
    assert not started._answered.is_set()


def test_what_is_being_looked_up_is_looked_up_again(started: ArticleListController) -> None:
    started.search_for("strike")
    started.look_up_again(first_at_once=True)  # before the answer
    settle(started)
    assert str(started.query) == "strike"
    started.query_typed("strike (")  # refused: the list stays, and is what is looked up
    started.look_up_again(first_at_once=True)
    settle(started)
    assert str(started.query) == "strike"


# Facets


@pytest.fixture
def facets(
    host: ListHost, archive: Archive, started: ArticleListController, focus: FakeFocus
) -> Iterator[FacetController]:
    classes: set[str] = set()
    screen = SimpleNamespace(
        has_class=classes.__contains__,
        add_class=classes.add,
        remove_class=lambda name, update: classes.discard(name),
    )
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
