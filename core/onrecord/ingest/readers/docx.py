"""Documents of Word (DOCX)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest import door, fields
from onrecord.ingest.document import LIMIT, Document, IngestError, clean
from onrecord.ingest.html_text import html_text
from onrecord.ingest.opening_facts import given_author, given_title, with_opening_facts
from onrecord.ingest.xml import parse_xml

_NOTES = re.compile(
    r'<sup><a href="#(?:foot|end)note-[^>]*>.*?</a></sup>|<li id="(?:foot|end)note-\d+">.*?</li>', re.DOTALL
)
"""Footnotes and their numbers, as mammoth writes them."""
_FACTS = "docProps/core.xml"


def read(document: Document) -> Iterator[Draft]:
    """Yield the one text of a document.

    Raises:
        IngestError: It is damaged, or without a text.
    """
    import mammoth

    file = document.file()
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist() if info.filename.endswith(".xml")) > LIMIT:
                raise IngestError(document.name, f"more than {LIMIT // 1024**2} MB of text; split it")
            facts = archive.read(_FACTS) if _FACTS in archive.namelist() else b""
        file.seek(0)
        page = mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(lambda _: {})).value
    except (zipfile.BadZipFile, KeyError) as error:
        raise IngestError(document.name, f"a damaged document ({error}); save it again") from error
    text = clean(html_text(_NOTES.sub("", page)))
    if not text:
        raise IngestError(document.name, "a document without a text; leave it out")
    if (articles := door.articles_in_text(document, text)) is not None:
        yield from articles
        return
    title = given_title(_fact(facts, "title", document.name)) or fields.title(text, document.stem)
    author = given_author(_fact(facts, "creator", document.name))
    yield with_opening_facts(Draft(title=title, text=fields.without_headline(text, title), author=author))


def _fact(facts: bytes, name: str, document_name: str) -> str:
    elements = parse_xml(facts, document_name).iter(f"{{http://purl.org/dc/elements/1.1/}}{name}") if facts else ()
    return clean(fields.words([element.text for element in elements]))
