"""Attributions found in windows, put together over a text and turned from pieces into characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from onrecord.annotation.neural.decoding import Found
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.neural.windows import Window
from onrecord.base.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray


def join(windows: Sequence[tuple[Window, list[Found]]], length: int) -> list[Found]:
    """The attributions of a text of so many pieces, in the order of their anchors.

    An attribution counts where its anchor is the window's own. Where two of different windows claim the same
    content, it goes to the surer one.
    """
    found = [
        item._replace(
            anchor=item.anchor + window.start,
            source=item.source + window.start,
            cue=item.cue + window.start,
            content=item.content + window.start,
        )
        for window, items in windows
        for item in items
        if window.first <= item.anchor + window.start < window.last
    ]
    taken = np.zeros(length, dtype=bool)
    out = []
    for item in sorted(found, key=lambda item: -item.sure):
        content = item.content[~taken[item.content]]
        taken[content] = True
        if 2 * len(content) > len(item.content):
            out.append(item._replace(content=content))
    return sorted(out, key=lambda item: item.anchor)


def characters(text: str, pieces: Pieces, chosen: NDArray[np.int64]) -> list[Span]:
    """The characters of pieces: joined where only white space or marks lie between, widened to whole words."""
    out: list[Span] = []
    for piece in chosen:
        start, end = int(pieces.starts[piece]), int(pieces.ends[piece])
        while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
            start -= 1
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        if out and (start <= out[-1][1] or not any(char.isalnum() for char in text[out[-1][1] : start])):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
