"""Texts of LibreOffice and other programs of OpenDocument (ODT, and FODT, which is XML alone)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import LIMIT, Document, IngestError, clean
from onrecord.ingest.html_text import tree_text
from onrecord.ingest.opening_facts import given_author, given_title, with_opening_facts
from onrecord.ingest.xml import parse_xml

_LEFT_OUT = frozenset(
    {"note", "tracked-changes", "table-of-content", "ruby-text", "annotation", "desc", "sequence-decls", "forms"}
)
_AS_HTML = {
    "h": "h2", "list-item": "li", "table-row": "tr", "table-cell": "td", "line-break": "br",
    "document": "div", "document-content": "div", "text": "div",
}  # fmt: skip
"""How HTML calls elements of texts; other names are the same there, or stay in their line."""
_BLANKS = ("s", "tab")


def read(document: Document) -> Iterator[Draft]:
    """Yield the one text of a document.

    Raises:
        IngestError: It is damaged, locked, or without a text.
    """
    content, facts = _flat(document) if document.opening.startswith(b"<") else _packed(document)
    body = next(content.iter("{*}body"), content)
    text = clean(_text(body))
    if not text:
        raise IngestError(document.name, "a document without a text; leave it out")
    title = given_title(_fact(facts, "title")) or fields.title(text, document.stem)
    author = given_author(_fact(facts, "creator"))
    yield with_opening_facts(Draft(title=title, text=fields.without_headline(text, title), author=author))


def _flat(document: Document) -> tuple[Any, Any]:
    """Return the text and the properties of a document that is one file of XML."""
    content = parse_xml(document.data(), document.name)
    return content, next(content.iter("{*}meta"), None)


def _packed(document: Document) -> tuple[Any, Any]:
    """Return the text and the properties of a document that is an archive."""
    try:
        with zipfile.ZipFile(document.file()) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise IngestError(document.name, "locked with a password; save it without, and add that")
            if archive.getinfo("content.xml").file_size > LIMIT:
                raise IngestError(document.name, f"more than {LIMIT // 1024**2} MB of text; split it")
            content = parse_xml(archive.read("content.xml"), document.name)
            names = archive.namelist()
            return content, parse_xml(archive.read("meta.xml"), document.name) if "meta.xml" in names else None
    except (zipfile.BadZipFile, KeyError) as error:
        raise IngestError(document.name, f"a damaged document ({error}); save it again") from error


def _text(body: Any) -> str:
    """Return the text of a document; its elements are called as in HTML afterwards."""
    from lxml import etree

    for element in body.iter(etree.Element):
        name = etree.QName(element).localname
        element.tag = name if name in _LEFT_OUT else _AS_HTML.get(name, name)
        if name in _BLANKS:
            element.tail = f" {element.tail or ''}"
    return tree_text(body, _LEFT_OUT)


def _fact(facts: Any, name: str) -> str:
    elements = [] if facts is None else facts.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    return clean(fields.words([element.text for element in elements]))
