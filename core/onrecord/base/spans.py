"""Spans of a text, in characters, end exclusive."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.base.records import Span


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with those that overlap or touch merged into one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
