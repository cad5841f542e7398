"""The words of a query in a text, as the full-text index sees them, and a snippet of the text around them."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import suppress

import msgspec

from onrecord.archive.query.ast import Pattern
from onrecord.archive.query.query_errors import QueryTooSlow
from onrecord.archive.query.regex import match_spans
from onrecord.archive.schema.tables import TOKENIZER
from onrecord.archive.storage.rows import clean_text
from onrecord.base.records import Span
from onrecord.base.spans import merge_spans

_HIGHLIGHT_START, _HIGHLIGHT_END = "\x01", "\x02"
_CHARACTERS_BEFORE = 40
_local = threading.local()


class Snippet(msgspec.Struct, frozen=True):
    """A short piece of a text on one line.

    Args:
        text: The piece, with an ellipsis where the paragraph was cut.
        marks: The spans of ``text`` that match the query.
    """

    text: str
    marks: list[Span]


def highlight_spans(match_expression: str, text: str) -> list[Span]:
    """Return the spans of a text that match the words and phrases of an FTS5 expression, in order.

    The text is put into an index in memory with the archive's tokenizer and asked for its highlights. So exactly
    those words are highlighted that the archive would match, whatever their case, accents or endings.
    """
    database: sqlite3.Connection | None = getattr(_local, "database", None)
    if database is None:
        database = _local.database = sqlite3.connect(":memory:", isolation_level=None)
        database.execute(f"CREATE VIRTUAL TABLE highlighted USING fts5 (text, tokenize='{TOKENIZER}')")
    for control_char in (_HIGHLIGHT_START, _HIGHLIGHT_END, "\0"):
        text = text.replace(control_char, " ")
    database.execute("BEGIN")
    try:
        database.execute("INSERT INTO highlighted VALUES (?)", (clean_text(text),))
        highlighted = database.execute(
            "SELECT highlight(highlighted, 0, ?, ?) FROM highlighted WHERE highlighted MATCH ?",
            (_HIGHLIGHT_START, _HIGHLIGHT_END, match_expression),
        ).fetchone()
    finally:
        database.execute("ROLLBACK")
    return _spans_of_highlights(highlighted[0]) if highlighted else []


def hit_spans(match_expression: str | None, patterns: Sequence[Pattern], text: str) -> list[Span]:
    """Return the spans of a text that an FTS5 expression and regular expressions match, in order.

    An expression that takes too long matches nothing.
    """
    hits = highlight_spans(match_expression, text) if match_expression else []
    for pattern in patterns:
        with suppress(QueryTooSlow):
            hits += match_spans(pattern.pattern, text)
    return merge_spans(hits) if patterns else hits


def _spans_of_highlights(marked: str) -> list[Span]:
    hits, offset = [], 0
    before_first, *pieces = marked.split(_HIGHLIGHT_START)
    offset = len(before_first)
    for piece in pieces:
        hit, _, after = piece.partition(_HIGHLIGHT_END)
        hits.append((offset, offset + len(hit)))
        offset += len(hit) + len(after)
    return hits


def cut_snippet(text: str, hits: list[Span], width: int) -> Snippet:
    """Return about ``width`` characters of a text around its first hit, within its paragraph.

    Args:
        text: The text.
        hits: The spans of the hits, in order; at least one.
        width: The length to aim at, in characters.
    """
    first, last = hits[0]
    start = max(text.rfind("\n", 0, first) + 1, first - _CHARACTERS_BEFORE)
    if start and not text[start - 1].isspace():
        next_space = re.compile(r"\s").search(text, start, first)
        start = next_space.end() if next_space else start
    end = text.find("\n", last)
    end = len(text) if end < 0 else end
    if end > start + width:
        last_space = text.rfind(" ", last, start + width)
        end = last_space if last_space > 0 else max(last, start + width)
    before = "…" if text[:start].strip() and text[max(start - 1, 0)] != "\n" else ""
    after = "…" if end < len(text) and text[end] != "\n" else ""
    hits = [hit for hit in hits if hit[0] < end and hit[1] > start]
    words, marks, offset = [before], [], len(before)
    for word in re.finditer(r"\S+|\s+", text[start:end]):
        shown = " " if word[0].isspace() else word[0]
        words.append(shown)
        word_start = start + word.start()
        for hit_start, hit_end in hits:
            low, high = max(hit_start, word_start), min(hit_end, word_start + len(word[0]))
            if low < high and shown != " ":
                marks.append((offset + low - word_start, offset + high - word_start))
        offset += len(shown)
    return Snippet("".join(words) + after, marks)
