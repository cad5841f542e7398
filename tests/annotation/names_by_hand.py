"""Names in Docs made by hand."""

from __future__ import annotations

from actors_by_hand import span_of
from spacy.tokens import Doc

from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.text.line_types import LineKind, TextLine

Labelled = list[tuple[str, str]]
"""Words and label of each name."""


def line_of(doc: Doc, words: str, kind: LineKind) -> TextLine:
    span = span_of(doc, words)
    return TextLine(span.start_char, span.end_char, kind, False)


def name_of(doc: Doc, words: str, label: str, occurrence: int = 0, *, certain: bool = False) -> NameSpan:
    start = -1
    for _ in range(occurrence + 1):
        start = doc.text.index(words, start + 1)
    span = doc.char_span(start, start + len(words))
    assert span is not None
    return NameSpan(span.start, span.end, label, certain)


def labelled(doc: Doc, names: list[NameSpan]) -> Labelled:
    return [(doc[name.start : name.end].text, name.label) for name in names]
