"""How many articles the saved searches find, counted beside the event loop and again when the archive changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic, thread_time
from typing import NamedTuple, Protocol

from textual.timer import Timer

from onrecord.archive import Archive, ArchiveError, ArticleCounts, Stopped
from onrecord.base.records import Saved
from onrecord.tui.model.latest_lookup import LatestLookup, ResultOwner

_REST = 0.15  # seconds between a change and counting: more changes may follow
_SHARE = 4  # times as long as counting took, that it rests at least: a fifth of a core at most


class _Counted(NamedTuple):
    version: int
    id: int
    tally: ArticleCounts | None
    took: float  # processor seconds of this list and those before it


class CountOwner(ResultOwner, Protocol):
    """Who gets the counts, and has timers."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back after so many seconds."""


class SavedCounts:
    """Counts of lists. ``changed`` is called on the event loop, as a message of ``owner``, when one is there."""

    def __init__(self, owner: CountOwner, archive: Archive, changed: Callable[[], None]) -> None:
        self.counts: dict[int, ArticleCounts | None] = {}
        """By the ids of the lists, as far as they are counted; None for a list that cannot be."""
        self._owner = owner
        self._archive = archive
        self._changed = changed
        self._queries: dict[int, str] = {}
        self._version: int | None = None
        self._rests_until = 0.0
        self._timer: Timer | None = None
        self._latest: LatestLookup[_Counted] = LatestLookup(owner, self._show, lambda error: None)

    def request(self, lists: Sequence[Saved]) -> None:
        """Count these lists: at once if they are others than before, else after a rest if anything changed."""
        queries = {one.id: one.query for one in lists}
        if queries != self._queries:
            self.counts = {
                id: tally for id, tally in self.counts.items() if queries.get(id) == self._queries.get(id)
            }
            self._queries = queries
            self._count()
        elif self._timer is None:
            self._timer = self._owner.set_timer(_REST, self._count_again)

    def close(self) -> None:
        """Nothing more is counted."""
        self._latest.close()

    def _count_again(self) -> None:
        self._timer = None
        if self._latest.is_busy or monotonic() < self._rests_until:
            # Not in its place: where somebody writes all the time nothing would ever be counted.
            self._timer = self._owner.set_timer(_REST, self._count_again)
            return
        try:
            version = self._archive.version()
        except ArchiveError:  # it will be said by what the reader does next
            return
        if version != self._version:
            self._count()

    def _count(self) -> None:
        self._latest.ask(_counting(self._archive, self._queries))

    def _show(self, counted: _Counted) -> None:
        self._version = counted.version
        self._rests_until = monotonic() + _SHARE * counted.took
        self.counts[counted.id] = counted.tally
        self._changed()


def _counting(archive: Archive, queries: dict[int, str]) -> Callable[[Callable[[], bool]], Iterator[_Counted]]:
    def counts(stopped: Callable[[], bool]) -> Iterator[_Counted]:
        version, began = archive.version(), thread_time()
        for id, query in queries.items():
            tally: ArticleCounts | None = None
            try:
                tally = archive.search.tally(query, is_cancelled=stopped)
            except Stopped:
                return
            except ArchiveError:  # it refers to a search that was forgotten: said when it is opened
                pass
            yield _Counted(version, id, tally, thread_time() - began)

    return counts
