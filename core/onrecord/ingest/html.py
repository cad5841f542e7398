"""Web pages, from a file or fetched: the article that trafilatura finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from onrecord.base.markdown_text import plain_text
from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import Document, IngestError, clean

ENDINGS: tuple[str, ...] = (".html", ".htm", ".xhtml", ".shtml")

_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|article)\b", re.IGNORECASE)
_CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)|<\?xml[^>]+encoding=[\"']([\w.:-]+)", re.IGNORECASE
)


def recognises(head: bytes) -> bool:
    """Whether a file that begins so is a web page."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _PAGE.search(head) is not None


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a page.

    Raises:
        IngestError: it is no text, or no article can be found in it.
    """
    from trafilatura import bare_extraction

    if not document.encoding and (declared := _CHARSET.search(document.head())):
        document.encoding = (declared[1] or declared[2]).decode("ascii", "replace")
    page = document.text()
    found = bare_extraction(
        page, url=document.url or None, with_metadata=True, include_comments=False, include_formatting=True
    )
    # With formatting the text is Markdown, where paragraphs, headings and lists stand apart.
    text = clean(plain_text(getattr(found, "text", None) or ""))
    if found is None or isinstance(found, dict) or not text.strip():
        reason = "no article can be found in this page; save its text as a .txt file and add that"
        raise IngestError(document.name, reason)
    url = fields.words(found.url) or document.url
    yield Draft(
        title=fields.words(found.title) or fields.title(text, document.stem),
        text=text,
        source=fields.words(found.sitename) or (urlsplit(url).hostname or "").removeprefix("www."),
        author=fields.words(found.author).replace(";", ","),
        published=fields.iso_date(found.date),
        url=url,
    )
