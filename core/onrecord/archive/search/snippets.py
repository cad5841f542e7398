"""Where a query's words stand in a text, as the full-text index sees it, and a piece of text around them."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress

import msgspec

from onrecord.archive.query.ast import Pattern
from onrecord.archive.query.regex import spans
from onrecord.archive.schema.tables import TOKENIZER
from onrecord.archive.storage.errors import QueryTooSlow
from onrecord.archive.storage.rows import clean
from onrecord.base.records import Span

_START, _END = "\x01", "\x02"
_BEFORE = 40
_local = threading.local()


class Snippet(msgspec.Struct, frozen=True):
    """A short piece of a text in one line. ``marks`` are spans of it."""

    text: str
    marks: list[Span]


def find(match: str, text: str) -> list[Span]:
    """Where the words and phrases of an FTS5 match expression stand in a text, in order.

    The text is put into an index in memory with the archive's tokenizer and asked for its highlights, so that
    nothing is marked that the archive would not have found, whatever its case, accents or ending.
    """
    one: sqlite3.Connection | None = getattr(_local, "one", None)
    if one is None:
        one = _local.one = sqlite3.connect(":memory:", isolation_level=None)
        one.execute(f"CREATE VIRTUAL TABLE one USING fts5 (text, tokenize='{TOKENIZER}')")
    for mark in (_START, _END, "\0"):
        text = text.replace(mark, " ")
    one.execute("BEGIN")
    try:
        one.execute("INSERT INTO one VALUES (?)", (clean(text),))
        found = one.execute(
            "SELECT highlight(one, 0, ?, ?) FROM one WHERE one MATCH ?", (_START, _END, match)
        ).fetchone()
    finally:
        one.execute("ROLLBACK")
    return _spans(found[0]) if found else []


def marks(match: str | None, patterns: Sequence[Pattern], text: str) -> list[Span]:
    """Where a match expression and regular expressions are found in a text, in order.

    An expression that takes too long marks nothing.
    """
    found = find(match, text) if match else []
    for pattern in patterns:
        with suppress(QueryTooSlow):
            found += spans(pattern.pattern, text)
    return merged(found) if patterns else found


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, with those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _spans(marked: str) -> list[Span]:
    spans, offset = [], 0
    plain, *pieces = marked.split(_START)
    offset = len(plain)
    for piece in pieces:
        hit, _, after = piece.partition(_END)
        spans.append((offset, offset + len(hit)))
        offset += len(hit) + len(after)
    return spans


def cut(text: str, hits: list[Span], width: int) -> Snippet:
    """About ``width`` characters of a text around the first of its hits, within its paragraph, in one line."""
    first, last = hits[0]
    start = max(text.rfind("\n", 0, first) + 1, first - _BEFORE)
    if start and not text[start - 1].isspace():
        space = re.compile(r"\s").search(text, start, first)
        start = space.end() if space else start
    end = text.find("\n", last)
    end = len(text) if end < 0 else end
    if end > start + width:
        space_at = text.rfind(" ", last, start + width)
        end = space_at if space_at > 0 else max(last, start + width)
    before = "…" if text[:start].strip() and text[max(start - 1, 0)] != "\n" else ""
    after = "…" if end < len(text) and text[end] != "\n" else ""
    hits = [hit for hit in hits if hit[0] < end and hit[1] > start]
    words, marks, offset = [before], [], len(before)
    for word in re.finditer(r"\S+|\s+", text[start:end]):
        shown = " " if word[0].isspace() else word[0]
        words.append(shown)
        at = start + word.start()
        for hit_start, hit_end in hits:
            low, high = max(hit_start, at), min(hit_end, at + len(word[0]))
            if low < high and shown != " ":
                marks.append((offset + low - at, offset + high - at))
        offset += len(shown)
    return Snippet("".join(words) + after, marks)
