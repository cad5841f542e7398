"""Windows, decoding and spans of the quotation model, on scores made by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.annotation.neural import piece_spans
from onrecord.annotation.neural.decoding import (
    BUCKET_COUNT,
    SCORE_NAMES,
    AnchorScores,
    DecodedAttribution,
    DecodingWeights,
    decode,
    distance_buckets,
)
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.neural.windows import Window, split_into_windows

CONTENT, CUE, SOURCE = SCORE_NAMES.index("content"), SCORE_NAMES.index("cue"), SCORE_NAMES.index("source")


def scored(length: int, **anchors: tuple[int, dict[int, range]]) -> AnchorScores:
    """Anchors that want the pieces given for each score, and no others."""
    scores = np.full((len(anchors), len(SCORE_NAMES), length), -4, dtype=np.float32)
    for row, (_, wanted) in enumerate(anchors.values()):
        for score, pieces in wanted.items():
            scores[row, score, pieces] = 4
    places = np.array([place for place, _ in anchors.values()], dtype=np.int64)
    return AnchorScores(places, np.full(len(anchors), 2, dtype=np.float32), scores)


@given(st.integers(0, 3000), st.integers(10, 400), st.data())
def test_the_own_parts_of_windows_are_the_whole_text(length: int, size: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, size // 2))
    windows = split_into_windows(length, size, overlap)
    assert [piece for window in windows for piece in range(window.own_start, window.own_end)] == list(
        range(length)
    )
    assert all(window.end - window.start <= size for window in windows)
    assert all(window.start <= window.own_start <= window.own_end <= window.end for window in windows)


def test_windows_share_what_they_should() -> None:
    windows = split_into_windows(1000, 320, 80)
    assert all(before.end - after.start >= 80 for before, after in itertools.pairwise(windows))


def test_distances_are_exact_when_near_and_never_out_of_range() -> None:
    found = distance_buckets(np.arange(-600, 601))
    assert found.min() >= 0
    assert found.max() < BUCKET_COUNT
    assert len(set(distance_buckets(np.arange(-15, 16)).tolist())) == 31
    assert set(distance_buckets(np.arange(-600, 0)).tolist()).isdisjoint(
        distance_buckets(np.arange(1, 600)).tolist()
    )


def test_each_anchor_gets_its_pieces() -> None:
    part = scored(
        20,
        first=(3, {SOURCE: range(1, 3), CUE: range(3, 4), CONTENT: range(5, 10)}),
        second=(12, {SOURCE: range(1, 3), CUE: range(11, 13), CONTENT: range(13, 18)}),
    )
    first, second = decode([part], DecodingWeights())[0]
    assert (first.anchor, second.anchor) == (3, 12)
    assert first.source.tolist() == second.source.tolist() == [1, 2]
    assert first.cue.tolist() == [3]
    assert second.cue.tolist() == [11, 12]
    assert first.content.tolist() == list(range(5, 10))
    assert second.content.tolist() == list(range(13, 18))


def test_a_piece_goes_to_the_anchor_that_wants_it_more() -> None:
    part = scored(10, weak=(0, {CONTENT: range(2, 8)}), strong=(9, {CONTENT: range(5, 8)}))
    part.scores[1, CONTENT, 5:8] = 8
    weak, strong = decode([part], DecodingWeights())[0]
    assert weak.content.tolist() == [2, 3, 4]
    assert strong.content.tolist() == [5, 6, 7]


def test_starts_and_ends_decide_where_pieces_are_unsure() -> None:
    part = scored(12, only=(0, {CONTENT: range(4, 8)}))
    part.scores[0, CONTENT, 2:4] = part.scores[0, CONTENT, 8:10] = 0.5
    part.scores[0, SCORE_NAMES.index("content_start"), 4] = 4
    part.scores[0, SCORE_NAMES.index("content_end"), 7] = 4
    assert decode([part], DecodingWeights(bounds=0))[0][0].content.tolist() == list(range(2, 10))
    assert decode([part], DecodingWeights(bounds=1))[0][0].content.tolist() == list(range(4, 8))


def test_an_anchor_without_content_is_no_attribution() -> None:
    part = scored(6, only=(2, {CUE: range(2, 3)}))
    assert decode([part], DecodingWeights()) == [[]]


def test_unlikely_anchors_are_left_out_unless_they_are_asked_for() -> None:
    part = scored(6, only=(0, {CONTENT: range(2, 5)}))._replace(logits=np.array([-0.5], dtype=np.float32))
    assert decode([part], DecodingWeights(anchor=0)) == [[]]
    assert len(decode([part], DecodingWeights(anchor=1))[0]) == 1


def test_windows_without_candidates_and_of_other_lengths_are_decoded_together() -> None:
    none = AnchorScores(
        np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros((0, len(SCORE_NAMES), 3), np.float32)
    )
    part = scored(9, only=(0, {CONTENT: range(2, 9)}))
    shorter = scored(5, only=(4, {CONTENT: range(2)}))
    assert decode([], DecodingWeights()) == []
    assert [len(found) for found in decode([none, part, shorter], DecodingWeights())] == [0, 1, 1]
    assert decode([none, part, shorter], DecodingWeights())[2][0].content.tolist() == [0, 1]


def found(anchor: int, content: range, sure: float = 0.9) -> DecodedAttribution:
    none = np.zeros(0, dtype=np.int64)
    return DecodedAttribution(anchor, 1.0, sure, none, none, np.array(content, dtype=np.int64))


def test_an_anchor_counts_in_the_window_that_owns_it() -> None:
    left, right = Window(0, 10, 0, 8), Window(6, 16, 8, 16)
    joined = piece_spans.merge_windows([(left, [found(9, range(2, 4))]), (right, [found(3, range(4, 6))])], 16)
    assert [(item.anchor, item.content.tolist()) for item in joined] == [(9, [10, 11])]


def test_content_that_two_windows_claim_goes_to_the_surer() -> None:
    left, right = Window(0, 10, 0, 8), Window(6, 16, 8, 16)
    items = [(left, [found(7, range(6, 10), 0.6)]), (right, [found(4, range(1, 4), 0.9)])]
    assert [item.anchor for item in piece_spans.merge_windows(items, 16)] == [10]
    items = [(left, [found(7, range(2, 10), 0.6)]), (right, [found(4, range(1, 4), 0.9)])]
    assert [item.content.tolist() for item in piece_spans.merge_windows(items, 16)] == [[2, 3, 4, 5, 6], [7, 8, 9]]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([0], "unbelievably"),
        ([1], "unbelievably"),
        ([0, 1, 2, 3], "unbelievably, long"),
        ([1, 4], "unbelievably|so"),
    ],
)
def test_spans_hold_whole_words(chosen: list[int], expected: str) -> None:
    text = "unbelievably, long and so on"
    places = np.array([(0, 2), (2, 12), (12, 13), (14, 18), (23, 25)], dtype=np.int32)
    none = np.zeros(5, dtype=np.int32)
    pieces = Pieces(none, places[:, 0], places[:, 1], none, np.zeros((5, 7), dtype=np.int32))
    read = piece_spans.character_spans(text, pieces, np.array(chosen, dtype=np.int64))
    assert "|".join(text[start:end] for start, end in read) == expected
