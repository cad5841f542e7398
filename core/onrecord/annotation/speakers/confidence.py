"""How sure it is that the speaker of an attribution is the right one, if its words and its source are."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.annotation.speakers.assignment import SpeakerAssignment

WEIGHTS_FILE = Path(__file__).parent / "confidence.json"

Features = dict[str, float]

_LEAST_PRONOUN, _LEAST_WORDS, _MOST_WORDS = 0.02, 0.05, 0.99
"""Probabilities beyond these count as so much."""


def confidence_features(assignment: SpeakerAssignment) -> Features:
    """Return what the confidence in a speaker depends on.

    The basis, for a pronoun its probability, whether several speak, and how sure source and words are: a source
    that is not sure may be somebody else.
    """
    words = _log_odds(assignment.attribution.confidence, _LEAST_WORDS, _MOST_WORDS)
    features: Features = {assignment.basis: 1.0, "words": words}
    if assignment.basis == "pronoun":
        features["pronoun probability"] = _log_odds(assignment.probability, _LEAST_PRONOUN, 1 - _LEAST_PRONOUN)
    if len(assignment.speakers) > 1:
        features["several"] = 1.0
    return features


def speaker_confidence(assignment: SpeakerAssignment) -> float:
    """Return the probability that the right actors speak, from 0 to 1; 1 where nobody is said to speak."""
    if not assignment.has_speaker:
        return 1.0
    weights = shipped_weights()
    log_odds = weights["any"] + sum(
        value * weights.get(name, 0.0) for name, value in confidence_features(assignment).items()
    )
    return 1 / (1 + math.exp(-log_odds))


def _log_odds(probability: float, least: float, most: float) -> float:
    probability = min(max(probability, least), most)
    return math.log(probability / (1 - probability))


@lru_cache(maxsize=1)
def shipped_weights() -> dict[str, float]:
    """Return the weights that ``training/speakers.py`` wrote, read once."""
    weights: dict[str, Any] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return weights
