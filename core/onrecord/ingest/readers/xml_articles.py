"""Articles in XML of news agencies (NITF, NewsML), journals (JATS), editions (TEI) and manuals (DocBook)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import Document, IngestError, clean
from onrecord.ingest.html_text import mark_quotations, tree_text
from onrecord.ingest.kinds.markup_signs import xml_dialect
from onrecord.ingest.xml import parse_xml
from onrecord.ingest.xml_dialects import Dialect, Paths

_AS_HTML = {
    **dict.fromkeys(
        (
            "title", "subtitle", "para", "simpara", "formalpara", "sec", "hl1", "hl2", "head", "ab", "l", "lg",
            "sp", "speaker", "stage", "disp-quote", "block", "epigraph", "abstract", "literallayout",
            "programlisting",
        ),
        "div",
    ),
    "listitem": "li", "list-item": "li", "entry": "td", "sbr": "br", "break": "br",
}  # fmt: skip
"""How HTML calls elements of these kinds; other names are the same there, or stay in their line."""
_NAME_PARTS = (("given-names", "firstname", "forename", "name.given"), ("surname", "name.family"))
"""How the given names and the surname of a person are called."""
_QUOTATIONS = ("q", "quote", "said")
"""Elements that are quotations in a line, unless there are paragraphs in them."""
_NOTES = frozenset({"footnote", "fn", "note", "xref"})
_BY = re.compile(r"^by\s+(?=\S)", re.IGNORECASE)


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles in a file.

    Raises:
        IngestError: It is damaged, or there is no text in it.
    """
    root = parse_xml(document.data(), document.name)
    dialect = xml_dialect(document)
    assert dialect is not None  # by the sign of this kind
    _simplify(root)
    article_count = 0
    for article in root.xpath(dialect.articles) if dialect.articles else [root]:
        if draft := _draft(article, dialect, document):
            article_count += 1
            yield draft
    if not article_count:
        raise IngestError(document.name, "XML of an article, but without a text; leave it out")


def _simplify(root: Any) -> None:
    """Take namespaces, remarks and entities out of a tree."""
    from lxml import etree

    language = "{http://www.w3.org/XML/1998/namespace}lang"
    for entity in list(root.iter(etree.Entity)):
        entity.tail = html.unescape(entity.text) + (entity.tail or "")
    etree.strip_elements(root, etree.Entity, etree.Comment, etree.PI, with_tail=False)
    for element in root.iter():
        element.tag = etree.QName(element).localname
        if language in element.attrib:
            element.set("lang", element.get(language))


def _draft(article: Any, dialect: Dialect, document: Document) -> Draft | None:
    """Return what an element says of its article, None if it has no text."""
    draft = Draft(
        title=_first(article, dialect.titles),
        text="",
        source=_first(article, dialect.sources),
        author=", ".join(dict.fromkeys(_BY.sub("", name) for name in _authors(article, dialect.authors))),
        published=fields.iso_date(_first(article, dialect.dates)),
        language=fields.language(next(iter(article.xpath("(ancestor-or-self::*/@lang)[last()]")), "")),
    )
    draft.text = _text(article, dialect)
    if not draft.text.strip():
        return None
    draft.title = draft.title or fields.title(draft.text, document.stem)
    draft.text = fields.without_headline(draft.text, draft.title)
    return draft


def _text(article: Any, dialect: Dialect) -> str:
    """Return the text of an article; its elements are called as in HTML afterwards."""
    left_out = dialect.left_out | {"script", "style"}
    bodies: list[Any] = next(filter(None, (article.xpath(path) for path in dialect.bodies)), [])
    for body in bodies:
        for element in body.iter():
            if element.tag in _QUOTATIONS and next(element.iter("p", "para", "l", "ab"), None) is None:
                element.tag = "q"
            elif element.tag not in left_out:
                element.tag = _AS_HTML.get(element.tag, element.tag)
        mark_quotations(body)
    return clean("\n\n".join(filter(None, (tree_text(body, left_out) for body in bodies))))


def _first(article: Any, paths: Paths) -> str:
    """Return the words to which the first of the paths leads that leads to any."""
    return next((words for path in paths for value in article.xpath(path) if (words := _words(value))), "")


def _authors(article: Any, paths: Paths) -> list[str]:
    """Return all names to which the first of the paths leads that leads to any."""
    return next(filter(None, ([*filter(None, map(_name, article.xpath(path)))] for path in paths)), [])


def _words(value: Any) -> str:
    """Return the words of an attribute or element; of an element with year, month and day that day."""
    if isinstance(value, str):
        return fields.words(value)
    if day := value.findtext("day"):
        return fields.words(f"{day} {_month(value.findtext('month'))} {value.findtext('year')}")
    return fields.words(tree_text(value, _NOTES))


def _month(value: str | None) -> str:
    """Return a month by its name in English, for day and month look alike."""
    names = "January February March April May June July August September October November December".split()
    month = (value or "").strip()
    return names[int(month) - 1] if month.isdecimal() and 0 < int(month) <= len(names) else month


def _name(value: Any) -> str:
    """Return the name of a person as it is spoken, where its parts are told; else the words."""
    if not isinstance(value, str):
        parts = [_first(value, tuple(f".//{tag}" for tag in tags)) for tags in _NAME_PARTS]
        if all(parts):
            return fields.words(" ".join(parts))
    return _words(value)
