"""Feeds as files (RSS, Atom, RDF): their entries as articles."""

from __future__ import annotations

from collections.abc import Iterator
from time import struct_time
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest.article_fields import draft_of, readable
from onrecord.ingest.document import Document, IngestError


def read(document: Document) -> Iterator[Draft]:
    """Yield the entries of a feed; those without a text are addresses.

    Raises:
        IngestError: It has no entries.
    """
    import feedparser

    parsed = feedparser.parse(document.data(), response_headers=_headers(document))
    if not parsed.entries:
        raise IngestError(document.name, "a feed without entries; look whether it is whole")
    drafts = (_draft(entry, parsed.feed.get("title", "")) for entry in parsed.entries)
    yield from readable(drafts, document)


def _headers(document: Document) -> dict[str, str]:
    """Return what a server would say of the feed, without which feedparser guesses where its addresses lead."""
    headers = {"content-location": document.url} if document.url else {}
    if document.encoding:
        headers["content-type"] = f"application/xml; charset={document.encoding}"
    return headers


def _draft(entry: Any, feed_title: str) -> Draft:
    """Return the article of an entry, its text from the longest of what the entry has of it."""
    parts = [content.get("value", "") for content in entry.get("content", [])]
    parts.append(entry.get("summary", ""))
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    return draft_of(
        {
            "title": entry.get("title", ""),
            "text": max(parts, key=len),
            "source": entry.get("source", {}).get("title", "") or feed_title,
            "author": [author.get("name", "") for author in entry.get("authors", [])] or entry.get("author", ""),
            "date": f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}" if isinstance(day, struct_time) else "",
            "url": entry.get("link", ""),
            "tags": [tag.get("term", "") for tag in entry.get("tags", [])],
        }
    )
