"""Take names from spaCy's entities and from datelines, and combine names from two sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from onrecord.annotation.lexicon.name_span import NAME_LABELS, NameSpan, trim
from onrecord.annotation.text.line_types import TextLine

_COMPOUND_LABELS = frozenset({"PERSON", "ORG", "FAC"})
"""Labels of names that may have other names inside: ``Bank of England``."""


def spacy_names(doc: Doc, lines: Sequence[TextLine]) -> Iterator[NameSpan]:
    """Yield spaCy's names, split where one runs over the end of a line that is no prose."""
    line_ends = {line.end for line in lines if not line.joined}
    for ent in doc.ents:
        if ent.label_ not in NAME_LABELS:
            continue
        breaks = [token.i for token in ent if not line_ends.isdisjoint(_newline_offsets(token))]
        for start, end in pairwise([ent.start, *breaks, ent.end]):
            name = trim(doc, NameSpan(start, end, ent.label_))
            if name is not None:
                yield name


def _newline_offsets(token: Token) -> list[int]:
    return [token.idx + offset for offset, char in enumerate(token.text) if char == "\n"]


def dateline_names(doc: Doc, lines: Sequence[TextLine]) -> Iterator[NameSpan]:
    """Yield the cities and regions that datelines name: ``KYIV, Ukraine (AP) —``."""
    for line in lines:
        for span in (line.city, line.region):
            tokens = doc.char_span(*span, alignment_mode="contract") if span else None
            if tokens:
                yield NameSpan(tokens.start, tokens.end, "GPE")


def combine_names(certain: Sequence[NameSpan], likely: Iterable[NameSpan]) -> list[NameSpan]:
    """Return names that do not overlap, from those that are certain and those that are likely.

    A certain name stands, and makes the label of a likely one in the same place certain; inside a longer likely
    name of a person, an organisation or a building it is left out. Other likely names that overlap a certain one
    are left out. A certain name with a label like ``?ORG`` counts only where a likely one is in the same place.
    """
    certain_at = {index: name for name in certain for index in range(name.start, name.end)}
    combined: list[NameSpan] = []
    absorbed: set[NameSpan] = set()
    for name in likely:
        overlapping = {certain_at[index] for index in range(name.start, name.end) if index in certain_at}
        if not overlapping:
            combined.append(name)
            continue
        first = min(overlapping)
        if len(overlapping) == 1 and (first.start, first.end) == (name.start, name.end):
            combined.append(NameSpan(name.start, name.end, first.label.lstrip("?"), certain=True))
        elif name.label in _COMPOUND_LABELS and all(
            inner.start >= name.start and inner.end <= name.end for inner in overlapping
        ):
            combined.append(name)
        else:
            continue
        absorbed |= overlapping
    combined += (
        NameSpan(name.start, name.end, name.label, certain=True)
        for name in certain
        if name not in absorbed and not name.label.startswith("?")
    )
    return sorted(combined)
