"""Kinds of files that are text and hold no article that could be read: told by how they begin, not by their names.

Stored as they are, their headers, marks and encoded attachments would be taken for the words of an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from onrecord.ingest.document import IngestError


class RefusedKind(NamedTuple):
    """A kind of file: ``begins`` tells by its first bytes; ``advice`` says what it is, and what to do."""

    begins: Callable[[bytes], object]
    advice: str


def refuse(name: str, head: bytes) -> None:
    """See that a source is of no kind that cannot be read as an article.

    Args:
        name: The source, as the user knows it.
        head: Its first bytes; what they tell does not change when they are more.

    Raises:
        IngestError: it is of such a kind.
    """
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for kind in _KINDS:
        if kind.begins(head):
            raise IngestError(name, kind.advice)


# Mail

_HEADER = re.compile(rb"([!-9;-~]+):[^\n]*(?:\n[ \t]+[^\n]*)*(?:\n|\Z)")
"""A field and the lines that go on with it: https://www.rfc-editor.org/rfc/rfc5322#section-2.2"""

_COUNT = re.compile(rb"\d+[ \t]*\r?\n")
"""Apple Mail writes the length of a mail before it."""

_OF_MAIL = {b"mime-version", b"received", b"return-path", b"delivered-to", b"message-id"}
_OF_DELIVERY = {b"to", b"received", b"return-path", b"delivered-to"}
_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"


def _headers(head: bytes) -> list[tuple[bytes, bytes]]:
    """Return the fields that a source begins with, as mails do: names and values in small letters."""
    counted = _COUNT.match(head)
    place = counted.end() if counted else 0
    headers = []
    while field := _HEADER.match(head, place):
        headers.append((field[1].lower(), field[0].partition(b":")[2].strip().lower()))
        place = field.end()
    return headers


def _is_page(head: bytes) -> bool:
    """Whether these are the headers of a page with its pictures; a mail with pictures was sent to somebody."""
    headers = dict(_headers(head))
    form = headers.get(b"content-type", b"")
    return form.startswith(b"multipart/related") and not headers.keys() & _OF_DELIVERY


def _is_mail(head: bytes) -> bool:
    headers = _headers(head)
    return len(headers) > 1 and any(
        name in _OF_MAIL or (name == b"content-type" and value.startswith(b"multipart/"))
        for name, value in headers
    )


# XML

_PROLOG = re.compile(
    rb"(?:<\?.*?\?>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[.*?\]\s*)?>|\s+)*", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_OF_PAGES = {b"html", b"head", b"body", b"article", b"main", b"section", b"div"}


def _root(head: bytes) -> bytes:
    """Return the name of the outermost element, without its prefix and in small letters."""
    prolog = _PROLOG.match(head)
    root = _ROOT.match(head, prolog.end() if prolog else 0)
    return root[1].lower() if root else b""


def _has_root(*names: bytes) -> Callable[[bytes], bool]:
    return lambda head: _root(head) in names


def _is_other_xml(head: bytes) -> bool:
    return head.startswith(b"<?xml") and _root(head) not in _OF_PAGES | {b""}


def _matches(pattern: bytes) -> Callable[[bytes], object]:
    return re.compile(pattern, re.IGNORECASE).match


_KINDS = (
    RefusedKind(
        _matches(rb"diff --git |(?-i:From) [0-9a-f]{40} |--- [^\n]+\n\+\+\+ [^\n]+\n@@ "),
        "a patch of a program, not an article; leave it out",
    ),
    RefusedKind(
        _matches(rb"(?-i:From) \S+ +(?-i:" + _DAY + rb") [^\n]*\d\d:\d\d[^\n]*\n>?[!-9;-~]+:"),
        "a mailbox, which cannot be read yet; save the text of each mail as a .txt file and add these",
    ),
    RefusedKind(
        _is_page,
        "a page saved as MHTML, which cannot be read yet; save it as HTML, or add its address",
    ),
    RefusedKind(
        _is_mail,
        "a mail, which cannot be read yet; save its text as a .txt file and add that",
    ),
    RefusedKind(
        _has_root(b"rss", b"feed", b"rdf"),
        "a feed, which is a list of articles; add the addresses of its articles",
    ),
    RefusedKind(
        _has_root(b"urlset", b"sitemapindex"),
        "a sitemap, which is a list of pages; add the addresses of its articles",
    ),
    RefusedKind(
        _has_root(b"opml"),
        "a list of feeds (OPML); add the addresses of their articles",
    ),
    RefusedKind(
        _is_other_xml,
        "an XML document; save it as text or HTML first",
    ),
    RefusedKind(
        _matches(rb"<!doctype netscape-bookmark-file"),
        "a list of bookmarks; add the addresses in it",
    ),
    RefusedKind(
        _matches(rb"begin:vcalendar\s"),
        "a calendar, not an article; leave it out, or save what is to be read as a .txt file",
    ),
    RefusedKind(
        _matches(rb"begin:vcard\s"),
        "address cards, not an article; leave them out, or save what is to be read as a .txt file",
    ),
    RefusedKind(
        _matches(rb"WARC/\d|filedesc://"),
        "an archive of web pages (WARC), which cannot be read yet; take its pages out as HTML files first",
    ),
    RefusedKind(
        _matches(rb"@(?:article|book|booklet|inbook|incollection|inproceedings|misc|online|techreport)\s*\{"),
        "a bibliography (BibTeX), not an article; add the articles that it names",
    ),
    RefusedKind(
        _matches(rb"TY  - [A-Z]+\s"),
        "a bibliography (RIS), not an article; add the articles that it names",
    ),
    RefusedKind(
        _matches(rb"\[\s*\{\s*\""),
        "a JSON array, not lines of JSON; put each of its objects on one line, as jq -c '.[]' does",
    ),
)
"""The kinds, those first that others would be taken for."""
