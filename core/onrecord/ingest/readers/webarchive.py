"""Pages that Safari has saved (webarchive): the page among the parts of it."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest.document import Document, IngestError, clean, decode
from onrecord.ingest.readers import html


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a page.

    Raises:
        IngestError: It is damaged, or no article can be found in it.
    """
    try:
        page: Any = plistlib.loads(document.data())["WebMainResource"]
        data, url = bytes(page["WebResourceData"]), str(page.get("WebResourceURL", ""))
        encoding = str(page.get("WebResourceTextEncodingName", ""))
    except (plistlib.InvalidFileException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IngestError(document.name, f"a damaged webarchive ({error}); save the page again") from error
    url = url if url.startswith(("http://", "https://")) else ""
    yield html.article(clean(decode(data, document.name, encoding)), document, url)
