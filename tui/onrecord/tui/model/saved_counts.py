"""How many articles saved searches and feeds have: counted beside the event loop, and again after changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic, thread_time
from typing import NamedTuple, Protocol

from textual.timer import Timer

from onrecord.archive import Archive, ArchiveError, ArticleCounts, SearchCancelled
from onrecord.base.records import SavedSearch
from onrecord.tui.model.feed_searches import address_of
from onrecord.tui.model.latest_lookup import LatestLookup, Lookup, ResultOwner

_REST = 0.15  # seconds between a change and counting: more changes may follow
_REST_RATIO = 4  # it rests this many times as long as it counted: a fifth of a core at most


class _CountResult(NamedTuple):
    version: int
    counts: Mapping[int, ArticleCounts | None]
    seconds: float  # of the processor, for these searches and those before them


class CountOwner(ResultOwner, Protocol):
    """Who gets the counts, and has timers."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back after so many seconds."""


class SavedCounts:
    """Counts the articles of saved searches, and keeps the counts."""

    def __init__(self, owner: CountOwner, archive: Archive, on_count: Callable[[], None]) -> None:
        """Count nothing yet.

        Args:
            owner: Makes the calls on the event loop.
            archive: The archive that counts.
            on_count: Is called whenever ``counts`` has changed.
        """
        self.counts: dict[int, ArticleCounts | None] = {}
        """By the ids of the saved searches, as far as they are counted; None for one that cannot be."""
        self._owner = owner
        self._archive = archive
        self._on_count = on_count
        self._queries: dict[int, str] = {}
        self._version: int | None = None
        self._rests_until = 0.0
        self._timer: Timer | None = None
        self._lookup: LatestLookup[_CountResult] = LatestLookup(owner, self._take, _ignore)

    def request(self, saved_searches: Sequence[SavedSearch]) -> None:
        """Count these searches: at once if they are others than before, else after a rest if anything changed."""
        queries = {saved.id: saved.query for saved in saved_searches}
        if queries != self._queries:
            self.counts = {
                saved_id: counts
                for saved_id, counts in self.counts.items()
                if queries.get(saved_id) == self._queries.get(saved_id)
            }
            self._queries = queries
            self._count()
        elif self._timer is None:
            self._timer = self._owner.set_timer(_REST, self._count_again)

    def close(self) -> None:
        """Count nothing any more."""
        self._lookup.close()

    def _count_again(self) -> None:
        self._timer = None
        if self._lookup.is_busy or monotonic() < self._rests_until:
            # Not in its place: where somebody writes all the time, no count would ever end.
            self._timer = self._owner.set_timer(_REST, self._count_again)
            return
        try:
            version = self._archive.version()
        except ArchiveError:  # the next thing that the user does will say so
            return
        if version != self._version:
            self._count()

    def _count(self) -> None:
        self._lookup.ask(_count_lookup(self._archive, self._queries))

    def _take(self, result: _CountResult) -> None:
        self._version = result.version
        self._rests_until = monotonic() + _REST_RATIO * result.seconds
        self.counts |= result.counts
        self._on_count()


def _ignore(error: ArchiveError) -> None:
    """Leave the counts as they are: what the archive says is said by the list of articles."""


def _count_lookup(archive: Archive, queries: dict[int, str]) -> Lookup[_CountResult]:
    """Return the lookup of the counts of queries, by the ids of their saved searches."""

    def look_up(is_cancelled: Callable[[], bool]) -> Iterator[_CountResult]:
        version, started_at = archive.version(), thread_time()
        feeds = {saved_id: address_of(query) for saved_id, query in queries.items() if saved_id < 0}
        if feeds:  # all at once: a reader may have hundreds
            by_address, nothing = archive.feeds.counts(), ArticleCounts(0, 0)
            feed_counts = {saved_id: by_address.get(address, nothing) for saved_id, address in feeds.items()}
            yield _CountResult(version, feed_counts, thread_time() - started_at)
        for saved_id, query in queries.items():
            if saved_id in feeds:
                continue
            counts: ArticleCounts | None = None
            try:
                counts = archive.search.tally(query, is_cancelled=is_cancelled)
            except SearchCancelled:
                return
            except ArchiveError:  # it refers to a search that was deleted, which is said when it is opened
                pass
            yield _CountResult(version, {saved_id: counts}, thread_time() - started_at)

    return look_up
