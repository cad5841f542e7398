"""Words by number, and spans as sets of words."""

from __future__ import annotations

import pytest

from onrecord.annotation.quotes.word_index import WordIndex
from onrecord.base.records import Span

TEXT = "One, two three.\nFour five."
#       0    5   9      16   21
INDEX = WordIndex(TEXT)


@pytest.mark.parametrize(
    ("spans", "words"),
    [([], []), ([(0, 3)], [0]), ([(3, 5)], []), ([(2, 6)], [0, 1]), ([(0, 3), (16, 26)], [0, 3, 4])],
)
def test_a_word_is_in_a_span_that_touches_it(spans: list[Span], words: list[int]) -> None:
    assert sorted(INDEX.words(spans)) == words


@pytest.mark.parametrize(
    ("spans", "wanted", "parts"),
    [
        ([(0, 15)], {0, 1, 2}, [(0, 15)]),
        ([(0, 15)], {0, 1}, [(0, 8)]),
        ([(0, 15)], {1, 2}, [(5, 15)]),
        ([(0, 15)], {0, 2}, [(0, 3), (9, 15)]),
        ([(0, 15), (16, 26)], {0, 1, 2, 4}, [(0, 15), (21, 26)]),
        ([(0, 15)], set(), []),
        ([(3, 5)], set(), [(3, 5)]),
    ],
)
def test_parts_keep_whole_spans_and_their_outer_marks(
    spans: list[Span], wanted: set[int], parts: list[Span]
) -> None:
    assert INDEX.parts(spans, wanted) == parts


@pytest.mark.parametrize(
    ("spans", "merged"),
    [
        ([(5, 8), (0, 3)], [(0, 8)]),
        ([(0, 3), (9, 14)], [(0, 3), (9, 14)]),
        ([(9, 15), (16, 20)], [(9, 15), (16, 20)]),
        ([(0, 8), (5, 14)], [(0, 14)]),
        ([(0, 14), (5, 8)], [(0, 14)]),
    ],
)
def test_spans_merge_within_a_paragraph_where_no_word_is_between(spans: list[Span], merged: list[Span]) -> None:
    assert INDEX.merge(spans) == merged
