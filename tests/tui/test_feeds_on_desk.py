"""Feeds on the desk: lists above the articles, and fetching beside it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from desk_host import FakeHost
from desk_pilot import started, titles
from feed_server import WORDS, FeedServer, entry, rss, running_server
from list_sample import shown
from waiting import until

from onrecord.archive import Archive
from onrecord.base.feeds import Feed, FeedEntry, FetchedFeed
from onrecord.base.records import Draft
from onrecord.base.settings import Settings
from onrecord.terminal import fetch_process
from onrecord.terminal.fetch_process import FetchProcess, FetchState, fetch_all
from onrecord.tui.app import OnRecord
from onrecord.tui.model.feed_searches import is_feed, list_of_feed
from onrecord.tui.model.undo import UndoableEdits
from onrecord.tui.screens.desk.feed_fetching import FeedFetchController
from onrecord.tui.screens.desk.saved_searches import SavedSearchController
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.saved_list import SavedList


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "news") as archive:
        yield archive


class FakeProcess:
    """A ``FetchProcess`` that yields what the test has put into it."""

    def __init__(self, folder: Path, ignored_query: str) -> None:
        self.is_stopped = False
        self.begun_with = folder, ignored_query

    def states(self) -> Iterator[FetchState]:
        yield FetchState(done=1, total=2)
        yield FetchState(summary="3 new articles from 2 feeds.")

    def stop(self) -> None:
        self.is_stopped = True


class Progress:
    """The lists, as far as the controller needs them."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def show_progress(self, progress: str) -> None:
        self.shown.append(progress)


class DirectHost(FakeHost):
    """Calls at once, whatever thread asks."""

    def call_later(self, callback: Any, *arguments: Any) -> bool:
        callback(*arguments)
        return True


def controller(host: FakeHost, archive: Archive, lists: Progress, ignored_query: str = "") -> FeedFetchController:
    settings = Settings(archive=archive.folder, ignored_query=ignored_query)
    return FeedFetchController(cast(Any, host), archive, settings, cast(SavedSearchController, lists))


def test_a_feed_is_a_list_of_what_it_has_brought() -> None:
    listed = list_of_feed(Feed(id=3, url="https://post.example/feed", name="Post", added="2021"))
    assert (listed.id, listed.name, listed.query) == (-3, "Post", 'feed:"https://post.example/feed"')
    assert is_feed(listed)


def test_progress_and_the_end_are_shown(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.tui.screens.desk.feed_fetching.FetchProcess", FakeProcess)
    monkeypatch.setattr(
        "onrecord.tui.screens.desk.feed_fetching.Thread",
        lambda target, args, **_: SimpleNamespace(start=lambda: target(*args)),
    )
    archive.feeds.add([Feed(url="https://post.example/feed")])
    host, lists = DirectHost(), Progress()
    controller(host, archive, lists).toggle()
    assert lists.shown == ["fetching 0 of 1", "fetching 1 of 2", ""]
    assert (host.sentences, host.changes_shown) == (["3 new articles from 2 feeds."], 1)


def test_the_key_stops_what_it_has_begun(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[FakeProcess] = []

    def begin(*arguments: Any) -> FakeProcess:
        begun.append(FakeProcess(*arguments))
        return begun[-1]

    monkeypatch.setattr("onrecord.tui.screens.desk.feed_fetching.FetchProcess", begin)
    monkeypatch.setattr(
        "onrecord.tui.screens.desk.feed_fetching.Thread", lambda **_: SimpleNamespace(start=lambda: None)
    )
    archive.feeds.add([Feed(url="https://post.example/feed")])
    host, lists = DirectHost(), Progress()
    fetching = controller(host, archive, lists, "tag:sport")
    fetching.toggle()
    fetching.toggle()
    assert [(process.begun_with, process.is_stopped) for process in begun] == [
        ((archive.folder, "tag:sport"), True)
    ]
    assert host.sentences == ["Fetching was stopped; what came until now is stored."]
    assert lists.shown[-1] == ""
    fetching._show(cast(FetchProcess, begun[0]), FetchState(summary="Too late."))
    assert host.sentences[1:] == []


def test_without_feeds_it_is_said_how_to_add_some(archive: Archive) -> None:
    host = DirectHost()
    controller(host, archive, Progress()).toggle()
    assert "onrecord feeds add" in host.sentences[0]


def test_a_process_fetches_and_says_how_far_it_is(archive: Archive, server: FeedServer) -> None:
    archive.feeds.add([Feed(url=server.put("/feed", rss(entry(1, WORDS)))), Feed(url=server.url + "/gone")])
    first, *states = FetchProcess(archive.folder, "").states()
    assert first == FetchState(done=0, total=2)
    assert [state.done for state in states] == [1, 2, 0]
    assert states[-1].summary == "1 new article from 1 feed; 1 not fetched."
    assert states[-1].has_failures
    assert archive.search.count() == 1


def test_a_stopped_process_says_nothing_more(archive: Archive) -> None:
    process = FetchProcess(archive.folder, "")
    process.stop()
    assert list(process.states()) == []


def test_a_process_that_dies_is_told(archive: Archive) -> None:
    process = FetchProcess(archive.folder, "")
    process._command = [sys.executable, "-c", 'print(\'{"done":1,"total":2}\')']
    assert [state.summary for state in process.states()] == [
        "",
        "Fetching has ended too soon; onrecord fetch says why.",
    ]


def test_an_error_of_the_archive_is_the_summary(tmp_path: Path) -> None:
    states: list[FetchState] = []
    fetch_all(tmp_path / "nothing", "", states.append)
    [state] = states
    assert "There is no archive" in state.summary
    assert state.has_failures


def test_the_process_ends_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[int] = []
    monkeypatch.setattr("os.read", lambda descriptor, size: b"")
    monkeypatch.setattr("os._exit", ends.append)
    fetch_process._end_with_parent()
    assert ends == [1]


def test_feeds_are_renamed_and_removed_and_come_back(archive: Archive) -> None:
    [feed], _ = archive.feeds.add([Feed(url="https://post.example/feed", name="Post")])
    edits = UndoableEdits(archive)
    edits.rename_feed(feed.id, "Torvik Post")
    assert archive.feeds.all()[0].name == "Torvik Post"
    edits.undo()
    edits.remove_feed(feed.id)
    assert archive.feeds.all() == []
    edits.undo()
    assert [each.name for each in archive.feeds.all()] == ["Post"]


async def test_a_feed_is_a_list_above_the_articles(archive: Archive) -> None:
    post, echo = archive.feeds.add(
        [Feed(url="https://post.example/feed", name="Post"), Feed(url="https://echo.example/feed")]
    )[0]
    fetched = FetchedFeed("", [FeedEntry("a", Draft(title="Ships", text=WORDS))], [])
    archive.feeds.store(post, fetched)
    archive.articles.add(Draft(title="Rain", text="It rained."))
    archive.saved_searches.save("Weather", "rained")
    app = OnRecord(Settings(archive=archive.folder), archive)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await started(pilot)
        pane = screen.query_one(SavedList)
        await until(pilot, lambda: [" ".join(line.split()) for line in shown(pane)] == [
            "Weather ●1 1", "Post ●1 1", "echo.example/feed 0",
        ])  # fmt: skip
        await pilot.press("L", "j", "enter")
        await until(pilot, lambda: titles(screen) == ["Ships"])
        assert screen.listing.query_text == 'feed:"https://post.example/feed"'
        await pilot.press("L", "I", "plus")  # neither its query nor its place is the user's
        await pilot.press("d")
        await until(pilot, lambda: [feed.url for feed in archive.feeds.all()] == [echo.url])
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(archive.feeds.all()) == 2)


async def test_the_cursor_on_a_feed_says_why_it_was_not_fetched(archive: Archive) -> None:
    _, echo = archive.feeds.add(
        [Feed(url="https://post.example/feed", name="Post"), Feed(url="https://echo.example/feed")]
    )[0]
    archive.feeds.record_checks({echo.id: ("It is asleep.", "")})
    async with OnRecord(Settings(archive=archive.folder), archive).run_test(size=(120, 36)) as pilot:
        screen = await started(pilot)
        key_line = screen.query_one(KeyLine)
        await pilot.press("L")
        await pilot.pause()
        assert "not fetched" not in shown(key_line)[0]
        await pilot.press("j")
        await until(pilot, lambda: "echo.example/fe… not fetched: It is asleep." in shown(key_line)[0])


async def test_the_key_fetches_beside_the_desk(archive: Archive, server: FeedServer) -> None:
    archive.feeds.add([Feed(url=server.put("/feed", rss(entry(1, WORDS, title="Ships"))))])
    app = OnRecord(Settings(archive=archive.folder), archive)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await started(pilot)
        await pilot.press("P")
        await until(pilot, lambda: titles(screen) == ["Ships"])
