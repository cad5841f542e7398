"""Fetching many feeds at once, in a few threads: what comes first is handed over first."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import NamedTuple
from urllib.parse import urlsplit

from onrecord.base.feeds import Feed, FetchedFeed
from onrecord.ingest.document import IngestError, unreadable
from onrecord.ingest.feeds import fetch_feed
from onrecord.ingest.politeness import Politeness

THREADS = 16
"""Feeds that are fetched at the same time: most of the time of each is waiting for its server."""


class FeedOutcome(NamedTuple):
    """What came of fetching a feed.

    Args:
        feed: The feed, as it was before.
        fetched: What is new; None if nothing is, or the feed cannot be fetched.
        error: Why it cannot be fetched; None if it can.
        failures: The pages or files of it that cannot be read.
    """

    feed: Feed
    fetched: FetchedFeed | None
    error: IngestError | None
    failures: list[IngestError]


def fetch_feeds(feeds: Sequence[Feed]) -> Iterator[FeedOutcome]:
    """Fetch feeds, and yield what came of each once it is there; no other is begun once nobody wants them."""
    waiting = deque(in_turns(feeds))
    outcomes: SimpleQueue[FeedOutcome | None] = SimpleQueue()
    politeness = Politeness()
    has_ended = threading.Event()

    def work() -> None:
        with suppress(IndexError):  # none is waiting any more
            while not has_ended.is_set():
                outcomes.put(_outcome(waiting.popleft(), politeness))
        outcomes.put(None)

    # Daemons: whoever ends the program does not wait for a slow server.
    threads = [threading.Thread(target=work, name="feed", daemon=True) for _ in range(min(THREADS, len(feeds)))]
    for thread in threads:
        thread.start()
    working = len(threads)
    try:
        while working:
            outcome = outcomes.get()
            if outcome is None:
                working -= 1
            else:
                yield outcome
    finally:
        has_ended.set()


def in_turns(feeds: Sequence[Feed]) -> list[Feed]:
    """Return feeds so that those of one server are far from each other: then few of them wait for their turn."""
    positions: Counter[str] = Counter()
    turns = []
    for feed in feeds:
        server = urlsplit(feed.url).netloc
        turns.append(positions[server])
        positions[server] += 1
    return [feed for _, feed in sorted(zip(turns, feeds, strict=True), key=lambda each: each[0])]


def _outcome(feed: Feed, politeness: Politeness) -> FeedOutcome:
    failures: list[IngestError] = []
    try:
        return FeedOutcome(feed, fetch_feed(feed, politeness, failures.append), None, failures)
    except IngestError as error:
        return FeedOutcome(feed, None, error, failures)
    except Exception as error:
        return FeedOutcome(feed, None, IngestError(feed.url, unreadable(error)), failures)
