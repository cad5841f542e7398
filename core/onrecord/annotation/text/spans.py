"""Operations on spans of a text: merging, widening to quotation marks, stripping, and claiming."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.base.records import Span
from onrecord.base.spans import merge_spans

_SEPARATORS = frozenset(" \t\n\r\xa0,;:—–-―")


def widen_to_quotations(spans: Iterable[Span], quotations: Sequence[Quotation]) -> list[Span]:
    """Widen each span to the whole of every quotation that it touches, and merge the result.

    Args:
        spans: The spans, in any order.
        quotations: Outermost quotations, in order.

    Returns:
        The widened spans, in order.
    """
    widened = []
    for start, end in spans:
        first = bisect_right(quotations, start, key=attrgetter("end"))
        last = bisect_left(quotations, (end,)) - 1
        if first <= last:
            start, end = min(start, quotations[first].start), max(end, quotations[last].end)
        widened.append((start, end))
    return merge_spans(widened)


def strip_separators(text: str, spans: Iterable[Span]) -> list[Span]:
    """Strip white space, commas, colons, semicolons and dashes off the ends of spans; drop the empty ones."""
    stripped = []
    for start, end in spans:
        while start < end and text[start] in _SEPARATORS:
            start += 1
        while end > start and text[end - 1] in _SEPARATORS:
            end -= 1
        if start < end:
            stripped.append((start, end))
    return stripped


class ClaimedSpans:
    """Spans that belong to an attribution already; an overlap is looked up in logarithmic time."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, spans: Iterable[Span]) -> None:
        """Claim these spans, which must not overlap a claimed one."""
        for span in spans:
            self._spans.insert(bisect_left(self._spans, span), span)

    def overlaps(self, spans: Iterable[Span]) -> bool:
        """Tell whether one of these spans overlaps a claimed one."""
        for start, end in spans:
            index = bisect_left(self._spans, (start, start))
            if index > 0 and self._spans[index - 1][1] > start:
                return True
            if index < len(self._spans) and self._spans[index][0] < end:
                return True
        return False
