"""Fetching the feeds of an archive: what they bring is stored, a transaction for each feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from onrecord.archive import Archive, NoSuchFeed
from onrecord.base.callbacks import OnStepProgress
from onrecord.base.feeds import Feed
from onrecord.ingest import IngestError
from onrecord.ingest.feed_run import FeedOutcome, fetch_feeds
from onrecord.ingest.feeds import FeedRefused
from onrecord.terminal.segments import counted

_LONGEST_REST = timedelta(days=30)
"""For how long a server is left alone at most."""


@dataclass
class FetchReport:
    """What a fetch of several feeds has brought.

    ``new_ids`` are of the new articles; ``fetched``, ``unchanged`` and ``resting`` count feeds (those that rest
    are left alone, as their servers want), ``changed``, ``existing`` and ``ignored`` entries. ``failed`` are the
    feeds that could not be fetched, ``failures`` the pages and files of others that could not be read, each with
    why. ``short`` are feeds that were fetched for the first time, most of whose entries may have more text on
    their pages.
    """

    new_ids: list[int] = field(default_factory=list)
    changed: int = 0
    fetched: int = 0
    unchanged: int = 0
    resting: int = 0
    existing: int = 0
    ignored: int = 0
    failed: list[IngestError] = field(default_factory=list)
    failures: list[IngestError] = field(default_factory=list)
    short: list[Feed] = field(default_factory=list)

    def summary(self) -> str:
        """Say in one sentence what came of it."""
        parts = [f"{counted(len(self.new_ids), 'new article')} from {counted(self.fetched, 'feed')}"]
        if self.changed:
            parts.append(f"{counted(self.changed, 'new version')} of articles")
        if self.existing:
            parts.append(f"{counted(self.existing, 'article')} there already")
        if self.unchanged:
            parts.append(f"{self.unchanged:,} unchanged")
        if self.resting:
            servers = "its server wants" if self.resting == 1 else "their servers want"
            parts.append(f"{self.resting:,} left alone until {servers} to be asked again")
        if self.ignored:
            parts.append(f"{counted(self.ignored, 'article')} ignored")
        if self.failed:
            parts.append(f"{len(self.failed):,} not fetched")
        return "; ".join(parts) + "."


def due_feeds(feeds: Sequence[Feed]) -> list[Feed]:
    """Return those feeds whose servers do not want to be left alone for now.

    No server is left alone for longer than ``_LONGEST_REST``: such a time was written while the clock was ahead.
    """
    now = datetime.now(UTC)
    return [feed for feed in feeds if not _iso(now) < feed.not_before <= _iso(now + _LONGEST_REST)]


def fetch_into(
    archive: Archive, feeds: Sequence[Feed], ignored_query: str = "", on_progress: OnStepProgress | None = None
) -> FetchReport:
    """Fetch feeds and store what is new in them.

    What one feed brings is there as soon as it is stored, whatever becomes of the others.

    Args:
        archive: Where to store it.
        feeds: The feeds of the archive that are to be fetched.
        ignored_query: Articles that it finds are not stored.
        on_progress: Called before the first feed, and after each.

    Raises:
        ArchiveError: The archive cannot be written.
        QueryError: The query cannot be understood.
    """
    due = due_feeds(feeds)
    report = FetchReport(resting=len(feeds) - len(due))
    checks: dict[int, tuple[str, str]] = {}
    if on_progress:
        on_progress("Fetching feeds", 0, len(due))
    try:
        for done, outcome in enumerate(fetch_feeds(due), 1):
            _store(archive, outcome, ignored_query, report, checks)
            if on_progress:
                on_progress("Fetching feeds", done, len(due))
    finally:
        archive.feeds.record_checks(checks)
    return report


def _store(
    archive: Archive,
    outcome: FeedOutcome,
    ignored_query: str,
    report: FetchReport,
    checks: dict[int, tuple[str, str]],
) -> None:
    """Store what came of one feed, and add it to the report.

    Args:
        archive: Where to store it.
        outcome: What came of it.
        ignored_query: Articles that it finds are not stored.
        report: What is known of the other feeds.
        checks: Where to put what is to be noted of a feed that has brought nothing.
    """
    feed, fetched = outcome.feed, outcome.fetched
    report.failures += outcome.failures
    if outcome.error is not None:
        report.failed.append(outcome.error)
        checks[feed.id] = outcome.error.reason, _rest(outcome.error)
    elif fetched is None:
        report.unchanged += 1
        checks[feed.id] = "", ""
    else:
        try:
            stored = archive.feeds.store(feed, fetched, ignored_query)
        except NoSuchFeed:  # it was removed while it was fetched
            return
        report.fetched += 1
        report.new_ids += stored.new_ids
        report.changed += stored.changed
        report.existing += stored.existing
        report.ignored += stored.ignored
        if not feed.checked and fetched.short * 2 > max(len(fetched.entries), 1):
            report.short.append(msgspec.structs.replace(feed, name=feed.name or fetched.title))


def _rest(error: IngestError) -> str:
    """Return until when a server wants to be left alone, as an ISO time; empty if it does not say."""
    wait = error.wait if isinstance(error, FeedRefused) else None
    return _iso(datetime.now(UTC) + min(timedelta(seconds=wait), _LONGEST_REST)) if wait else ""


def _iso(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
