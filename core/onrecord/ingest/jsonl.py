"""JSON Lines: an article a line, with ``title, text, source, author, date, url, tags``; only ``text`` must be.

What ``onrecord export --format jsonl`` writes is read again: ``published`` is understood as ``date``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import LIMIT, Document, IngestError, clean, decode, gate

ENDINGS: tuple[str, ...] = (".jsonl", ".ndjson", ".jsonlines")


def recognises(head: bytes) -> bool:
    """Whether a file that begins so holds JSON objects."""
    return re.match(rb'(\xef\xbb\xbf)?\s*\{\s*("|\})', head) is not None


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles of a file, one per line; report lines without one and go on."""
    for number, row in rows(document):
        draft = None
        with gate(_line_name(document, number), document.failed):
            draft = _draft(row)
        if draft is not None:
            yield draft


def rows(document: Document) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file with the numbers of their lines, from 1; every one has a ``text``.

    Lines that are none are told to ``document.failed``.
    """
    number = 0
    while line := document.stream.readline(LIMIT + 1):
        number += 1
        name, row = _line_name(document, number), None
        with gate(name, document.failed):
            if len(line) > LIMIT:
                while line and not line.endswith(b"\n"):
                    line = document.stream.readline(LIMIT)
                raise IngestError(name, f"larger than {LIMIT // 1024**2} MB, too big for one article; split it")
            if line.strip():
                row = _object(line, name, document.encoding)
        if row is not None:
            yield number, row
    if not number:
        raise IngestError(document.name, "empty; there is nothing to read")


def _line_name(document: Document, number: int) -> str:
    return f"{document.name}, line {number}"


def _object(line: bytes, name: str, encoding: str) -> dict[str, Any]:
    """Return the object on a line, or raise IngestError."""
    text = decode(line, name, encoding)
    try:
        row = msgspec.json.decode(text.removeprefix("\ufeff"))
    except msgspec.DecodeError as error:
        raise IngestError(name, f"not valid JSON ({error})") from error
    if not isinstance(row, dict):
        raise IngestError(name, 'not a JSON object, as {"title": …, "text": …} is')
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        raise IngestError(name, 'without a "text" to read')
    return row


def _draft(row: dict[str, Any]) -> Draft:
    text = clean(row["text"])
    return Draft(
        title=clean(fields.words(row.get("title"))) or fields.title(text, ""),
        text=text,
        source=clean(fields.words(row.get("source"))),
        author=clean(fields.words(row.get("author"))),
        published=fields.iso_date(row.get("date") or row.get("published")),
        url=clean(fields.words(row.get("url"))),
        tags=[clean(tag) for tag in fields.tags(row.get("tags"))],
    )
