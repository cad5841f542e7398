"""Decoding, on scores made by hand: which anchors hold, and which pieces are theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from onrecord.annotation.neural.decoding import (
    BUCKET_COUNT,
    SCORE_NAMES,
    AnchorScores,
    DecodedAttribution,
    DecodingWeights,
    decode,
    distance_buckets,
)

CONTENT, CUE, SOURCE = SCORE_NAMES.index("content"), SCORE_NAMES.index("cue"), SCORE_NAMES.index("source")


def scored(length: int, **anchors: tuple[int, Mapping[int, Sequence[int]]]) -> AnchorScores:
    """Anchors that want the pieces given for each score, and no others."""
    scores = np.full((len(anchors), len(SCORE_NAMES), length), -4, dtype=np.float32)
    for row, (_, wanted) in enumerate(anchors.values()):
        for score, pieces in wanted.items():
            scores[row, score, pieces] = 4
    places = np.array([place for place, _ in anchors.values()], dtype=np.int64)
    return AnchorScores(places, np.full(len(anchors), 2, dtype=np.float32), scores)


@pytest.mark.parametrize(
    ("distance", "bucket"),
    [
        *[(0, 0), (-1, 1), (-15, 15), (-16, 16), (-19, 16), (-20, 17), (-24, 18), (-100, 25), (-300, 31)],
        *[(1, 33), (15, 47), (16, 48), (20, 49), (100, 57), (299, 62), (300, 63), (9999, 63)],
    ],
)
def test_distances_are_exact_when_near_and_logarithmic_when_far(distance: int, bucket: int) -> None:
    assert distance_buckets(np.array([distance])).tolist() == [bucket]


def test_distances_have_a_bucket_each_way() -> None:
    buckets = distance_buckets(np.arange(-600, 601))
    assert sorted(set(buckets.tolist())) == [
        bucket for bucket in range(BUCKET_COUNT) if bucket != BUCKET_COUNT // 2
    ]


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
    assert [len(items) for items in decode([none, part, shorter], DecodingWeights())] == [0, 1, 1]
    assert decode([none, part, shorter], DecodingWeights())[2][0].content.tolist() == [0, 1]


def only(part: AnchorScores, **weights: float) -> DecodedAttribution:
    ((attribution,),) = decode([part], DecodingWeights(**weights))
    return attribution


def test_an_attribution_carries_its_score_and_the_mean_probability_of_its_content() -> None:
    part = scored(6, only=(1, {CONTENT: range(2, 4)}))
    part.scores[0, CONTENT, 3] = 0.1
    attribution = only(part)
    assert attribution.logit == 2
    assert attribution.content.tolist() == [2, 3]
    assert attribution.content_probability == pytest.approx((1 / (1 + np.exp(-4)) + 1 / (1 + np.exp(-0.1))) / 2)


@pytest.mark.parametrize(("distance", "has_cue"), [(16, True), (17, False)])
def test_a_cue_is_near_its_anchor(distance: int, has_cue: bool) -> None:
    part = scored(60, only=(20, {CUE: range(20 + distance, 21 + distance), CONTENT: range(2, 4)}))
    assert only(part).cue.tolist() == ([20 + distance] if has_cue else [])
    part = scored(60, only=(40, {CUE: range(40 - distance, 41 - distance), CONTENT: range(2, 4)}))
    assert only(part).cue.tolist() == ([40 - distance] if has_cue else [])


def test_an_anchor_that_is_a_cue_owns_itself() -> None:
    part = scored(8, weak=(2, {CUE: range(2, 3), CONTENT: range(4, 6)}), strong=(3, {CONTENT: range(6, 8)}))
    part.scores[1, CUE, 2] = 9
    weak, strong = decode([part], DecodingWeights())[0]
    assert weak.cue.tolist() == [2]
    assert strong.cue.tolist() == []
    part.scores[0, CUE, 2] = -1
    weak, strong = decode([part], DecodingWeights())[0]
    assert weak.cue.tolist() == []
    assert strong.cue.tolist() == [2]


@pytest.mark.parametrize(("bonus", "cue"), [(0.0, []), (0.5, []), (1.0, [2])])
def test_the_weight_of_cues_is_added_to_their_scores(bonus: float, cue: list[int]) -> None:
    part = scored(6, only=(1, {CONTENT: range(4, 6)}))
    part.scores[0, CUE, 2] = -0.5
    assert only(part, cue=bonus).cue.tolist() == cue


@pytest.mark.parametrize(("bonus", "content"), [(0.0, [4, 5]), (1.0, [3, 4, 5])])
def test_the_weight_of_content_is_added_to_its_scores(bonus: float, content: list[int]) -> None:
    part = scored(6, only=(1, {CONTENT: range(4, 6)}))
    part.scores[0, CONTENT, 3] = -0.5
    assert only(part, content=bonus).content.tolist() == content


@pytest.mark.parametrize(("bonus", "source"), [(0.0, [2, 3]), (1.0, [1, 2, 3])])
def test_the_weight_of_sources_is_added_to_their_scores(bonus: float, source: list[int]) -> None:
    part = scored(8, only=(4, {SOURCE: range(2, 4), CONTENT: range(5, 8)}))
    part.scores[0, SOURCE, 1] = -0.5
    assert only(part, source=bonus, source_bounds=0).source.tolist() == source


def test_a_source_is_one_span_though_pieces_inside_speak_against_it() -> None:
    part = scored(12, only=(8, {SOURCE: range(1, 6), CONTENT: range(9, 12)}))
    part.scores[0, SOURCE, 3] = -5
    assert only(part).source.tolist() == [1, 2, 3, 4, 5]
    part.scores[0, SOURCE, 3] = -9
    assert only(part).source.tolist() == [1, 2]


@pytest.mark.parametrize("role", ["source", "content"])
@pytest.mark.parametrize(("clip", "is_whole"), [(6.0, True), (1.0, False)])
def test_bounds_count_up_to_where_they_are_clipped(role: str, clip: float, is_whole: bool) -> None:
    """Two pieces of the span score below 0, less than its far bounds: unclipped bounds bring them in."""
    anchor, span = (9, range(2, 6)) if role == "source" else (0, range(3, 7))
    part = scored(10, only=(anchor, {SCORE_NAMES.index(role): span, CONTENT: range(3, 7)}))
    score = SCORE_NAMES.index(role)
    part.scores[0, score, span[0] - 1] = part.scores[0, score, span[-1] + 1] = -1.5
    for edge, piece in (("start", span[0] - 1), ("end", span[-1] + 1)):
        part.scores[0, SCORE_NAMES.index(f"{role}_{edge}")] = 0
        part.scores[0, SCORE_NAMES.index(f"{role}_{edge}"), piece] = 4
    pieces = getattr(only(part, clip=clip, bounds=0.5, source_bounds=0.5), role).tolist()
    assert pieces == (list(range(span[0] - 1, span[-1] + 2)) if is_whole else list(span))


def test_a_source_that_scores_nothing_is_none() -> None:
    part = scored(6, only=(0, {CONTENT: range(2, 5)}))
    assert only(part, source_bounds=0).source.tolist() == []
    part.scores[0, SOURCE, 1] = 0.5
    assert only(part, source_bounds=0).source.tolist() == [1]


def test_two_spans_of_one_owner_have_a_start_and_an_end_each() -> None:
    part = scored(12, only=(0, {CONTENT: [2, 3, 7, 8]}))
    for edge, pieces in (("start", [2, 7]), ("end", [3, 8])):
        part.scores[0, SCORE_NAMES.index(f"content_{edge}"), pieces] = 4
    assert only(part, bounds=1).content.tolist() == [2, 3, 7, 8]


def test_an_attribution_has_to_be_worth_its_start_and_end() -> None:
    part = scored(6, only=(0, {CONTENT: range(2, 3)}))
    part.scores[0, CONTENT, 2] = 3.5
    assert decode([part], DecodingWeights(bounds=0.5)) == [[]]
    assert len(decode([part], DecodingWeights(bounds=0.25))[0]) == 1
