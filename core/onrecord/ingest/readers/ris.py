"""Bibliographies in RIS, as Zotero and catalogues of libraries export them: addresses of articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.article_fields import draft_of, readable
from onrecord.ingest.document import Document


def read(document: Document) -> Iterator[Draft]:
    """Yield the entries that have an address, or a text among their notes.

    Raises:
        IngestError: It is no text, or no RIS.
    """
    import rispy

    yield from readable(map(_draft, rispy.loads(document.text())), document)


def _draft(entry: dict[str, Any]) -> Draft:
    urls = entry.get("urls") or entry.get("link") or entry.get("file_attachments1") or entry.get("doi") or ""
    url = urls[0] if isinstance(urls, list) else urls
    return draft_of(
        {
            "title": entry.get("title") or entry.get("primary_title") or "",
            "source": entry.get("journal_name") or entry.get("secondary_title") or entry.get("publisher") or "",
            "author": [
                fields.spoken_name(name) for name in entry.get("authors") or entry.get("first_authors") or ()
            ],
            "date": (entry.get("date") or entry.get("publication_year") or entry.get("year") or "").strip("/"),
            "url": f"https://doi.org/{url}" if str(url).startswith("10.") else url,
            "tags": entry.get("keywords") or [],
        }
    )
