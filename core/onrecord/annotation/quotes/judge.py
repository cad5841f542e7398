"""The judge: how probable it is that a proposal is what a human reader would annotate."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.annotation.quotes.judge_features import FEATURE_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS_FILE = Path(__file__).parent / "judge.json"

OUTPUTS = ("content", "attribution", "exact")
"""What the judge tells of a proposal: most of its content is right; its source is right as well; its content is
right to the word."""

FARTHEST = 5.0
"""Features farther from their mean count as so many scales, so that what is rare cannot decide alone."""


@dataclass(frozen=True)
class Judge:
    """A network with one hidden layer over the features of a proposal; ``training/judge.py`` writes its weights.

    Args:
        mean: The mean of each feature.
        scale: What each feature is divided by after that.
        hidden: The weights and the bias of the hidden layer.
        output: The weights and the bias of the outputs.
        gains: What each of OUTPUTS counts when proposals are chosen.
        threshold: What a chosen proposal has to gain at least.
        calibration: Factor and bias from the log odds of a chosen attribution to those of its confidence.
    """

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    hidden: tuple[NDArray[np.float32], NDArray[np.float32]]
    output: tuple[NDArray[np.float32], NDArray[np.float32]]
    gains: tuple[float, ...]
    threshold: float
    calibration: tuple[float, float]

    def probabilities(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return for each row of features how probable each of OUTPUTS is, from 0 to 1."""
        inputs = np.clip((table - self.mean) / self.scale, -FARTHEST, FARTHEST)
        states = np.maximum(inputs @ self.hidden[0] + self.hidden[1], 0)
        logits: NDArray[np.float32] = np.clip(states @ self.output[0] + self.output[1], -30, 30)
        return np.float32(1) / (np.float32(1) + np.exp(-logits))

    def expected_gains(self, probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what each proposal is worth; below 0 it is better left out."""
        gains: NDArray[np.float32] = probabilities @ np.array(self.gains, np.float32) - self.threshold
        return gains

    def confidence(self, probability: float) -> float:
        """Return the confidence of a chosen attribution, calibrated on articles that nothing else was chosen on.

        Args:
            probability: That of its content and source.
        """
        clipped = min(max(probability, 1e-6), 1 - 1e-6)
        factor, bias = self.calibration
        log_odds = factor * np.log(clipped / (1 - clipped)) + bias
        return float(1 / (1 + np.exp(-log_odds)))

    @classmethod
    def from_stored(cls, stored: dict[str, Any]) -> Judge:
        """Return the judge whose weights were stored as JSON.

        Raises:
            ValueError: If they are for other features.
        """
        if tuple(stored["features"]) != FEATURE_NAMES:
            raise ValueError("The weights of the judge are for other features: python -m training.judge")

        def layer(name: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
            weights, bias = stored[name]
            return np.array(weights, np.float32), np.array(bias, np.float32)

        return cls(
            np.array(stored["mean"], np.float32),
            np.array(stored["scale"], np.float32),
            layer("hidden"),
            layer("output"),
            tuple(stored["gains"]),
            stored["threshold"],
            (stored["calibration"][0], stored["calibration"][1]),
        )


@lru_cache(maxsize=1)
def shipped_judge() -> Judge:
    """Return the judge that onrecord ships, read once."""
    return Judge.from_stored(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))
