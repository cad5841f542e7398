"""Plain text: a headline on the first line if there is one, then the text."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import Document


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a text file, its headline included, so that offsets are those of other programs.

    Raises:
        IngestError: It is no text.
    """
    text = document.text()
    yield Draft(title=fields.title(text, document.stem), text=text, url=document.url)
