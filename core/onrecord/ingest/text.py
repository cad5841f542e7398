"""Plain text: a headline on the first line if there is one, then the text.

The stored text is the whole file, the headline included, so that its offsets are those of other programs.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import Document

ENDINGS: tuple[str, ...] = (".txt", ".text")


def recognises(head: bytes) -> bool:
    """Whether a file without a telling name, that begins so, may be plain text: it always may."""
    return True


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a text file.

    Raises:
        IngestError: it is no text.
    """
    text = document.text()
    yield Draft(title=fields.title(text, document.stem), text=text, url=document.url)
