"""The learned half of pronoun resolution: how much each feature of a candidate weighs."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Token

from onrecord.annotation.coref.antecedents import AntecedentCandidate, Features

WEIGHTS_FILE = Path(__file__).parent / "pronouns.json"

NON_PERSON_FACTOR = 1.5
"""How much likelier one must be who was taken for no person so far."""


@dataclass(frozen=True)
class Ranker:
    """A log-linear model over the candidates of a pronoun and nobody, who weighs 0.

    ``weights`` are by feature; a candidate is chosen if his probability is at least ``sure``, by default what
    ``training/pronouns.py`` wrote.
    """

    weights: dict[str, float]
    sure: float

    def choose(self, pronoun: Token, candidates: Sequence[AntecedentCandidate]) -> AntecedentCandidate | None:
        """The likeliest candidate for a pronoun, if he is likely enough."""
        best = self.best([candidate.features for candidate in candidates])
        return candidates[best] if best is not None else None

    def best(self, candidates: Sequence[Features]) -> int | None:
        """The number of the likeliest candidate, if he is likely enough."""
        if not candidates:
            return None
        scores = [self.score(features) for features in candidates]
        high = max(scores)
        at = scores.index(high)
        share = 1 / (math.exp(-high) + sum(math.exp(score - high) for score in scores))
        return at if share >= self.sure * (NON_PERSON_FACTOR if "no person" in candidates[at] else 1) else None

    def score(self, features: Features) -> float:
        """The sum of what speaks for a candidate, less what speaks against him."""
        known = self.weights
        return sum(value * known[name] for name, value in features.items() if name in known)


@lru_cache(maxsize=1)
def shipped_ranker() -> Ranker:
    """The ranker that onrecord ships, read once."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return Ranker(stored["weights"], stored["sure"])
