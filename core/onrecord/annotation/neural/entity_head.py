"""The entity head at run time: which tokens of a text are names, and of what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from onrecord.annotation.neural import onnx_runtime
from onrecord.annotation.neural.entity_features import FEATURE_SIZES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.annotation.neural.entity_features import EntityFeatures
    from onrecord.annotation.neural.features import Pieces

LABELS = ("PER", "ORG", "LOC", "MISC")
"""CoNLL's labels. A token is none (0), or the first (odd) or a further one (even) of a name with one of them."""

_LONG_TEXT = 5_000
"""Tokens of a text from which on its memory is kept for the next one."""


class NamedSpan(NamedTuple):
    """A name: tokens ``start`` to ``end`` (exclusive), and how probable each of LABELS is, from 0 to 1."""

    start: int
    end: int
    probabilities: tuple[float, ...]

    @property
    def label(self) -> str:
        """The most probable label."""
        return LABELS[max(range(len(LABELS)), key=self.probabilities.__getitem__)]


class EntityHead:
    """The network that labels tokens. ``encoder`` names the encoder on whose hidden states it was trained.

    Raises:
        Exception: Whatever onnxruntime raises for a file that it cannot read.
    """

    def __init__(self, file: Path) -> None:
        self._session = onnx_runtime.open_session(file)
        self.encoder: str = self._session.get_modelmeta().custom_metadata_map["encoder"]

    def token_probabilities(self, features: EntityFeatures, hidden: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how probable each label is for each token: one row a token, 1 + 2 * len(LABELS) columns.

        Args:
            features: The features of the tokens.
            hidden: What the encoder says of the tokens, one row a token.
        """
        rows, feature_rows = distinct_rows(features.features)
        inputs = {"hidden": hidden, **features._asdict(), "features": rows, "feature_rows": feature_rows}
        probabilities: NDArray[np.float32]
        # It reads a text as a whole, so that one of a hundred pages needs as much memory as all else here. The
        # next hundred pages need as much again; a short text needs little, and gives back what is left.
        options = onnx_runtime.shrinking_run() if len(features) < _LONG_TEXT else None
        (probabilities,) = self._session.run(("labels",), inputs, options)
        return probabilities


def distinct_rows(features: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the combinations of features that occur, and for each token the number of its own.

    Args:
        features: Those of FEATURE_SIZES, one row a token.
    """
    factors = np.cumprod([1, *FEATURE_SIZES.values()])[:-1]
    _, places, numbers = np.unique(features @ factors, return_index=True, return_inverse=True)
    return features[places], numbers


def pool_pieces(pieces: Pieces, hidden: NDArray[np.float32], token_count: int) -> NDArray[np.float32]:
    """Return for each token the mean of its pieces' rows; zeros where a token has no piece."""
    pooled = np.zeros((token_count, hidden.shape[1]), dtype=np.float32)
    if len(pieces):
        token = np.maximum.accumulate(pieces.token)
        first = np.flatnonzero(np.diff(token, prepend=-1))
        sizes = np.diff(np.append(first, len(token)))
        sums = hidden[first]
        # Faster than numpy's reduceat: most tokens have one piece, and few have many.
        for offset in range(1, int(sizes.max())):
            has_more = np.flatnonzero(sizes > offset)
            sums[has_more] += hidden[first[has_more] + offset]
        pooled[token[first]] = sums / sizes[:, None].astype(np.float32)
    return pooled


def decode_names(probabilities: NDArray[np.float32]) -> list[NamedSpan]:
    """Return the names of a text from the probabilities of its tokens' labels.

    Each token is no name, the first of one, or a further one, whichever is most probable over all labels; a name
    has the label that is most probable over all its tokens.
    """
    first, further = probabilities[:, 1::2], probabilities[:, 2::2]
    position = np.stack([probabilities[:, 0], first.sum(1), further.sum(1)], 1).argmax(1)
    is_first = position == 1
    has_no_first = (position == 2) & (np.append(0, position[:-1]) == 0)
    named_spans = []
    for start in np.flatnonzero(is_first | has_no_first).tolist():
        end = start + 1
        while end < len(position) and position[end] == 2:
            end += 1
        mean = (first[start:end] + further[start:end]).mean(0)
        named_spans.append(NamedSpan(start, end, tuple(mean.tolist())))
    return named_spans
