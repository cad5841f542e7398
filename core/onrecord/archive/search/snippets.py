"""The words of a query in a text, as the full-text index sees them, and a snippet of the text around them.

In a text of ASCII letters words are found by their letters. Where a text or a query has other letters, only the
tokenizer knows which of them are alike, and the text is put into an index in memory: this takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache

import msgspec

from onrecord.archive.query.ast import Pattern
from onrecord.archive.query.query_errors import QueryTooSlow
from onrecord.archive.query.regex import match_spans
from onrecord.archive.search.memory_index import memory_indexes
from onrecord.archive.storage.rows import clean_text
from onrecord.base.records import Span
from onrecord.base.spans import merge_spans

_HIGHLIGHT_START, _HIGHLIGHT_END = "\x01", "\x02"
_CHARACTERS_BEFORE = 40
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"\S+")

_PHRASE = re.compile(r'"((?:[^"]|"")*)"( \*)?')
"""A phrase of a match expression, and the mark of a prefix behind it."""

_MOST_PHRASES = 8
"""How many phrases are looked for one after the other; to tokenize a text takes as long as to look for more."""

_TYPOGRAPHY = tuple("“”‘’–—…\u00a0")
"""Characters of nearly all texts beside ASCII; like all that is no letter or digit, they end a word."""


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

    Exactly those words are highlighted that the archive would match, whatever their case, accents or endings.
    """
    patterns = _ascii_patterns(match_expression)
    plain_text = _without_typography(text) if patterns else text
    if not patterns or not plain_text.isascii():
        return _tokenized_spans(match_expression, text)
    lowered = plain_text.lower()
    # What overlaps becomes one span, as FTS5 does it: “so so” stands twice in “so so so”.
    return merge_spans([span for pattern in patterns for span in _pattern_spans(pattern, lowered)])


def _without_typography(text: str) -> str:
    """Return a text with spaces in place of the commonest characters that are not ASCII; its length stays."""
    if not text.isascii():
        for char in _TYPOGRAPHY:
            text = text.replace(char, " ")
    return text


@lru_cache(maxsize=64)
def _ascii_patterns(match_expression: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of an expression's phrases in a text of ASCII in lower case.

    They are none if the expression is more than a few phrases joined by OR, or has other letters.
    """
    phrases = _PHRASE.findall(match_expression)
    operators = re.split(r"[ ()]+", _PHRASE.sub("", match_expression))
    is_plain = _without_typography(match_expression).isascii() and {"", "OR"}.issuperset(operators)
    if not is_plain or len(phrases) > _MOST_PHRASES:
        return ()
    word_lists = [(re.findall("[0-9a-z]+", phrase.lower()), prefix) for phrase, prefix in phrases]
    return tuple(
        # A pattern that begins with letters is searched for much faster than one that looks behind.
        re.compile("[^0-9a-z]+".join(words) + ("[0-9a-z]*" if prefix else "(?![0-9a-z])"))
        for words, prefix in word_lists
        if words
    )


def _pattern_spans(pattern: re.Pattern[str], lowered: str) -> Iterator[Span]:
    """Yield the spans of a pattern in a text of lower case where a word begins; they may overlap."""
    match = pattern.search(lowered)
    while match:
        start, end = match.span()
        if not start or not lowered[start - 1].isalnum():
            yield start, end
        match = pattern.search(lowered, start + 1)


def _tokenized_spans(match_expression: str, text: str) -> list[Span]:
    """Return what ``highlight_spans`` does: the text is put into an index and asked for its highlights."""
    for control_char in (_HIGHLIGHT_START, _HIGHLIGHT_END, "\0"):
        text = text.replace(control_char, " ")
    with memory_indexes() as database:
        database.execute("INSERT INTO highlighted VALUES (?)", (clean_text(text),))
        highlighted = database.execute(
            "SELECT highlight(highlighted, 0, ?, ?) FROM highlighted WHERE highlighted MATCH ?",
            (_HIGHLIGHT_START, _HIGHLIGHT_END, match_expression),
        ).fetchone()
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
        next_space = _SPACES.search(text, start, first)
        start = next_space.start() + 1 if next_space else start
    end = text.find("\n", last)
    end = len(text) if end < 0 else end
    if end > start + width:
        last_space = text.rfind(" ", last, start + width)
        end = last_space if last_space > 0 else max(last, start + width)
    before = "…" if text[:start].strip() and text[max(start - 1, 0)] != "\n" else ""
    after = "…" if end < len(text) and text[end] != "\n" else ""
    marks = []
    for hit_start, hit_end in hits:
        for word in _WORDS.finditer(text, max(hit_start, start), min(hit_end, end)):
            mark_start = len(before) + len(_SPACES.sub(" ", text[start : word.start()]))
            marks.append((mark_start, mark_start + len(word[0])))
    return Snippet(f"{before}{_SPACES.sub(' ', text[start:end])}{after}", marks)
