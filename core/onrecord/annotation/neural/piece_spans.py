"""Merge what was found in the windows of a text, and turn pieces into characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from onrecord.annotation.neural.decoding import DecodedAttribution
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.neural.windows import Window
from onrecord.base.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray


def merge_windows(
    windows: Sequence[tuple[Window, Sequence[DecodedAttribution]]], length: int
) -> list[DecodedAttribution]:
    """Return the attributions of a whole text, in the order of their anchors.

    An attribution counts in the window whose own part its anchor is in. Where two attributions claim the same
    content, it goes to the one with the higher content probability; one that loses half of its content or more
    is dropped.

    Args:
        windows: Each window with the attributions that were decoded in it, in pieces of the window.
        length: How many pieces the text has.
    """
    candidates = [
        attribution._replace(
            anchor=attribution.anchor + window.start,
            source=attribution.source + window.start,
            cue=attribution.cue + window.start,
            content=attribution.content + window.start,
            probabilities=attribution.probabilities._replace(start=window.start),
        )
        for window, attributions in windows
        for attribution in attributions
        if window.own_start <= attribution.anchor + window.start < window.own_end
    ]
    is_taken = np.zeros(length, dtype=bool)
    merged = []
    for candidate in sorted(candidates, key=lambda candidate: -candidate.content_probability):
        content = candidate.content[~is_taken[candidate.content]]
        is_taken[content] = True
        if 2 * len(content) > len(candidate.content):
            merged.append(candidate._replace(content=content))
    return sorted(merged, key=lambda candidate: candidate.anchor)


def character_spans(text: str, pieces: Pieces, piece_indices: NDArray[np.int64]) -> list[Span]:
    """Return the characters of some pieces of a text, in order.

    Spans are widened to whole words, and joined where only white space or punctuation lies between them.
    """
    spans: list[Span] = []
    for index in piece_indices:
        if pieces.starts[index] == pieces.ends[index]:  # the break before the first paragraph
            continue
        start, end = _whole_words(text, int(pieces.starts[index]), int(pieces.ends[index]))
        if spans and not any(char.isalnum() for char in text[spans[-1][1] : start]):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _whole_words(text: str, start: int, end: int) -> Span:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
