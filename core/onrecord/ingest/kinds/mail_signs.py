"""Signs of mails and of pages saved as mails: the header fields that they begin with."""

from __future__ import annotations

import re

from onrecord.ingest.document import Document

_HEADER = re.compile(rb"([!-9;-~]+):[^\n]*(?:\n[ \t]+[^\n]*)*(?:\n|\Z)")
"""A field and the lines that go on with it: https://www.rfc-editor.org/rfc/rfc5322#section-2.2"""

_COUNT = re.compile(rb"\d+[ \t]*\r?\n")
"""Apple Mail writes the length of a mail before it."""

_OF_MAIL = {b"mime-version", b"received", b"return-path", b"delivered-to", b"message-id"}
_OF_DELIVERY = {b"to", b"received", b"return-path", b"delivered-to"}
_OF_LETTERS = {b"from", b"to", b"subject", b"date"}
DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"


def _headers(head: bytes) -> list[tuple[bytes, bytes]]:
    """Return the fields that a source begins with, as mails do: names and values in small letters."""
    counted = _COUNT.match(head)
    place = counted.end() if counted else 0
    headers = []
    while field := _HEADER.match(head, place):
        headers.append((field[1].lower(), field[0].partition(b":")[2].strip().lower()))
        place = field.end()
    return headers


def is_saved_page(document: Document) -> bool:
    """Return whether headers are those of a page with its pictures; a mail with pictures has a recipient."""
    headers = dict(_headers(document.opening))
    form = headers.get(b"content-type", b"")
    is_page = form.startswith(b"multipart/related") or b"snapshot-content-location" in headers
    return is_page and not headers.keys() & _OF_DELIVERY


def is_mail(document: Document) -> bool:
    """Return whether a document begins with header fields that only mails have."""
    headers = _headers(document.opening)
    names = {name for name, _ in headers}
    return len(headers) > 1 and (
        len(names & _OF_LETTERS) > 2
        or any(
            name in _OF_MAIL or (name == b"content-type" and value.startswith(b"multipart/"))
            for name, value in headers
        )
    )
