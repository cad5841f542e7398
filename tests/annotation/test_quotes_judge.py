"""The judge: probabilities from features, gains, and confidence."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from onrecord.annotation.quotes.judge import FARTHEST, OUTPUTS, WEIGHTS_FILE, Judge, shipped_judge
from onrecord.annotation.quotes.judge_features import FEATURE_NAMES


def judge(**changes: Any) -> Judge:
    """Return a judge that believes the first feature, and the second half as much, above 1 and 0."""
    size = len(FEATURE_NAMES)
    hidden = np.zeros((size, 2), np.float32)
    hidden[0, 0] = hidden[1, 1] = 1
    output = np.array([[1, 1, 1], [0.5, 0.5, 0.5]], np.float32)
    mean = np.zeros(size, np.float32)
    mean[0] = 1
    plain = Judge(
        mean,
        np.ones(size, np.float32),
        (hidden, np.zeros(2, np.float32)),
        (output, np.array([0, -1, -2], np.float32)),
        (0.5, 0.25, 0.25),
        0.4,
        (1.0, 0.0),
    )
    return replace(plain, **changes)


def row(*values: float) -> np.ndarray:
    table = np.zeros((1, len(FEATURE_NAMES)), np.float32)
    table[0, : len(values)] = values
    return table


def logistic(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))


@pytest.mark.parametrize(
    ("values", "score"), [((1, 0), 0.0), ((2, 0), 1.0), ((0, 0), 0.0), ((2, 4), 3.0), ((100, 0), FARTHEST)]
)
def test_probabilities_are_those_of_a_hidden_layer(values: tuple[float, ...], score: float) -> None:
    assert judge().probabilities(row(*values))[0] == pytest.approx(
        [logistic(score), logistic(score - 1), logistic(score - 2)], abs=1e-5
    )


def test_a_proposal_gains_what_its_outputs_count_less_the_threshold() -> None:
    gains = judge().expected_gains(np.array([[1, 1, 1], [0, 0, 0], [1, 0, 0]], np.float32))
    assert gains == pytest.approx([0.6, -0.4, 0.1])


def test_confidence_is_the_probability_where_nothing_is_calibrated() -> None:
    assert judge().confidence(0.8) == pytest.approx(0.8)


def test_confidence_is_calibrated_by_factor_and_bias() -> None:
    assert judge(calibration=(0.5, 1.0)).confidence(0.5) == pytest.approx(logistic(1.0))
    assert judge(calibration=(0.5, 0.0)).confidence(logistic(2.0)) == pytest.approx(logistic(1.0))


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_confidence_of_the_certain_lies_between_0_and_1(probability: float) -> None:
    assert 0 < judge().confidence(probability) < 1


def test_weights_for_other_features_are_refused() -> None:
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    Judge.from_stored(stored)
    with pytest.raises(ValueError, match="other features"):
        Judge.from_stored(stored | {"features": stored["features"][1:]})


def test_the_shipped_judge_knows_all_features() -> None:
    probabilities = shipped_judge().probabilities(np.zeros((2, len(FEATURE_NAMES)), np.float32))
    assert probabilities.shape == (2, len(OUTPUTS))
    assert ((probabilities > 0) & (probabilities < 1)).all()
