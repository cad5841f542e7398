"""The learned half of pronoun resolution: how much each feature of a candidate weighs."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onrecord.annotation.coref.antecedents import AntecedentCandidate, Features

WEIGHTS_FILE = Path(__file__).parent / "pronouns.json"

NON_PERSON_FACTOR = 1.5
"""By how much the threshold is higher for a candidate that was not taken for a person so far."""


@dataclass(frozen=True)
class Ranker:
    """A log-linear model over the candidates of a pronoun and no antecedent, whose score is 0.

    ``training/pronouns.py`` writes the one that onrecord ships.

    Args:
        weights: Feature → weight.
        threshold: The probability from which a candidate is chosen, 0 to 1.
    """

    weights: dict[str, float]
    threshold: float

    def choose(self, candidates: Sequence[AntecedentCandidate]) -> tuple[AntecedentCandidate, float] | None:
        """Return the most probable candidate for a pronoun and its probability; None below the threshold."""
        best = self.best([candidate.features for candidate in candidates])
        return (candidates[best[0]], best[1]) if best is not None else None

    def best(self, candidates: Sequence[Features]) -> tuple[int, float] | None:
        """Return the index of the most probable candidate and its probability; None below the threshold."""
        if not candidates:
            return None
        scores = [self.score(features) for features in candidates]
        high = max(scores)
        best = scores.index(high)
        probability = 1 / (math.exp(-high) + sum(math.exp(score - high) for score in scores))
        factor = NON_PERSON_FACTOR if "no person" in candidates[best] else 1
        return (best, probability) if probability >= self.threshold * factor else None

    def score(self, features: Features) -> float:
        """Return the weighted sum of a candidate's features; features without a weight don't count."""
        weights = self.weights
        return sum(value * weights[name] for name, value in features.items() if name in weights)


@lru_cache(maxsize=1)
def shipped_ranker() -> Ranker:
    """Return the ranker that onrecord ships, read once."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return Ranker(stored["weights"], stored["threshold"])
