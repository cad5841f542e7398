"""Texts cut into windows that the network can read, and which of them an anchor belongs to."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

SIZE = 320
"""Pieces that the network reads at once."""

OVERLAP = 80
"""Pieces that a window shares with the next; half of them are each window's own."""


class Window(NamedTuple):
    """Pieces ``start`` to ``end`` of a text; those from ``first`` to ``last`` are its own and no other's."""

    start: int
    end: int
    first: int
    last: int


def cut(length: int, size: int = SIZE, overlap: int = OVERLAP) -> list[Window]:
    """Windows over a text of ``length`` pieces, evenly spread; together their own parts are the whole text."""
    if length <= size:
        return [Window(0, length, 0, length)] if length else []
    count = -(-(length - overlap) // (size - overlap))
    starts = [round(index * (length - size) / (count - 1)) for index in range(count)]
    borders = [0, *((before + size + after) // 2 for before, after in pairwise(starts)), length]
    return [
        Window(start, start + size, first, last)
        for start, first, last in zip(starts, borders, borders[1:], strict=False)
    ]
