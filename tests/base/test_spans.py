"""Spans as one: what overlaps or touches."""

from __future__ import annotations

import pytest

from onrecord.base.records import Span
from onrecord.base.spans import merge_spans


@pytest.mark.parametrize(
    ("spans", "merged"),
    [
        ([(4, 6), (0, 2)], [(0, 2), (4, 6)]),
        ([(0, 3), (2, 5)], [(0, 5)]),
        ([(0, 5), (2, 3)], [(0, 5)]),
        ([(0, 2), (2, 4)], [(0, 4)]),
        ([(0, 2), (3, 4)], [(0, 2), (3, 4)]),
        ([(7, 9), (0, 3), (3, 5), (1, 2), (10, 12)], [(0, 5), (7, 9), (10, 12)]),
        ([], []),
    ],
)
def test_spans_that_overlap_or_touch_are_merged(spans: list[Span], merged: list[Span]) -> None:
    assert merge_spans(spans) == merged
