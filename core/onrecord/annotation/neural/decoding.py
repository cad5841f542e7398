"""From scores to attributions: which anchors hold, and which pieces each of them owns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCORES = ("source", "cue", "content", "source_start", "source_end", "content_start", "content_end")
"""What is scored between an anchor and a piece; ``start`` and ``end``: the first and last piece of a span."""

BUCKETS = 64
_EXACT = 16
_FARTHEST = 300
_NEVER = -1e4
_LONGEST_CUE = 16  # pieces from the head of a cue to its ends


def buckets(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """The class of a distance in pieces: exact when near, logarithmic when far, apart for left and right."""
    half = BUCKETS // 2
    size = np.abs(distance)
    scale = (half - 1 - _EXACT) / np.log(_FARTHEST / _EXACT)
    far = _EXACT + (np.log(np.maximum(size, _EXACT) / _EXACT) * scale).astype(np.int64)
    return np.where(size < _EXACT, size, np.minimum(far, half - 1)) + half * (distance > 0)


class Scored(NamedTuple):
    """The candidates of a window: pieces, their logits as anchors, and logits [anchors, SCORES, pieces]."""

    anchors: NDArray[np.int64]
    logits: NDArray[np.float32]
    scores: NDArray[np.float32]


class Found(NamedTuple):
    """One attribution in pieces. ``anchor`` is a piece, ``logit`` its score; the rest are pieces in order.

    ``sure`` is the mean probability of the pieces of the content.
    """

    anchor: int
    logit: float
    sure: float
    source: NDArray[np.int64]
    cue: NDArray[np.int64]
    content: NDArray[np.int64]


class Choices(NamedTuple):
    """What decoding weighs. The values were chosen on PolNeAR dev; they are added to logits."""

    anchor: float = 0.0
    content: float = 0.0
    cue: float = 0.0
    source: float = 0.0
    bounds: float = 0.5
    source_bounds: float = 0.5
    clip: float = 6.0


def decode(windows: Sequence[Scored], choices: Choices) -> list[list[Found]]:
    """The attributions of each window; a piece is the content and the cue of one attribution at most."""
    kept = [
        Scored(part.anchors[keep], part.logits[keep], part.scores[keep])
        for part in windows
        for keep in [part.logits + choices.anchor > 0]
    ]
    owners = _owners([part.scores for part in kept], choices)
    return [_found(part, owner, choices) for part, owner in zip(kept, owners, strict=True)]


def _found(part: Scored, owner: NDArray[np.int64], choices: Choices) -> list[Found]:
    if not len(part.anchors):
        return []
    cues = part.scores[:, SCORES.index("cue")] + choices.cue
    near = np.abs(np.arange(cues.shape[1]) - part.anchors[:, None]) <= _LONGEST_CUE
    cues = np.where(near, cues, _NEVER)
    cue_owner = np.where(cues.max(0) > 0, cues.argmax(0), -1)
    spoken = cues[np.arange(len(cues)), part.anchors] > 0
    cue_owner[part.anchors[spoken]] = np.flatnonzero(spoken)
    content = part.scores[:, SCORES.index("content")]
    sources = _sources(part.scores, choices)
    out = []
    for index, anchor in enumerate(part.anchors):
        mine = np.flatnonzero(owner == index)
        if len(mine):
            cue = np.flatnonzero(cue_owner == index)
            sure = float(_sigmoid(content[index, mine]).mean())
            out.append(Found(int(anchor), float(part.logits[index]), sure, sources[index], cue, mine))
    return out


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.float32(1) / (np.float32(1) + np.exp(-logits))


def _edges(scores: NDArray[np.float32], role: str, weight: float, clip: float) -> list[NDArray[np.float32]]:
    return [weight * np.clip(scores[:, SCORES.index(f"{role}_{edge}")], -clip, clip) for edge in ("start", "end")]


def _owners(scores: list[NDArray[np.float32]], choices: Choices) -> list[NDArray[np.int64]]:
    """For each window the anchor that owns each piece, -1 for none: the best path through its pieces (Viterbi).

    A piece counts what its owner scores there (nobody scores 0); going over to an owner counts as a start of
    his content, leaving him as its end. All windows are walked through together.
    """
    if not scores:
        return []
    most, longest = max(len(part) for part in scores), max(part.shape[2] for part in scores)
    count = len(scores)
    emit = np.full((longest, count, most + 1), _NEVER, dtype=np.float32)
    enter, leave = np.zeros_like(emit), np.zeros_like(emit)
    emit[:, :, most] = 0
    for index, part in enumerate(scores):
        size, length = len(part), part.shape[2]
        start, end = _edges(part, "content", choices.bounds, choices.clip)
        emit[:length, index, :size] = (part[:, SCORES.index("content")] + choices.content).T
        enter[:length, index, :size] = start.T
        leave[:length, index, :size] = end.T
    rows = np.arange(count)
    stayed = np.empty((longest, count, most + 1), dtype=bool)
    origin = np.empty((longest, count), dtype=np.int64)
    best = np.full((count, most + 1), _NEVER, dtype=np.float32)
    best[:, most] = 0
    before = np.zeros_like(best)
    for piece in range(longest):
        left = best + before
        origin[piece] = left.argmax(1)
        jumped = left[rows, origin[piece]][:, None] + enter[piece]
        stayed[piece] = best >= jumped
        best = np.maximum(best, jumped) + emit[piece]
        before = leave[piece]
    state = (best + before).argmax(1)
    owner = np.empty((longest, count), dtype=np.int64)
    for piece in range(longest - 1, -1, -1):
        owner[piece] = state
        state = np.where(stayed[piece, rows, state], state, origin[piece])
    owner[owner == most] = -1
    return [owner[: part.shape[2], index] for index, part in enumerate(scores)]


def _sources(scores: NDArray[np.float32], choices: Choices) -> list[NDArray[np.int64]]:
    """For each anchor the one span with the highest sum of its pieces, its start and its end; none if below 0."""
    source = scores[:, SCORES.index("source")] + choices.source
    start, end = _edges(scores, "source", choices.source_bounds, choices.clip)
    sums = np.zeros((source.shape[0], source.shape[1] + 1), dtype=np.float32)
    np.cumsum(source, axis=1, out=sums[:, 1:])
    opened = start - sums[:, :-1]
    peak = np.maximum.accumulate(opened, axis=1)
    first = np.maximum.accumulate(np.where(opened >= peak, np.arange(source.shape[1]), 0), axis=1)
    total = sums[:, 1:] + peak + end
    ends = total.argmax(1)
    return [
        np.arange(first[row, last], last + 1) if total[row, last] > 0 else np.zeros(0, dtype=np.int64)
        for row, last in enumerate(ends)
    ]
