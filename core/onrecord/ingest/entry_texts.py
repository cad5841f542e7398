"""The texts of the entries of a feed: what the feed has of them, or the page to which they lead."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable

import msgspec

from onrecord.base.feeds import Feed, FeedEntry, PageRule
from onrecord.base.field_limits import excess
from onrecord.base.records import Draft, count_words
from onrecord.ingest import door, finished_draft, gate, limited_reading, web
from onrecord.ingest.document import Document, Failed, IngestError
from onrecord.ingest.politeness import Politeness

_SUMMARY_WORDS = 120
"""Entries of fewer words may be summaries of what stands on the page."""
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\))\s*(?:(?:read|continue)\b.{0,60})?\s*\Z", re.IGNORECASE)
"""How texts end that were cut off."""
READING = threading.Lock()
"""Held by the thread that reads what was sent.

All threads would share one processor anyway, and so the first is done sooner. And a large page is read in a
process that is forked off: what another thread is importing at that moment could never be imported there.
"""

_MOST_FAILURES = 3
"""Pages of one feed that may fail one after the other, before the rest is left for the next time."""


class EntryReading:
    """Getting the texts of the entries of one feed.

    ``unreadable_marks`` are of entries without a text whose page cannot be read, ``has_left`` tells whether pages
    were left for the next time, ``short`` is how many entries may have more text on their pages.
    """

    def __init__(self, feed: Feed, politeness: Politeness, failed: Failed) -> None:
        self.unreadable_marks: list[str] = []
        self.has_left = False
        self.short = 0
        self._feed = feed
        self._politeness = politeness
        self._failed = failed
        self._failures = 0

    def entries(self, entries: Iterable[FeedEntry]) -> list[FeedEntry]:
        """Return the entries that have a text, from the feed or from their page, all put right."""
        drafts = [(entry.mark, self._draft(entry)) for entry in entries]
        with READING:
            return [
                FeedEntry(mark, finished_draft(draft))
                for mark, draft in drafts
                if draft.text.strip() and self._is_short_enough(mark, draft)
            ]

    def _is_short_enough(self, mark: str, draft: Draft) -> bool:
        """Return whether title, author and the like are as long as they may be; if not, it is told."""
        if reason := excess(msgspec.structs.asdict(draft)):
            self.unreadable_marks.append(mark)
            self._failed(IngestError(self._feed.url, f"{reason} in “{draft.title[:60]}”; it is left out"))
        return not reason

    def _draft(self, entry: FeedEntry) -> Draft:
        draft = entry.draft
        if not draft.url or not _wants_page(self._feed.pages, draft):
            self.short += bool(draft.url) and _wants_page("short", draft)
            return draft
        if self._failures >= _MOST_FAILURES:
            self.has_left = True
            return Draft(title=draft.title, text="")
        page = self._page(draft.url)
        self._failures = 0 if page else self._failures + 1
        if page is not None:
            return _with_page(draft, page)
        if not draft.text.strip():
            self.unreadable_marks.append(entry.mark)
        return draft

    def _page(self, url: str) -> Draft | None:
        """Return the article on the page of an entry; None if it cannot be read, which is told."""
        named = self._feed.url
        with gate(url, self._failed), self._politeness.turn_for_page(url, named) as is_allowed:
            if not is_allowed:
                reason = "the site asks programs not to read it (robots.txt); open it in your browser"
                raise IngestError(url, reason)
            page = web.fetch(url, self._failed, named=named)
            return _article_on(page)
        return None


def _article_on(page: Document) -> Draft | None:
    """Return the article on a page; None if it has none."""
    with READING:
        return next(limited_reading.drafts(page, door.drafts), None)


def _wants_page(rule: PageRule, draft: Draft) -> bool:
    """Return whether the page of an entry is fetched by a rule."""
    match rule:
        case "always":
            return True
        case "short":
            return count_words(draft.text) < _SUMMARY_WORDS or _CUT.search(draft.text) is not None
        case "missing":
            return not draft.text.strip()
        case "never":
            return False


def _with_page(draft: Draft, page: Draft) -> Draft:
    """Return the article of an entry with the text of its page, unless the feed has more of it."""
    return msgspec.structs.replace(
        draft,
        title=draft.title or page.title,
        text=page.text if len(page.text) > len(draft.text) else draft.text,
        author=draft.author or page.author,
        published=draft.published or page.published,
        url=page.url or draft.url,
        language=page.language,
    )
