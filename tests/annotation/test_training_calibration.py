"""Probabilities fitted to what came true, and how far off they are."""

from __future__ import annotations

import numpy as np
import pytest

from training.calibration import calibrate, reliability


def logistic(log_odds: np.ndarray) -> np.ndarray:
    return np.array(1 / (1 + np.exp(-log_odds)))


def test_what_is_calibrated_stays() -> None:
    probabilities = np.repeat([0.2, 0.8], 10)
    truth = np.array([1] * 2 + [0] * 8 + [1] * 8 + [0] * 2, dtype=float)
    assert calibrate(probabilities, truth) == pytest.approx((1.0, 0.0), abs=1e-3)


def test_too_sure_probabilities_are_drawn_together() -> None:
    log_odds = np.repeat([-2.0, 2.0], 10)
    truth = np.array([1] * 4 + [0] * 6 + [1] * 6 + [0] * 4, dtype=float)
    factor, bias = calibrate(logistic(log_odds), truth)
    assert logistic(np.array([factor * 2 + bias])) == pytest.approx([0.6], abs=1e-3)


def test_the_error_is_the_mean_distance_of_the_bins() -> None:
    confidences = np.array([0.95, 0.95, 0.25, 0.25])
    truth = np.array([1.0, 0.0, 0.0, 1.0])
    error, rows = reliability(confidences, truth)
    assert error == pytest.approx((0.45 + 0.25) / 2)
    assert [row.share for row in rows] == [0.5, 0.5]
    assert [(row.start, row.cases) for row in rows] == [(0.2, 2), (0.9, 2)]


def test_the_certain_are_in_the_last_bin() -> None:
    error, rows = reliability(np.array([1.0]), np.array([1.0]))
    assert (error, [row.start for row in rows]) == (0.0, [0.9])
