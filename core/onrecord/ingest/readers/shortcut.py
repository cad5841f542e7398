"""Shortcuts to addresses, as desktops save them when an address is dragged there: articles to fetch."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest.document import Document, IngestError

_ADDRESS = re.compile(r"^URL=(\S+)|<key>URL</key>\s*<string>([^<]+)</string>", re.MULTILINE)


def read(document: Document) -> Iterator[Draft]:
    """Yield a draft without a text for the address.

    Raises:
        IngestError: It leads to no page of the web.
    """
    match = _ADDRESS.search(document.text())
    address = html.unescape(match[1] or match[2]).strip() if match else ""
    if not address.startswith(("http://", "https://")):
        raise IngestError(document.name, "a shortcut that leads to no page of the web; leave it out")
    yield Draft(title=document.stem, text="", url=address)
