"""Places on the screen, and the labels that are typed to jump there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.geometry import Offset

_LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The letters of labels, the easiest to reach first."""


class JumpTarget(NamedTuple):
    """A place on the screen.

    Attributes:
        place: Where its label stands.
        go: Goes there.
    """

    place: Offset
    go: Callable[[], object]


def jump_labels(count: int) -> list[str]:
    """Return so many labels, all of one length, so that none is the beginning of another."""
    labels = [""]
    while len(labels) < count:
        labels = [label + letter for label in labels for letter in _LETTERS]
    return labels[:count]
