"""Rich text (RTF)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest import door, fields
from onrecord.ingest.document import Document, IngestError, clean
from onrecord.ingest.opening_facts import given_author, given_title, with_opening_facts


def read(document: Document) -> Iterator[Draft]:
    """Yield the one text of a document.

    Raises:
        IngestError: It is damaged, or without a text.
    """
    from striprtf import striprtf

    source = document.data().decode("cp1252", "replace")  # RTF is ASCII; some programs write letters of Windows
    lines = clean(str(striprtf.rtf_to_text(source, errors="replace"))).split("\n")
    text = "\n\n".join(line.strip() for line in lines if line.strip())
    if not text:
        raise IngestError(document.name, "a document without a text; leave it out")
    if (articles := door.articles_in_text(document, text)) is not None:
        yield from articles
        return
    title = given_title(_fact("title", source)) or fields.title(text, document.stem)
    author = given_author(_fact("author", source))
    yield with_opening_facts(Draft(title=title, text=fields.without_headline(text, title), author=author))


def _fact(name: str, source: str) -> str:
    """Return what a document says of itself; empty where its letters are coded."""
    value = re.search(rf"\{{\\{name} ([^{{}}\\]+)\}}", source)
    return fields.words(value[1]) if value else ""
