"""Notes that Evernote exports (ENEX): clipped pages and what was written, each with its title, day and tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import Document, IngestError, clean, gate
from onrecord.ingest.html_text import html_text
from onrecord.ingest.xml import parse_xml


def read(document: Document) -> Iterator[Draft]:
    """Yield an article for each note; tell of those without a text and go on.

    Raises:
        IngestError: It is damaged.
    """
    for note in parse_xml(document.data(), document.name).iter("note"):
        title = _fact(note, "title")
        text = clean(html_text((note.findtext("content") or "").encode()))
        name = f"{document.name}: {title or 'a note'}"
        with gate(name, document.failed):
            if not text:
                raise IngestError(name, "a note without a text; leave it out")
        if text:
            yield Draft(
                title=title or fields.title(text, document.stem),
                text=fields.without_headline(text, title),
                author=_fact(note, "note-attributes/author"),
                published=fields.iso_date(_fact(note, "created")),
                url=_fact(note, "note-attributes/source-url"),
                tags=fields.tags([tag.text for tag in note.iter("tag")]),
            )


def _fact(note: Any, path: str) -> str:
    return clean(fields.words(note.findtext(path)))
