"""Plain text: a headline on the first line if there is one, or lines with title and author, then the text."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.article_fields import draft_of, facts_before
from onrecord.ingest.document import Document
from onrecord.ingest.opening_facts import with_facts_of_lines


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a text file, its headline included, so that offsets are those of other programs.

    Lines that say title, author and the like are no text.

    Raises:
        IngestError: It is no text.
    """
    facts, text = facts_before(document.text())
    if not facts:
        draft = Draft(title=fields.title(text, document.stem), text=text, url=document.url)
        yield with_facts_of_lines(draft)
    else:
        yield draft_of(facts | {"text": text}, document.url)
