"""Pages that a browser has saved as one file with their pictures (MHTML)."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy

from onrecord.base.records import Draft
from onrecord.ingest.document import Document, IngestError, clean, decode
from onrecord.ingest.readers import html


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a saved page.

    Raises:
        IngestError: There is no page in it, or no article in the page.
    """
    message = message_from_bytes(document.data().lstrip(), policy=policy.compat32)
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(payload, bytes):
            url = message.get("Snapshot-Content-Location") or part.get("Content-Location") or ""
            page = clean(decode(payload, document.name, part.get_content_charset() or ""))
            yield html.article(page, document, str(url).strip())
            return
    raise IngestError(document.name, "a saved page without its text; save it again as HTML")
