"""When the articles of saved searches are counted, and which counts are kept, without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_host import FakeHost
from patience import wait_until

from onrecord.archive import Archive, ArchiveError, ArticleCounts, SearchCancelled
from onrecord.base.records import Draft, SavedSearch
from onrecord.tui.model import saved_counts
from onrecord.tui.model.saved_counts import SavedCounts

STRIKES = SavedSearch(id=1, name="Strikes", query="strike")
WATER = SavedSearch(id=2, name="Water", query="water")
DELETED = SavedSearch(id=3, name="Both", query="in:Deleted")


class CountLog:
    """A ``SavedCounts`` on a clock that the test sets, and the queries that it had counted."""

    def __init__(self, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.version = 1
        self.processor_seconds = 0.0
        self.seconds_of_each = 0.0
        self.queries: list[str] = []
        self.changes = 0
        self.host = FakeHost()
        self.tally = archive.search.tally
        monkeypatch.setattr(archive, "version", lambda: self.version)
        monkeypatch.setattr(archive.search, "tally", self.count)
        monkeypatch.setattr(saved_counts, "monotonic", lambda: self.now)
        monkeypatch.setattr(saved_counts, "thread_time", lambda: self.processor_seconds)
        self.saved_counts = SavedCounts(self.host, archive, self.count_changed)

    def count(self, query: str, **how: Any) -> ArticleCounts:
        self.queries.append(query)
        self.processor_seconds += self.seconds_of_each
        return self.tally(query, **how)

    def count_changed(self) -> None:
        self.changes += 1

    def request(self, *saved_searches: SavedSearch) -> None:
        self.saved_counts.request(saved_searches)
        self.settle()

    def run_out(self) -> None:
        """Let the newest timer run out."""
        self.host.timers[-1].run_out()
        self.settle()

    def settle(self) -> None:
        wait_until(lambda: not self.saved_counts._lookup.is_busy)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An article on a strike, and one on water that is read."""
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Port", text="A strike."))
        archive.articles.add(Draft(title="River", text="Low water."))
        archive.articles.update([2], read=True)
        yield archive


@pytest.fixture
def log(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[CountLog]:
    log = CountLog(archive, monkeypatch)
    yield log
    log.saved_counts.close()


def test_new_searches_are_counted_at_once(log: CountLog) -> None:
    log.request(STRIKES, WATER)
    assert log.queries == ["strike", "water"]
    assert log.saved_counts.counts == {1: log.tally("strike"), 2: log.tally("water")}
    assert (log.changes, log.host.timers) == (2, [])


def test_a_search_that_cannot_be_counted_has_none_and_the_next_is_counted(log: CountLog) -> None:
    log.request(DELETED, WATER)
    assert log.saved_counts.counts == {3: None, 2: log.tally("water")}
    assert (log.changes, log.host.complaints) == (2, [])


def test_counts_of_other_words_are_dropped_and_the_others_kept(
    log: CountLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.request(STRIKES, WATER)
    water_counts = log.saved_counts.counts[2]
    monkeypatch.setattr(log.saved_counts, "_count", lambda: None)
    log.request(SavedSearch(id=1, name="Strikes", query="lockout"), WATER)
    assert log.saved_counts.counts == {2: water_counts}
    log.request(STRIKES)
    assert log.saved_counts.counts == {}


def test_the_same_searches_are_counted_after_a_rest_where_the_archive_changed(log: CountLog) -> None:
    log.request(STRIKES)
    log.request(STRIKES)
    log.request(STRIKES)
    assert [timer.delay for timer in log.host.timers] == [0.15]
    log.run_out()
    assert log.queries == ["strike"]  # nothing has changed
    log.version += 1
    log.request(STRIKES)
    assert len(log.host.timers) == 2
    log.run_out()
    assert log.queries == ["strike", "strike"]
    log.request(STRIKES)
    log.run_out()
    assert log.queries == ["strike", "strike"]


@pytest.mark.parametrize(("waited", "is_counted"), [(3.9, False), (4.0, True)])
def test_counting_rests_four_times_as_long_as_it_took(log: CountLog, waited: float, is_counted: bool) -> None:
    log.seconds_of_each = 0.5
    log.request(STRIKES, WATER)  # for a second
    log.version += 1
    log.request(STRIKES, WATER)
    log.now += waited
    log.run_out()
    assert len(log.queries) == (4 if is_counted else 2)
    assert len(log.host.timers) == (1 if is_counted else 2)
    assert {timer.delay for timer in log.host.timers} == {0.15}


def test_counting_is_not_begun_anew_before_its_end(log: CountLog, monkeypatch: pytest.MonkeyPatch) -> None:
    log.request(STRIKES)
    log.version += 1
    log.request(STRIKES)
    with monkeypatch.context() as busy:
        busy.setattr(type(log.saved_counts._lookup), "is_busy", property(lambda lookup: True))
        log.host.timers[0].run_out()
    assert (log.queries, len(log.host.timers)) == (["strike"], 2)


def test_an_archive_whose_version_cannot_be_read_is_asked_again_later(
    log: CountLog, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise ArchiveError("The archive is asleep.")

    log.request(STRIKES)
    log.version += 1
    log.request(STRIKES)
    with monkeypatch.context() as broken:
        broken.setattr(archive, "version", fail)
        log.run_out()
    assert (log.queries, log.host.complaints, len(log.host.timers)) == (["strike"], [], 1)
    log.request(STRIKES)
    log.run_out()
    assert log.queries == ["strike", "strike"]


def test_a_cancelled_count_leaves_the_counts(
    log: CountLog, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancel(query: str, **how: Any) -> ArticleCounts:
        raise SearchCancelled

    monkeypatch.setattr(archive.search, "tally", cancel)
    log.request(STRIKES)
    assert (log.saved_counts.counts, log.changes) == ({}, 0)
