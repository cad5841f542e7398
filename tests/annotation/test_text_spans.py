from __future__ import annotations

import pytest

from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.annotation.text.spans import ClaimedSpans, strip_separators, widen_to_quotations
from onrecord.base.records import Span

QUOTATIONS = [Quotation(10, 20, (11, 19)), Quotation(30, 40, (31, 39))]


@pytest.mark.parametrize(
    ("span", "widened"),
    [
        ((0, 10), (0, 10)),  # ends where the mark begins
        ((0, 11), (0, 20)),
        ((12, 15), (10, 20)),
        ((19, 25), (10, 25)),
        ((20, 25), (20, 25)),  # begins behind the mark
        ((20, 30), (20, 30)),
        ((15, 35), (10, 40)),
        ((5, 45), (5, 45)),
    ],
)
def test_a_span_is_widened_to_the_quotations_that_it_touches(span: Span, widened: Span) -> None:
    assert widen_to_quotations([span], QUOTATIONS) == [widened]


def test_spans_of_one_quotation_become_one() -> None:
    assert widen_to_quotations([(16, 18), (11, 13), (50, 60)], QUOTATIONS) == [(10, 20), (50, 60)]


def test_separators_are_stripped_off_both_ends() -> None:
    text = " , a – b;\n\xa0—“c”."
    assert [text[start:end] for start, end in strip_separators(text, [(0, 11), (11, len(text)), (5, 6)])] == [
        "a – b",
        "“c”.",
    ]


def test_a_span_of_separators_alone_is_dropped() -> None:
    assert strip_separators(", – x", [(0, 4), (4, 5)]) == [(4, 5)]
    assert strip_separators("x, ", [(1, 3)]) == []


@pytest.mark.parametrize(
    ("span", "is_claimed"),
    [
        ((0, 5), False),
        ((0, 6), True),
        ((9, 12), True),
        ((10, 20), False),
        ((6, 7), True),
        ((20, 21), True),
        ((0, 40), True),
    ],
)
def test_a_claimed_span_is_met_only_where_it_is_overlapped(span: Span, is_claimed: bool) -> None:
    claimed = ClaimedSpans()
    claimed.add([(20, 30), (5, 10)])
    assert claimed.overlaps([span]) == is_claimed
    assert claimed.overlaps([(40, 50), span]) == is_claimed


def test_nothing_is_claimed_at_first() -> None:
    assert not ClaimedSpans().overlaps([(0, 100)])
