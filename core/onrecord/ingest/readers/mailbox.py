"""Mailboxes (mbox): one mail behind the other, each after a line that begins with “From ”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest.document import LIMIT, Document, gate
from onrecord.ingest.readers import mail

_BEGIN = re.compile(rb"From \S+.*\d\d:\d\d")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles of each mail; tell of mails without one and go on."""
    for number, data in enumerate(_mails(document), start=1):
        part = document.member(f"mail {number}", data)
        with gate(part.name, document.failed):
            yield from mail.articles_of(_ESCAPED.sub(rb"\1", part.data()), part)


def _mails(document: Document) -> Iterator[bytes]:
    """Yield the bytes of each mail, without holding more than one."""
    lines: list[bytes] = []
    size = 0
    is_after_empty_line = True
    while line := document.stream.readline(LIMIT):
        if is_after_empty_line and _BEGIN.match(line):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= LIMIT:
            lines.append(line)
            size += len(line)
        is_after_empty_line = not line.strip()
    if lines:
        yield b"".join(lines)
