"""The controller of the list of articles on a tiny archive, with a pane that keeps what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from desk_host import FakeFocus, FakeHost
from patience import wait_until

from onrecord.archive import Archive
from onrecord.archive.maintenance.health_check import Statistics
from onrecord.base.records import Annotation, Attribution, Draft, hash_text
from onrecord.tui.model.article_listing import ArticleListing
from onrecord.tui.model.latest_lookup import Lookup
from onrecord.tui.model.search_history import SearchHistory
from onrecord.tui.screens.desk.article_list import ArticleListController


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
