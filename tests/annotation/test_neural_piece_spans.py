"""What windows found, merged over a text, and pieces as characters."""

from __future__ import annotations

import numpy as np
import pytest
from model_by_hand import no_probabilities

from onrecord.annotation.neural.decoding import DecodedAttribution
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.neural.piece_spans import character_spans, merge_windows
from onrecord.annotation.neural.windows import Window

LEFT, RIGHT = Window(0, 10, 0, 8), Window(6, 16, 8, 16)


def attribution(anchor: int, content: range, probability: float = 0.9) -> DecodedAttribution:
    pieces = np.array(content, dtype=np.int64)
    return DecodedAttribution(anchor, 1.0, probability, pieces[:1], pieces[1:2], pieces, no_probabilities())


@pytest.mark.parametrize(
    ("left_anchors", "right_anchors", "merged_anchors"),
    [([0], [], [0]), ([7], [2], [7, 8]), ([8], [1], []), ([9, 3], [9, 2], [3, 8, 15])],
)
def test_an_anchor_counts_in_the_window_that_owns_it(
    left_anchors: list[int], right_anchors: list[int], merged_anchors: list[int]
) -> None:
    left, right = (
        [attribution(anchor, range(anchor, anchor + 1)) for anchor in anchors]
        for anchors in (left_anchors, right_anchors)
    )
    merged = merge_windows([(LEFT, left), (RIGHT, right)], 16)
    assert [item.anchor for item in merged] == merged_anchors


def test_pieces_of_a_window_become_pieces_of_the_text() -> None:
    (merged,) = merge_windows([(LEFT, []), (RIGHT, [attribution(3, range(4, 8))])], 16)
    assert merged.content.tolist() == [10, 11, 12, 13]
    assert merged.source.tolist() == [10]
    assert merged.cue.tolist() == [11]
    assert merged.logit == 1.0
    assert merged.probabilities.start == RIGHT.start


def test_content_that_two_windows_claim_goes_to_the_more_probable() -> None:
    windows = [(LEFT, [attribution(7, range(2, 10), 0.6)]), (RIGHT, [attribution(4, range(1, 4), 0.9)])]
    assert [item.content.tolist() for item in merge_windows(windows, 16)] == [[2, 3, 4, 5, 6], [7, 8, 9]]


@pytest.mark.parametrize(
    ("content", "anchors"),
    [(range(5, 8), [7, 10]), (range(6, 8), [10]), (range(7, 8), [10])],
)
def test_an_attribution_that_loses_half_of_its_content_is_dropped(content: range, anchors: list[int]) -> None:
    more_probable = attribution(4, range(1, 2), 0.9)  # it owns piece 7 of the text
    windows = [(LEFT, [attribution(7, content, 0.6)]), (RIGHT, [more_probable])]
    assert [item.anchor for item in merge_windows(windows, 16)] == anchors


def test_a_letter_between_two_marks_keeps_them_apart() -> None:
    assert character_spans("-b-e", pieces_with([(0, 1), (3, 4)]), np.array([0, 1])) == [(0, 1), (3, 4)]


def test_the_break_before_the_text_has_no_characters() -> None:
    pieces = pieces_with([(0, 0), (0, 4), (5, 9)])
    assert character_spans("Rain fell", pieces, np.array([0])) == []
    assert character_spans("Rain fell", pieces, np.array([0, 1, 2])) == [(0, 9)]


TEXT = "unbelievably, long and so on"
#       0  2        12 14   19  23 26
BOUNDS = [(0, 2), (2, 12), (12, 13), (14, 18), (23, 25), (26, 28)]


def pieces_with(bounds: list[tuple[int, int]]) -> Pieces:
    places = np.array(bounds, dtype=np.int64)
    zeros = np.zeros(len(bounds), dtype=np.int64)
    return Pieces(zeros, places[:, 0], places[:, 1], zeros, np.zeros((len(bounds), 7), dtype=np.int32))


@pytest.mark.parametrize(
    ("piece_indices", "spans"),
    [
        ([], []),
        ([0], [(0, 12)]),
        ([1], [(0, 12)]),
        ([0, 1], [(0, 12)]),
        ([2], [(12, 13)]),
        ([0, 1, 2, 3], [(0, 18)]),
        ([1, 4], [(0, 12), (23, 25)]),
        ([3, 4, 5], [(14, 18), (23, 28)]),
    ],
)
def test_spans_hold_whole_words_and_join_across_punctuation(
    piece_indices: list[int], spans: list[tuple[int, int]]
) -> None:
    chosen = np.array(piece_indices, dtype=np.int64)
    assert character_spans(TEXT, pieces_with(BOUNDS), chosen) == spans


@pytest.mark.parametrize(
    ("text", "bounds", "span"),
    [
        ("ab", (0, 1), (0, 2)),
        ("ab", (1, 2), (0, 2)),
        ("a-b", (0, 1), (0, 1)),
        ("a-b", (1, 2), (1, 2)),
        ("a-b", (2, 3), (2, 3)),
    ],
)
def test_a_span_is_widened_to_letters_only(text: str, bounds: tuple[int, int], span: tuple[int, int]) -> None:
    assert character_spans(text, pieces_with([bounds]), np.array([0])) == [span]
