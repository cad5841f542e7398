"""Signs of XML and HTML: the outermost element, and what pages of some programs have in them."""

from __future__ import annotations

import re

from onrecord.ingest.document import Document
from onrecord.ingest.kinds.signs import Sign
from onrecord.ingest.xml_dialects import Dialect, dialect_of

_PROLOG = re.compile(
    rb"(?:<\?.*?\?>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[.*?\]\s*)?>|\s+)*", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|article|title|meta)\b", re.IGNORECASE)
_OF_PAGES = {
    b"html", b"head", b"body", b"article", b"main", b"section", b"div", b"p", b"h1", b"h2", b"title", b"meta",
    b"blockquote", b"span", b"ul", b"ol", b"dl", b"table", b"center", b"a", b"b", b"strong", b"em", b"i", b"link",
}  # fmt: skip
_LIST_OF_LINKS = re.compile(
    rb"<!doctype netscape-bookmark-file|<title>\s*(pocket export|instapaper: export)"
    rb"|<a [^>]*\b(time_added|add_date)=",
    re.IGNORECASE,
)
_PRESS_DATABASE = re.compile(
    rb"rdp__articletitle|titrearticle|class=[\"']?(?:article )?(?:enarticle|dearticle|frarticle|esarticle)\b"
    rb"|<!-- hide xml section from browser",
    re.IGNORECASE,
)


def root_name(head: bytes) -> bytes:
    """Return the name of the outermost element, without its prefix and in small letters."""
    prolog = _PROLOG.match(head)
    root = _ROOT.match(head, prolog.end() if prolog else 0)
    return root[1].lower() if root else b""


def has_root(*names: bytes) -> Sign:
    """Return the sign that the outermost element of a document has one of the names."""
    return lambda document: root_name(document.opening) in names


def is_flat_opendocument(document: Document) -> bool:
    """Return whether a document is a text of LibreOffice that is XML alone."""
    is_of_office = b"opendocument:xmlns:office" in document.opening[:8192]
    return is_of_office and root_name(document.opening) in (b"document", b"document-content")


def xml_dialect(document: Document) -> Dialect | None:
    """Return the kind of XML in which a document is written, if it is one of articles."""
    return dialect_of(root_name(document.opening).decode(), document.opening)


def is_xml_article(document: Document) -> object:
    """Return whether a document is an article in a kind of XML that can be read."""
    return document.opening.startswith(b"<") and xml_dialect(document)


def is_other_xml(document: Document) -> bool:
    """Return whether a document is XML that is no page of the web."""
    root = root_name(document.opening)
    if not document.opening.startswith(b"<") or root in _OF_PAGES | {b""}:
        return False
    head = document.opening.lower()
    return head.startswith(b"<?xml") or b"</" + root in head or b" xmlns" in head


def is_page(document: Document) -> bool:
    """Return whether a document is a page of the web, or a part of one."""
    head = document.opening
    if not head.startswith(b"<"):
        return document.ending in (".html", ".htm", ".xhtml", ".shtml") and b"<" in head
    return _PAGE.search(head) is not None or root_name(head) in _OF_PAGES


def is_list_of_links(document: Document) -> object:
    """Return whether a document is a page of links, as browsers and reading lists export them."""
    return document.opening.startswith(b"<") and _LIST_OF_LINKS.search(document.opening)


def is_press_database_page(document: Document) -> object:
    """Return whether a document is a page of articles that a database of the press has made."""
    return document.opening.startswith(b"<") and _PRESS_DATABASE.search(document.opening)
