"""JSON: lines with an article each, an article, a list of articles, or what holds them.

The fields may have the names that other programs give them (``article_fields``). What ``onrecord export --format
jsonl`` writes is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from onrecord.base.records import Draft
from onrecord.ingest.article_fields import NO_TEXT, articles_in, draft_of, is_article, text_as_it_stands
from onrecord.ingest.document import LIMIT, Document, IngestError, decode, gate

Record = tuple[int, str, dict[str, Any]]
"""The number of a line or of an article, from 1; the name by which the user finds it; the object."""


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles of a file; tell of lines without one and go on."""
    return drafts_of(records(document), document)


def texts(document: Document) -> Iterator[tuple[Any, str]]:
    """Yield the texts of a file as they stand there, each with its ``id`` or else its number, from 1."""
    return texts_of(records(document), document)


def drafts_of(rows: Iterable[Record], document: Document) -> Iterator[Draft]:
    """Yield the articles of records; tell of those without one and go on."""
    for _, name, record in rows:
        draft = None
        with gate(name, document.failed):
            draft = draft_of(record)
        if draft is not None:
            yield draft


def texts_of(rows: Iterable[Record], document: Document) -> Iterator[tuple[Any, str]]:
    """Yield the texts of records as they stand there, each with its ``id`` or else its number."""
    for number, name, record in rows:
        text = text_as_it_stands(record)
        if text.strip():
            yield record.get("id", number), text
        else:
            document.failed(IngestError(name, NO_TEXT))


def records(document: Document) -> Iterator[Record]:
    """Yield the objects of a file that are articles.

    Those that are none are told to ``document.failed``.

    Raises:
        IngestError: The file is no JSON at all, or holds no article.
    """
    if _has_lines(document):
        yield from _records_of_lines(document)
    else:
        yield from _records_of_whole(document)


def _has_lines(document: Document) -> bool:
    """Return whether a file is JSON Lines: its first line is an object by itself, or its name says so."""
    if document.ending in (".jsonl", ".ndjson", ".jsonlines"):
        return True
    if document.opening.startswith(b"["):
        return False
    first_line, line_end, rest = document.opening.partition(b"\n")
    if not line_end or not rest.strip():
        return len(document.head) >= 8192  # one line that goes on; read so, the file need not fit in memory
    try:
        msgspec.json.decode(first_line, type=dict[str, Any])
    except msgspec.DecodeError:
        # A line with a mistake stands among others that are objects.
        second_line = rest.lstrip().partition(b"\n")[0].strip()
        return second_line.startswith(b"{") and second_line.endswith(b"}")
    return True


def _records_of_lines(document: Document) -> Iterator[Record]:
    number = 0
    while line := document.stream.readline(LIMIT + 1):
        number += 1
        name, rows = f"{document.name}, line {number}", []
        with gate(name, document.failed):
            if len(line) > LIMIT:
                while line and not line.endswith(b"\n"):
                    line = document.stream.readline(LIMIT)
                raise IngestError(name, f"larger than {LIMIT // 1024**2} MB, too big for one article; split it")
            if line.strip():
                rows = _articles(_value(line, name, document.encoding), name)
        for row in rows:
            yield number, name, row
    if not number:
        raise IngestError(document.name, "empty; there is nothing to read")


def _records_of_whole(document: Document) -> Iterator[Record]:
    value = _value(document.data(), document.name, document.encoding)
    rows = _articles(value, document.name)
    if isinstance(value, dict) and "jsonfeed.org" in str(value.get("version")):
        rows = [{"source": value.get("title")} | row for row in rows]
    for number, row in enumerate(rows, start=1):
        yield number, document.name if len(rows) == 1 else f"{document.name}, article {number}", row


def _articles(value: object, name: str) -> list[dict[str, Any]]:
    """Return the articles in a value.

    Raises:
        IngestError: There is none.
    """
    if isinstance(value, list) and value and all(_is_address(part) for part in value):
        return [{"url": part} for part in value]
    rows = list(articles_in(value))
    if not rows and isinstance(value, dict) and is_article({"title": "-", **value}):
        rows = [value]  # an address without a title
    if not rows:
        if isinstance(value, dict) and "onrecord" in value:
            return []  # saved searches and corrections for all articles, after the articles of an export
        if isinstance(value, dict):
            raise IngestError(name, NO_TEXT)
        raise IngestError(name, 'not a JSON object, as {"title": …, "text": …} is, nor a list of them')
    return rows


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _value(data: bytes, name: str, encoding: str) -> Any:
    """Return what JSON means, or raise IngestError."""
    text = decode(data, name, encoding)
    try:
        return msgspec.json.decode(text.removeprefix("\ufeff"))
    except msgspec.DecodeError as error:
        raise IngestError(name, f"not valid JSON ({error})") from error
