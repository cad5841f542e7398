"""Cut texts into windows that the network can read, and say which window an anchor belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

WINDOW_SIZE = 320
"""Pieces that the network reads at once."""

WINDOW_OVERLAP = 32
"""Pieces that a window shares with the next."""


class Window(NamedTuple):
    """A stretch of a text's pieces. All bounds are indices of pieces, ends exclusive.

    The network reads ``start`` to ``end``. What it finds counts from ``own_start`` to ``own_end``: these pieces
    belong to no other window.
    """

    start: int
    end: int
    own_start: int
    own_end: int


def split_into_windows(
    length: int, breaks: Sequence[Sequence[int]] = (), size: int = WINDOW_SIZE, overlap: int = WINDOW_OVERLAP
) -> list[Window]:
    """Return windows spread evenly over a text of ``length`` pieces; their own parts make up the whole text.

    Args:
        length: How many pieces the text has.
        breaks: Pieces with which own parts had better begin, the best first: of paragraphs, of sentences.
        size: How many pieces a window has at most.
        overlap: How many pieces two neighbouring windows share at least.
    """
    if length <= size:
        return [Window(0, length, 0, length)] if length else []
    count = -(-(length - overlap) // (size - overlap))
    starts = [round(index * (length - size) / (count - 1)) for index in range(count)]
    borders = [0, *(_border(right, left + size, breaks) for left, right in pairwise(starts)), length]
    return [
        Window(start, start + size, own_start, own_end)
        for start, (own_start, own_end) in zip(starts, pairwise(borders), strict=True)
    ]


def _border(start: int, end: int, breaks: Sequence[Sequence[int]]) -> int:
    """Return where the own parts of two windows meet, of which the second starts before the first one ends.

    More of what both read is behind it than before: what is said mostly comes after its cue, and where a paragraph
    or a sentence begins, little is said by a cue before it.
    """
    overlap = end - start
    best = start + overlap // 4
    for places in breaks:
        inside = places[bisect_left(places, start + overlap // 8) : bisect_right(places, end - overlap * 3 // 8)]
        if len(inside):
            return min(inside, key=lambda place: abs(place - best))
    return best
