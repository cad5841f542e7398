"""The entity head: hidden states of tokens, and what its labels mean."""

from __future__ import annotations

from unittest.mock import Mock

import numpy as np
import pytest

from onrecord.annotation.neural import onnx_runtime
from onrecord.annotation.neural.entity_features import FEATURE_SIZES, FORM_LENGTH, EntityFeatures
from onrecord.annotation.neural.entity_head import (
    LABELS,
    EntityHead,
    NamedSpan,
    decode_names,
    distinct_rows,
    pool_pieces,
)
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.neural.model import ENTITIES, FOLDER, load_model


def table(*rows: str) -> np.ndarray:
    """Return labels like ``B-PER`` as what the head gives when it is certain."""
    kinds = ["O", *(f"{position}-{label}" for label in LABELS for position in "BI")]
    return np.eye(len(kinds), dtype=np.float32)[[kinds.index(row) for row in rows]]


def spans(probabilities: np.ndarray) -> list[tuple[int, int, str]]:
    return [(name.start, name.end, name.label) for name in decode_names(probabilities)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("O", []),
        ("B-PER", [(0, 1, "PER")]),
        ("I-PER", [(0, 1, "PER")]),
        ("B-PER I-PER", [(0, 2, "PER")]),
        ("B-PER B-PER", [(0, 1, "PER"), (1, 2, "PER")]),
        ("I-PER B-PER", [(0, 1, "PER"), (1, 2, "PER")]),
        ("B-PER O I-ORG I-ORG O", [(0, 1, "PER"), (2, 4, "ORG")]),
    ],
)
def test_names_begin_with_a_first_token_or_after_none(rows: str, expected: list[tuple[int, int, str]]) -> None:
    assert spans(table(*rows.split())) == expected


def test_a_name_has_the_label_that_is_most_probable_over_its_tokens() -> None:
    assert spans((table("B-LOC", "I-ORG", "I-ORG") + table("B-ORG", "I-LOC", "I-ORG")) / 2) == [(0, 3, "ORG")]


def test_whether_there_is_a_name_counts_before_its_label() -> None:
    probabilities = np.zeros((1, 1 + 2 * len(LABELS)), dtype=np.float32)
    probabilities[0, 0] = 0.4
    probabilities[0, 1::2] = [0.2, 0.25, 0.1, 0.05]
    (name,) = decode_names(probabilities)
    assert name.label == "ORG"
    assert name.probabilities == pytest.approx((0.2, 0.25, 0.1, 0.05))


def test_probabilities_of_a_name_are_means_over_its_tokens() -> None:
    (name,) = decode_names(table("B-PER", "I-PER", "I-ORG", "I-ORG"))
    assert name == NamedSpan(0, 4, (0.5, 0.5, 0.0, 0.0))


def test_the_break_before_a_text_belongs_to_no_token() -> None:
    token = np.array([-1, 0, 0, 1], dtype=np.int64)
    zeros = np.zeros(len(token), dtype=np.int64)
    pieces = Pieces(zeros, zeros, zeros, token, np.zeros((len(token), 7), dtype=np.int32))
    hidden = np.array([[100.0], [2.0], [4.0], [5.0]])
    assert pool_pieces(pieces, hidden, 3).tolist() == [[3.0], [5.0], [0.0]]


def test_no_tokens_no_names() -> None:
    assert decode_names(np.zeros((0, 9), dtype=np.float32)) == []


def pieces_of_tokens(*token: int) -> Pieces:
    zeros = np.zeros(len(token), dtype=np.int64)
    return Pieces(zeros, zeros, zeros, np.array(token, dtype=np.int64), np.zeros((len(token), 7), dtype=np.int32))


@pytest.mark.parametrize(
    ("token", "states", "pooled"),
    [
        ([0, 0, 2, 3, 3], [1, 3, 5, 7, 8], [2, 0, 5, 7.5, 0]),
        ([0, 0, 0, 0], [1, 2, 3, 6], [3, 0]),
        ([1], [4], [0, 4]),
        ([0, 1, 0, 1], [1, 2, 3, 4], [1, 3]),  # a piece cannot go back: it belongs to the token reached
    ],
)
def test_a_token_has_the_mean_of_its_pieces(token: list[int], states: list[float], pooled: list[float]) -> None:
    hidden = np.array(states, dtype=np.float32)[:, None]
    assert pool_pieces(pieces_of_tokens(*token), hidden, len(pooled))[:, 0].tolist() == pooled


def test_without_pieces_all_states_are_zero() -> None:
    assert pool_pieces(pieces_of_tokens(), np.zeros((0, 2), dtype=np.float32), 3).tolist() == [[0, 0]] * 3


def test_combinations_of_features_are_numbered_each_once() -> None:
    features = np.zeros((4, len(FEATURE_SIZES)), dtype=np.int64)
    features[1] = [size - 1 for size in FEATURE_SIZES.values()]
    features[3, 1] = 1
    rows, numbers = distinct_rows(features)
    assert rows.tolist() == [features[0].tolist(), features[3].tolist(), features[1].tolist()]
    assert numbers.tolist() == [0, 2, 0, 1]


def test_each_feature_counts_in_a_combination() -> None:
    rows, numbers = distinct_rows(np.eye(len(FEATURE_SIZES), dtype=np.int64))
    assert len(rows) == len(FEATURE_SIZES)
    np.testing.assert_array_equal(rows[numbers], np.eye(len(FEATURE_SIZES)))


def label_probabilities(head: EntityHead, token_count: int) -> np.ndarray:
    """Return what the head says of tokens of two forms."""
    features = EntityFeatures(
        np.zeros((token_count, len(FEATURE_SIZES)), dtype=np.int64),
        np.arange(token_count) % 2,
        np.ones((2, FORM_LENGTH), dtype=np.int64),
    )
    width = head._session.get_inputs()[0].shape[1]
    return head.token_probabilities(features, np.zeros((token_count, width), dtype=np.float32))


def test_the_head_gives_each_token_probabilities() -> None:
    probabilities = label_probabilities(EntityHead(FOLDER / ENTITIES), 3)
    assert probabilities.shape == (3, 1 + 2 * len(LABELS))
    assert probabilities.sum(1) == pytest.approx([1, 1, 1], abs=1e-4)


@pytest.mark.parametrize(("token_count", "gives_back"), [(4_999, True), (5_000, False)])
def test_a_short_text_gives_memory_back(
    token_count: int, gives_back: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shrinking_run = Mock(wraps=onnx_runtime.shrinking_run)
    monkeypatch.setattr(onnx_runtime, "shrinking_run", shrinking_run)
    label_probabilities(EntityHead(FOLDER / ENTITIES), token_count)
    assert shrinking_run.called == gives_back


def test_the_head_that_is_shipped_is_of_the_encoder_that_is_shipped() -> None:
    assert load_model().has_entity_head, "the encoder is another: python -m training.entities"
