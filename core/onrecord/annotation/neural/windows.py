"""Cut texts into windows that the network can read, and say which window an anchor belongs to."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

WINDOW_SIZE = 320
"""Pieces that the network reads at once."""

WINDOW_OVERLAP = 80
"""Pieces that a window shares with the next; half of them are each window's own."""


class Window(NamedTuple):
    """A stretch of a text's pieces. All bounds are indices of pieces, ends exclusive.

    The network reads ``start`` to ``end``. What it finds counts from ``own_start`` to ``own_end``: these pieces
    belong to no other window.
    """

    start: int
    end: int
    own_start: int
    own_end: int


def split_into_windows(length: int, size: int = WINDOW_SIZE, overlap: int = WINDOW_OVERLAP) -> list[Window]:
    """Return windows spread evenly over a text of ``length`` pieces; their own parts make up the whole text.

    Args:
        length: How many pieces the text has.
        size: How many pieces a window has at most.
        overlap: How many pieces two neighbouring windows share at least.
    """
    if length <= size:
        return [Window(0, length, 0, length)] if length else []
    count = -(-(length - overlap) // (size - overlap))
    starts = [round(index * (length - size) / (count - 1)) for index in range(count)]
    borders = [0, *((left + size + right) // 2 for left, right in pairwise(starts)), length]
    return [
        Window(start, start + size, own_start, own_end)
        for start, (own_start, own_end) in zip(starts, pairwise(borders), strict=True)
    ]
