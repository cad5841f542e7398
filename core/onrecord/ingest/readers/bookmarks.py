"""Bookmarks of browsers, Pocket, Instapaper and Pinboard (HTML, XML): addresses of articles, with their titles."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest.article_fields import draft_of
from onrecord.ingest.document import Document, IngestError


def read(document: Document) -> Iterator[Draft]:
    """Yield a draft without a text for each address.

    Raises:
        IngestError: It is no text, or has no address.
    """
    from lxml import html

    page = html.document_fromstring(document.text().encode(), parser=html.HTMLParser(encoding="utf-8"))
    records = [
        {
            "title": link.text_content() or link.get("description", ""),
            "url": link.get("href", ""),
            "tags": link.get("tags") or (link.get("tag") or "").replace(" ", ","),
        }
        for link in page.iter("a", "post")
        if link.get("href", "").startswith(("http://", "https://"))
    ]
    if not records:
        raise IngestError(document.name, "bookmarks without an address of the web; leave it out")
    yield from map(draft_of, records)
