"""Fit probabilities to what came true, and tell how well they do."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class ReliabilityBin(NamedTuple):
    """The cases whose confidence lies in one part of the range.

    Args:
        start: The lowest confidence of the part.
        cases: How many cases there are.
        confidence: Their mean confidence.
        share: The share of those that came true.
    """

    start: float
    cases: int
    confidence: float
    share: float


def calibrate(probabilities: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Return the factor and the bias of the log odds with which probabilities fit best (Platt scaling)."""
    clipped = np.clip(probabilities, 1e-6, 1 - 1e-6)
    x = np.stack([np.log(clipped / (1 - clipped)), np.ones(len(clipped))], 1)
    w = np.array([1.0, 0.0])
    for _ in range(20):  # Newton's method
        p = 1 / (1 + np.exp(-x @ w))
        curvature = x.T @ (x * (p * (1 - p))[:, None]) + 1e-6 * np.eye(2)
        w -= np.linalg.solve(curvature, x.T @ (p - truth))
    return round(float(w[0]), 4), round(float(w[1]), 4)


def reliability(confidences: np.ndarray, truth: np.ndarray, bins: int = 10) -> tuple[float, list[ReliabilityBin]]:
    """Return the expected calibration error, and the bins that are not empty."""
    numbers = np.minimum((confidences * bins).astype(int), bins - 1)
    rows = [
        ReliabilityBin(
            number / bins,
            int((numbers == number).sum()),
            float(confidences[numbers == number].mean()),
            float(truth[numbers == number].mean()),
        )
        for number in np.unique(numbers).tolist()
    ]
    return sum(row.cases * abs(row.confidence - row.share) for row in rows) / max(1, len(truth)), rows


def reliability_table(rows: list[ReliabilityBin]) -> list[list[str]]:
    """Return bins as rows of a table: confidence from, cases, mean confidence, right."""
    return [[f"{row.start:.1f}", str(row.cases), f"{row.confidence:.2f}", f"{row.share:.2f}"] for row in rows]
