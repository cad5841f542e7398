"""Marks on a text, and a line of it painted in the styles of its marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Protocol

import msgspec
from rich.color import Color, blend_rgb
from rich.segment import Segment
from rich.style import Style

from onrecord.terminal.wrapping import TextLayout
from onrecord.tui.text.actor_colours import speaker_colour


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A mark on the characters from ``start`` to ``end`` (exclusive).

    A book has tens of thousands of them, in which no garbage is searched for.

    Attributes:
        kind: One of ``MARK_KINDS``.
        rank: The rank in the sidebar of the actor whose colour the mark takes; -1 for nobody's colour.
        attribution: The index of the attribution that the mark belongs to; -1 for none.
    """

    start: int
    end: int
    kind: str
    rank: int = -1
    attribution: int = -1


MARK_KINDS = (
    "aside",
    "quote",
    "doubtful",
    "other",
    "group",
    "place",
    "organisation",
    "person",
    "own",
    "target",
    "lit",
    "source",
    "cue",
    "mention",
    "note",
    "hit",
    "found",
    "here",
    "selection",
    "waiting",
    "caret",
)
"""The kinds of marks, from the lowest to the uppermost: where two styles contradict, the later kind wins."""

_LEVELS = {kind: level for level, kind in enumerate(MARK_KINDS)}

Run = tuple[int, int, tuple[Mark, ...]]
"""A start, an end, and the marks that cover the characters between them, the uppermost last."""


class Marks:
    """A set of marks, sorted so that those of a line are found quickly."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.all = sorted((mark for mark in marks if mark.start < mark.end), key=attrgetter("start", "end"))
        self._starts = [mark.start for mark in self.all]
        self._furthest_ends = list(accumulate((mark.end for mark in self.all), max))

    def overlapping(self, start: int, end: int) -> list[Mark]:
        """Return the marks that share a character with this span, ordered by their start."""
        first = bisect_right(self._furthest_ends, start)
        last = bisect_left(self._starts, end)
        return [mark for mark in self.all[first:last] if mark.end > start]


class MarkSet(Protocol):
    """Marks that are asked for a line at a time."""

    def overlapping(self, start: int, end: int) -> list[Mark]:
        """Return the marks that share a character with this span, ordered by their start."""


def split_at_marks(start: int, end: int, marks: Sequence[Mark]) -> Iterator[Run]:
    """Cut a span wherever a mark begins or ends."""
    if start == end:
        return
    cuts = {start, end}
    for mark in marks:
        cuts.add(min(max(mark.start, start), end))
        cuts.add(min(max(mark.end, start), end))
    for left, right in pairwise(sorted(cuts)):
        run_marks = [mark for mark in marks if mark.start <= left and mark.end >= right]
        yield left, right, tuple(sorted(run_marks, key=lambda mark: _LEVELS[mark.kind]))


_ACTOR_COLOURED = frozenset({"quote", "doubtful", "aside", "own", "source", "cue", "mention"})
# The share of the background that is mixed into the colour of the text.
_FADED = {"doubtful": 0.25, "aside": 0.25}
# The share of the actor's colour that is mixed into the background.
_TINTED = {"own": 0.10, "lit": 0.16, "source": 0.16, "cue": 0.16}
_ENTITIES = frozenset({"person", "organisation", "place", "group", "other"})


class MarkStyles:
    """The styles of marks in a theme, and of marks that lie on one another."""

    def __init__(self, styles: dict[str, Style], background: Style, *, dark: bool) -> None:
        """Take the styles of a theme.

        Args:
            styles: The style of each kind of mark, without a background where it has none of its own.
            background: The style of plain text.
            dark: Whether the theme is dark.
        """
        self.styles = styles
        self.background = background
        self._dark = dark
        self._combined: dict[tuple[Style, tuple[tuple[str, int], ...]], Style] = {}

    def actor(self, rank: int) -> Style:
        """Return the colour of the actor with this rank in the sidebar."""
        return Style(color=speaker_colour(rank, dark=self._dark))

    def combine(self, marks: tuple[Mark, ...], base: Style) -> Style:
        """Return the style of text that has these marks, the uppermost last, on a base style."""
        if not marks:
            return base
        key = (base, tuple((mark.kind, mark.rank) for mark in marks))
        style = self._combined.get(key)
        if style is None:
            style = self._combined[key] = self._combine(marks, base)
        return style

    def _combine(self, marks: tuple[Mark, ...], base: Style) -> Style:
        style, is_in_quote = base, False
        for mark in marks:
            mark_style = self.styles[mark.kind]
            if mark.kind in _ENTITIES and is_in_quote:
                mark_style = mark_style.without_color  # a quote keeps its speaker's colour throughout
            style += mark_style
            if mark.rank < 0:
                continue
            if mark.kind in _ACTOR_COLOURED:
                style += self.actor(mark.rank)
                is_in_quote = True
            if share := _FADED.get(mark.kind):
                style += Style(color=self._blend(style.color, 1 - share))
            if share := _TINTED.get(mark.kind):
                style += Style(bgcolor=self._blend(self.actor(mark.rank).color, share))
        return style

    def _blend(self, colour: Color | None, share: float) -> Color | None:
        """Mix a colour with the background, of which the colour has this share.

        A colour stays as it is where it, or the background, is the terminal's own and so unknown.
        """
        background = self.background.bgcolor
        if colour is None or colour.triplet is None or background is None or background.triplet is None:
            return colour
        return Color.from_triplet(blend_rgb(background.triplet, colour.triplet, share))


def paint_line(
    layout: TextLayout, number: int, marks: Sequence[Mark], mark_styles: MarkStyles, base: Style
) -> list[Segment]:
    """Return the segments of a line of text, painted in the styles of its marks."""
    line = layout.lines[number]
    return [
        Segment(text, mark_styles.combine(run_marks, base))
        for start, end, run_marks in split_at_marks(line.start, line.end, marks)
        if (text := layout.shown(number, start, end))
    ]
