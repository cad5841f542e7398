"""Lists of addresses, one a line: articles to fetch, with nothing but where they are."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest.document import Document


def read(document: Document) -> Iterator[Draft]:
    """Yield a draft without a text for each address.

    Raises:
        IngestError: It is no text.
    """
    for line in document.text().splitlines():
        address = line.strip()
        if address and not address.startswith(("#", "//")):
            yield Draft(title="", text="", url=address if "://" in address else f"https://{address}")
