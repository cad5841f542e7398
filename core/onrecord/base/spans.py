"""Spans of a text, in characters, end exclusive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import msgspec

from onrecord.base.records import Annotation, Span


class OffsetMap(Protocol):
    """Finds places of one text in another of which it was made."""

    def start(self, offset: int) -> int:
        """Return where a span begins that begins at ``offset``."""

    def end(self, offset: int) -> int:
        """Return where a span ends that ends at ``offset``, exclusive."""


def moved_annotation(annotation: Annotation, offsets: OffsetMap) -> Annotation:
    """Return the annotation of a text as one of the text that it was made of.

    Args:
        annotation: The annotation.
        offsets: Finds its places in the other text.
    """

    def moved(span: Span) -> Span:
        return offsets.start(span[0]), offsets.end(span[1])

    def with_spans(record: Any, *names: str) -> Any:
        return msgspec.structs.replace(record, **{name: list(map(moved, getattr(record, name))) for name in names})

    return msgspec.structs.replace(
        annotation,
        entities=[msgspec.structs.replace(entity, span=moved(entity.span)) for entity in annotation.entities],
        attributions=[with_spans(each, "source", "cue", "content") for each in annotation.attributions],
        actors=[with_spans(actor, "mentions") for actor in annotation.actors],
        unnamed=[with_spans(source, "mentions") for source in annotation.unnamed],
    )


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with those that overlap or touch merged into one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
