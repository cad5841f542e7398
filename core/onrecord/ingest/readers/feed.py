"""Feeds (RSS, Atom, RDF, JSON Feed): their entries as articles."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from time import struct_time
from typing import Any, NamedTuple

from onrecord.base.feeds import FeedEntry
from onrecord.base.records import Draft
from onrecord.ingest.article_fields import draft_of, readable
from onrecord.ingest.document import Document, IngestError
from onrecord.ingest.fields import words
from onrecord.ingest.html_text import html_text

CUT_OFF = "cut off before its end; its last entry is left out"

_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_TAIL = 4096
"""Bytes at the end of a feed, among which it is closed; what programs of the server add may follow."""


class ParsedFeed(NamedTuple):
    """What a feed calls itself, and its entries in its order.

    Attributes:
        title: What it calls itself.
        entries: Its entries. Of a feed that is cut off the last one is not among them.
        is_cut_off: Whether it has no end.
    """

    title: str
    entries: list[FeedEntry]
    is_cut_off: bool = False


def read(document: Document) -> Iterator[Draft]:
    """Yield the entries of a feed; those without a text are addresses.

    Raises:
        IngestError: It has no entries.
    """
    parsed = parse(document)
    if parsed.is_cut_off:
        document.failed(IngestError(document.name, f"{CUT_OFF}; save or export the feed anew"))
    if not parsed.entries:
        raise IngestError(document.name, "a feed without entries; look whether it is whole")
    yield from readable((entry.draft for entry in parsed.entries), document)


def parse(document: Document) -> ParsedFeed:
    """Return what a feed of RSS, Atom or RDF holds, however little that is."""
    import feedparser

    data = document.data()
    parsed = feedparser.parse(
        data,
        response_headers=_headers(document),
        # Of its HTML nothing but the text is taken, and that takes half of the time.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    title = parsed.feed.get("title", "")
    entries = [(entry.get("id"), _draft(entry, title)) for entry in parsed.entries]
    is_cut_off = _END.search(data[-_TAIL:].replace(b"\0", b"")) is None
    whole = entries[:-1] if is_cut_off else entries
    return ParsedFeed(title, [FeedEntry(_mark(entry_id, draft), draft) for entry_id, draft in whole], is_cut_off)


def parse_json(document: Document) -> ParsedFeed | None:
    """Return what a JSON Feed holds (https://www.jsonfeed.org/version/1.1/); None for other JSON.

    Raises:
        IngestError: It is no JSON.
    """
    try:
        content = json.loads(document.text())
    except ValueError as error:
        raise IngestError(document.name, f"damaged inside ({error}); try again later") from error
    if not isinstance(content, dict) or not isinstance(content.get("items"), list):
        return None
    title = words(content.get("title"))
    items = [item for item in content["items"] if isinstance(item, dict)]
    entries = [(item.get("id"), _draft_of_item(item, title)) for item in items]
    return ParsedFeed(title, [FeedEntry(_mark(item_id, draft), draft) for item_id, draft in entries])


def _draft_of_item(item: Mapping[str, Any], feed_title: str) -> Draft:
    draft = draft_of(item)
    draft.source = draft.source or feed_title
    return draft


def _text(part: Mapping[str, Any]) -> str:
    """Return the text of what an entry has of its article, in the form that it says to be in."""
    value = str(part.get("value", ""))
    is_plain = part.get("type") == "text/plain" or not ("<" in value or "&" in value)
    return value if is_plain else html_text(value)


def _mark(entry_id: object, draft: Draft) -> str:
    """Return what an entry is told by in the next fetch: hashes of its id (else of its title) and of its text."""
    identity = str(entry_id or draft.url or f"{draft.title}\n{draft.text}")
    return f"{_hash(identity, 6)}-{_hash(' '.join(draft.text.split()), 4)}"


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def _headers(document: Document) -> dict[str, str]:
    """Return what a server would say of the feed, without which feedparser guesses where its addresses lead."""
    headers = {"content-location": document.url} if document.url else {}
    if document.encoding:
        headers["content-type"] = f"application/xml; charset={document.encoding}"
    return headers


def _draft(entry: Any, feed_title: str) -> Draft:
    """Return the article of an entry, its text from the longest of what the entry has of it."""
    parts = [*entry.get("content", []), entry.get("summary_detail") or {"value": entry.get("summary", "")}]
    return draft_of(
        {
            "title": entry.get("title", ""),
            "text": _text(max(parts, key=lambda part: len(part.get("value", "")))),
            "source": entry.get("source", {}).get("title", "") or feed_title,
            "author": [author.get("name", "") for author in entry.get("authors", [])] or entry.get("author", ""),
            "date": _day(entry, "published") or _day(entry, "updated"),
            "url": entry.get("link", ""),
            "tags": [tag.get("term", "") for tag in entry.get("tags", [])],
        }
    )


def _day(entry: Any, name: str) -> str:
    """Return the day of one of the dates of an entry, as an ISO date; empty for none, and before the year 1."""
    day = entry.get(f"{name}_parsed")
    # feedparser reads a year with a minus as one of this century.
    if not isinstance(day, struct_time) or day.tm_year < 1 or entry.get(name, "").lstrip().startswith("-"):
        return ""
    return f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}"
