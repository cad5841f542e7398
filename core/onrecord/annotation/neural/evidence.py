"""How probable the model holds any span of a text to be as the source or the content of an attribution."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from onrecord.base.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.annotation.neural.decoding import RoleProbabilities
    from onrecord.annotation.neural.features import Pieces


class SpanEvidence:
    """The probabilities of the pieces around one attribution, asked for in characters.

    Args:
        pieces: The pieces of the text.
        probabilities: Those of the attribution.
    """

    def __init__(self, pieces: Pieces, probabilities: RoleProbabilities) -> None:
        start = probabilities.start
        self._starts = pieces.starts[start : start + len(probabilities.content)]
        self._source_sums = _sums(probabilities.source)
        self._content_sums = _sums(probabilities.content)

    def source_probability(self, spans: Sequence[Span]) -> float:
        """Return the mean probability of the pieces in spans as the source; 0 where the model saw none."""
        return self._mean(self._source_sums, spans)

    def content_probability(self, spans: Sequence[Span]) -> float:
        """Return the mean probability of the pieces in spans as the content; 0 where the model saw none."""
        return self._mean(self._content_sums, spans)

    def _mean(self, sums: NDArray[np.float64], spans: Sequence[Span]) -> float:
        # Of one span or two: numpy would take longer for the call than for the search.
        bounds = [(bisect_left(self._starts, start), bisect_left(self._starts, end)) for start, end in spans]
        count = sum(last - first for first, last in bounds)
        return float(sum(sums[last] - sums[first] for first, last in bounds)) / count if count else 0.0


def _sums(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(probabilities, dtype=np.float64)])
