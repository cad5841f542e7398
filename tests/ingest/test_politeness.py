"""How servers are treated, and in which order feeds are asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from feed_server import FeedServer, running_server

from onrecord.base.feeds import Feed
from onrecord.ingest.feed_run import fetch_feeds, in_turns
from onrecord.ingest.politeness import Politeness


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with running_server() as server:
        yield server


def is_allowed(politeness: Politeness, url: str) -> bool:
    with politeness.turn_for_page(url, url) as allowed:
        return allowed


@pytest.mark.parametrize(
    ("rules", "status", "allowed"),
    [
        ("User-agent: *\nDisallow: /private", 200, False),
        ("User-agent: *\nDisallow: /pub", 200, True),
        ("User-agent: onrecord\nDisallow: /\n\nUser-agent: *\nAllow: /", 200, False),
        ("User-agent: other\nDisallow: /", 200, True),
        ("", 404, True),
        ("", 403, True),
        ("", 500, False),
    ],
)
def test_robots_txt_says_what_may_be_fetched(server: FeedServer, rules: str, status: int, allowed: bool) -> None:
    server.put("/robots.txt", rules, status)
    assert is_allowed(Politeness(), server.url + "/private/1") == allowed


def test_robots_txt_is_asked_for_once_in_a_run(server: FeedServer) -> None:
    politeness = Politeness()
    for number in range(3):
        is_allowed(politeness, f"{server.url}/{number}")
    assert len(server.asked_for("/robots.txt")) == 1


@pytest.mark.parametrize(("asked", "waited"), [("5", 5.0), ("600", 10.0)])
def test_the_delay_that_a_site_asks_for_is_kept(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch, asked: str, waited: float
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    server.put("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}")
    politeness = Politeness()
    for number in range(2):
        is_allowed(politeness, f"{server.url}/{number}")
    [wait] = waits
    assert waited - 5 < wait <= waited


def test_a_server_has_two_requests_at_a_time_at_most() -> None:
    politeness, entered, leave = Politeness(), threading.Semaphore(0), threading.Event()

    def work() -> None:
        with politeness.turn("https://post.example/feed"):
            entered.release()
            leave.wait()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    entered.acquire()
    entered.acquire()
    assert not entered.acquire(blocking=False)
    with politeness.turn("https://echo.example/feed"):  # another one is not in the way
        leave.set()
    for thread in threads:
        thread.join()
    assert entered.acquire(blocking=False)


def test_feeds_of_one_server_are_far_from_each_other() -> None:
    urls = ["https://a.example/1", "https://a.example/2", "https://a.example/3", "https://b.example/1"]
    assert [feed.url for feed in in_turns([Feed(url=url) for url in urls])] == [urls[0], urls[3], urls[1], urls[2]]


def test_an_error_that_nobody_knows_costs_one_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(feed: Feed, *_: object) -> None:
        if "bad" in feed.url:
            raise RuntimeError("sunk")

    monkeypatch.setattr("onrecord.ingest.feed_run.fetch_feed", fail)
    outcomes = {outcome.feed.url: outcome for outcome in fetch_feeds([Feed(url="good"), Feed(url="bad")])}
    assert outcomes["good"].error is None
    assert "RuntimeError: sunk" in str(outcomes["bad"].error)


def test_no_feed_is_begun_once_nobody_wants_more(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    may_go_on = threading.Event()

    def note(feed: Feed, *_: object) -> None:
        begun.append(feed.url)
        if len(begun) > 1:
            may_go_on.wait()

    monkeypatch.setattr("onrecord.ingest.feed_run.fetch_feed", note)
    monkeypatch.setattr("onrecord.ingest.feed_run.THREADS", 1)
    outcomes = fetch_feeds([Feed(url=str(number)) for number in range(50)])
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    may_go_on.set()
    for thread in threading.enumerate():
        if thread.name == "feed":
            thread.join()
    assert len(begun) <= 2
