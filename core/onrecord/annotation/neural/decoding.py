"""Turn the network's scores into attributions: which anchors hold, and which pieces each of them owns.

An anchor is the piece at which the network recognises an attribution: the head of its cue, or the beginning of its
content where it has no cue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCORE_NAMES = ("source", "cue", "content", "source_start", "source_end", "content_start", "content_end")
"""What is scored between an anchor and a piece; ``start`` and ``end``: the first and last piece of a span."""

BUCKET_COUNT = 64
"""Into how many classes distances fall, half of them for each direction."""

_EXACT_DISTANCES = 16
_FARTHEST = 300
_IMPOSSIBLE = -1e4
_MAX_CUE_REACH = 16  # pieces from the head of a cue to its ends


def distance_buckets(distances: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the class of each distance in pieces: exact when near, logarithmic when far.

    Pieces to the right of the anchor (distances above 0) have classes of their own.
    """
    half = BUCKET_COUNT // 2
    size = np.abs(distances)
    scale = (half - 1 - _EXACT_DISTANCES) / np.log(_FARTHEST / _EXACT_DISTANCES)
    logarithms = np.log(np.maximum(size, _EXACT_DISTANCES) / _EXACT_DISTANCES)
    far = _EXACT_DISTANCES + (logarithms * scale).astype(np.int64)
    buckets: NDArray[np.int64] = np.where(size < _EXACT_DISTANCES, size, np.minimum(far, half - 1))
    return buckets + half * (distances > 0)


class AnchorScores(NamedTuple):
    """The candidate anchors of a window, with what the network scores for them.

    ``anchors`` are pieces of the window, ``logits`` say how likely each is an anchor, and ``scores`` are logits of
    shape anchors x SCORE_NAMES x pieces.
    """

    anchors: NDArray[np.int64]
    logits: NDArray[np.float32]
    scores: NDArray[np.float32]


class RoleProbabilities(NamedTuple):
    """How probable it is that pieces belong to the source and to the content of one attribution.

    ``start`` is the first of these pieces; the arrays have a value from 0 to 1 for each piece from there on.
    """

    start: int
    source: NDArray[np.float32]
    content: NDArray[np.float32]


class DecodedAttribution(NamedTuple):
    """An attribution in pieces. ``anchor`` is a piece and ``logit`` its score; the roles are pieces in order.

    ``content_probability`` is the mean probability of the pieces of the content; ``probabilities`` are those of
    all pieces that the network compared with the anchor.
    """

    anchor: int
    logit: float
    content_probability: float
    source: NDArray[np.int64]
    cue: NDArray[np.int64]
    content: NDArray[np.int64]
    probabilities: RoleProbabilities


class DecodingWeights(NamedTuple):
    """What decoding adds to logits, how much the bounds of spans count, and where they are clipped.

    The values were chosen on PolNeAR's development part by ``training.tune``.
    """

    anchor: float = 0.0
    content: float = 0.0
    cue: float = 0.0
    source: float = 0.0
    bounds: float = 0.5
    source_bounds: float = 0.5
    clip: float = 6.0


def decode(windows: Sequence[AnchorScores], weights: DecodingWeights) -> list[list[DecodedAttribution]]:
    """Return the attributions of each window; a piece is content and cue of one attribution at most."""
    likely_windows = [_likely_anchors(window, weights) for window in windows]
    owners = _content_owners([window.scores for window in likely_windows], weights)
    return [_attributions(window, owner, weights) for window, owner in zip(likely_windows, owners, strict=True)]


def _likely_anchors(window: AnchorScores, weights: DecodingWeights) -> AnchorScores:
    is_likely = window.logits + weights.anchor > 0
    return AnchorScores(window.anchors[is_likely], window.logits[is_likely], window.scores[is_likely])


def _attributions(
    window: AnchorScores, content_owner: NDArray[np.int64], weights: DecodingWeights
) -> list[DecodedAttribution]:
    """Return the attributions of the anchors that own content."""
    if not len(window.anchors):
        return []
    cue_owner = _cue_owners(window, weights)
    source_rows = _sigmoid(window.scores[:, SCORE_NAMES.index("source")])
    content_rows = _sigmoid(window.scores[:, SCORE_NAMES.index("content")])
    sources = _source_spans(window.scores, weights)
    attributions = []
    for index, anchor in enumerate(window.anchors):
        content = np.flatnonzero(content_owner == index)
        if len(content):
            probability = float(content_rows[index, content].mean())
            logit, cue = float(window.logits[index]), np.flatnonzero(cue_owner == index)
            rows = RoleProbabilities(0, source_rows[index], content_rows[index])
            attributions.append(
                DecodedAttribution(int(anchor), logit, probability, sources[index], cue, content, rows)
            )
    return attributions


def _cue_owners(window: AnchorScores, weights: DecodingWeights) -> NDArray[np.int64]:
    """Return for each piece the anchor whose cue it belongs to, -1 for none."""
    cues = window.scores[:, SCORE_NAMES.index("cue")] + weights.cue
    is_near = np.abs(np.arange(cues.shape[1]) - window.anchors[:, None]) <= _MAX_CUE_REACH
    cues = np.where(is_near, cues, _IMPOSSIBLE)
    owner = np.where(cues.max(0) > 0, cues.argmax(0), -1)
    # An anchor that is a cue owns itself, however high another anchor scores there.
    is_cue = cues[np.arange(len(cues)), window.anchors] > 0
    owner[window.anchors[is_cue]] = np.flatnonzero(is_cue)
    return owner


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.float32(1) / (np.float32(1) + np.exp(-logits))


def _edge_scores(
    scores: NDArray[np.float32], role: str, weight: float, clip: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what starting and ending a span at each piece scores for each anchor."""
    start, end = (
        weight * np.clip(scores[:, SCORE_NAMES.index(f"{role}_{edge}")], -clip, clip) for edge in ("start", "end")
    )
    return start, end


def _content_owners(scores: list[NDArray[np.float32]], weights: DecodingWeights) -> list[NDArray[np.int64]]:
    """Return for each window the anchor that owns each piece as content, -1 for none.

    This is the best path through the window's pieces (Viterbi): a piece counts what its owner scores there, 0
    where nobody owns it; going over to an owner counts as a start of its content, leaving it as its end. All
    windows are walked through together.
    """
    if not scores:
        return []
    nobody, longest = max(len(window) for window in scores), max(window.shape[2] for window in scores)
    count = len(scores)
    emit = np.full((longest, count, nobody + 1), _IMPOSSIBLE, dtype=np.float32)
    enter, leave = np.zeros_like(emit), np.zeros_like(emit)
    emit[:, :, nobody] = 0
    for index, window in enumerate(scores):
        size, length = len(window), window.shape[2]
        start, end = _edge_scores(window, "content", weights.bounds, weights.clip)
        emit[:length, index, :size] = (window[:, SCORE_NAMES.index("content")] + weights.content).T
        enter[:length, index, :size] = start.T
        leave[:length, index, :size] = end.T
    rows = np.arange(count)
    is_same_owner = np.empty((longest, count, nobody + 1), dtype=bool)
    best_previous = np.empty((longest, count), dtype=np.int64)
    best = np.full((count, nobody + 1), _IMPOSSIBLE, dtype=np.float32)
    best[:, nobody] = 0
    leave_previous = np.zeros_like(best)
    for piece in range(longest):
        after_leaving = best + leave_previous
        best_previous[piece] = after_leaving.argmax(1)
        after_entering = after_leaving[rows, best_previous[piece]][:, None] + enter[piece]
        is_same_owner[piece] = best >= after_entering
        best = np.maximum(best, after_entering) + emit[piece]
        leave_previous = leave[piece]
    current = (best + leave_previous).argmax(1)
    owner = np.empty((longest, count), dtype=np.int64)
    for piece in range(longest - 1, -1, -1):
        owner[piece] = current
        current = np.where(is_same_owner[piece, rows, current], current, best_previous[piece])
    owner[owner == nobody] = -1
    return [owner[: window.shape[2], index] for index, window in enumerate(scores)]


def _source_spans(scores: NDArray[np.float32], weights: DecodingWeights) -> list[NDArray[np.int64]]:
    """Return for each anchor the pieces of its best source: one span, or none where no span scores above 0.

    A span scores the sum of its pieces, its start and its end.
    """
    source = scores[:, SCORE_NAMES.index("source")] + weights.source
    start, end = _edge_scores(scores, "source", weights.source_bounds, weights.clip)
    sums = np.zeros((source.shape[0], source.shape[1] + 1), dtype=np.float32)
    np.cumsum(source, axis=1, out=sums[:, 1:])
    opened = start - sums[:, :-1]
    best_opened = np.maximum.accumulate(opened, axis=1)
    is_best = opened >= best_opened
    first = np.maximum.accumulate(np.where(is_best, np.arange(source.shape[1]), 0), axis=1)
    total = sums[:, 1:] + best_opened + end
    return [
        np.arange(first[row, last], last + 1) if total[row, last] > 0 else np.zeros(0, dtype=np.int64)
        for row, last in enumerate(total.argmax(1))
    ]
