"""Spans that are set right by what surrounds them: quotation marks, punctuation, other spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.base.records import Span

_LOOSE = frozenset(" \t\n\r\xa0,;:—–-―")


def widen_to_quotations(spans: Iterable[Span], quotations: Sequence[Quotation]) -> list[Span]:
    """Each span widened to the whole of every quotation that it touches, then joined where they meet.

    ``quotations`` are outermost ones, in order.
    """
    widened = []
    for start, end in spans:
        first = bisect_right(quotations, start, key=attrgetter("end"))
        last = bisect_left(quotations, (end,)) - 1
        if first <= last:
            start, end = min(start, quotations[first].start), max(end, quotations[last].end)
        widened.append((start, end))
    return merge_spans(widened)


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def strip_separators(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans without white space, commas and dashes at their ends; empty ones are left out."""
    found = []
    for start, end in spans:
        while start < end and text[start] in _LOOSE:
            start += 1
        while end > start and text[end - 1] in _LOOSE:
            end -= 1
        if start < end:
            found.append((start, end))
    return found


class ClaimedSpans:
    """Spans that are given away; asks in logarithmic time whether others meet them."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, spans: Iterable[Span]) -> None:
        """Gives these spans away. They must meet none that is given already."""
        for span in spans:
            self._spans.insert(bisect_left(self._spans, span), span)

    def meets(self, spans: Iterable[Span]) -> bool:
        """Whether one of these spans overlaps one that is given away."""
        for start, end in spans:
            index = bisect_left(self._spans, (start, start))
            if index > 0 and self._spans[index - 1][1] > start:
                return True
            if index < len(self._spans) and self._spans[index][0] < end:
                return True
        return False
