"""Archives of web pages (WARC, ARC): the articles among the pages in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest.document import LIMIT, Document, IngestError, clean, decode
from onrecord.ingest.readers import html


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles in the pages; say at the end how many pages hold none.

    Raises:
        IngestError: It is damaged, or there is no page in it.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    page_count, failures = 0, 0
    try:
        for record in ArchiveIterator(document.stream, arc2warc=True):
            if not _is_page(record):
                continue
            page_count += 1
            try:
                yield _article(record, document)
            except IngestError:
                failures += 1
    except ArchiveLoadFailed as error:
        raise IngestError(document.name, f"damaged ({error}); get it again") from error
    if not page_count:
        raise IngestError(document.name, "an archive without web pages; leave it out")
    if failures:
        counts = f"{failures:,} of its {page_count:,} pages"
        reason = f"in {counts} no article can be found; add these by their addresses if they are wanted"
        document.failed(IngestError(document.name, reason))


def _is_page(record: Any) -> bool:
    """Return whether a record is a page that a server has sent as it was asked."""
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers
    form = (headers or record.rec_headers).get_header("Content-Type") or ""
    status = headers.get_statuscode() if headers else "200"
    return status == "200" and form.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")


def _article(record: Any, document: Document) -> Draft:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    data = record.content_stream().read(LIMIT)
    headers = record.http_headers or record.rec_headers
    form = headers.get_header("Content-Type") or ""
    encoding = form.lower().partition("charset=")[2].strip("\"' ") or html.declared_encoding(data[:4096])
    return html.article(clean(decode(data, document.name, encoding)), document, url)
