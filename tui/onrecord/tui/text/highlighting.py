"""Marks on a text, and a line of it cut into runs that look the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from rich.color import Color, blend_rgb
from rich.segment import Segment
from rich.style import Style

from onrecord.terminal.wrapping import TextLayout
from onrecord.tui.text.actor_colours import speaker_colour


class Mark(NamedTuple):
    """Characters from ``start`` to ``end`` (exclusive) with a look.

    ``look`` is a name of ``MARK_KINDS``, ``rank`` the place in the sidebar of the actor whose colour it takes (-1:
    nobody's), ``attribution`` the index of the one that it belongs to (-1: none).
    """

    start: int
    end: int
    look: str
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
"""How marked text can look, from the lowest to the uppermost: where two say something, the later one holds."""

_HEIGHT = {look: height for height, look in enumerate(MARK_KINDS)}

Run = tuple[int, int, tuple[Mark, ...]]
"""Start, end and the marks that lie on it, the uppermost last."""


class Marks:
    """Many marks, of which those on a line are found at once."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.all = sorted(mark for mark in marks if mark.start < mark.end)
        self._starts = [mark.start for mark in self.all]
        self._reach = list(accumulate((mark.end for mark in self.all), max))

    def on(self, start: int, end: int) -> list[Mark]:
        """The marks that share a character with this span, in the text's order."""
        first = bisect_right(self._reach, start)
        last = bisect_left(self._starts, end)
        return [mark for mark in self.all[first:last] if mark.end > start]


def runs(start: int, end: int, marks: Sequence[Mark]) -> Iterator[Run]:
    """Cut a span where a mark begins or ends."""
    if start == end:
        return
    cuts = {start, end}
    for mark in marks:
        cuts.add(min(max(mark.start, start), end))
        cuts.add(min(max(mark.end, start), end))
    for left, right in pairwise(sorted(cuts)):
        on = [mark for mark in marks if mark.start <= left and mark.end >= right]
        yield left, right, tuple(sorted(on, key=lambda mark: _HEIGHT[mark.look]))


_COLOURED = frozenset({"quote", "doubtful", "aside", "own", "source", "cue", "mention"})
_FADED = {"doubtful": 0.25, "aside": 0.25}  # share of the paper in the colour of the text
_TINTED = {"own": 0.10, "lit": 0.16, "source": 0.16, "cue": 0.16}  # share of the actor's colour in the paper
_ENTITIES = frozenset({"person", "organisation", "place", "group", "other"})


class MarkStyles:
    """The styles of a theme: how marks look on its paper, one on another."""

    def __init__(self, looks: dict[str, Style], paper: Style, *, dark: bool) -> None:
        self.looks = looks
        self.paper = paper
        self._dark = dark
        self._mixed: dict[tuple[Style, tuple[tuple[str, int], ...]], Style] = {}

    def actor(self, rank: int) -> Style:
        """The colour of the actor at this place of the sidebar."""
        return Style(color=speaker_colour(rank, dark=self._dark))

    def of(self, marks: tuple[Mark, ...], base: Style) -> Style:
        """How text looks on which these marks lie, the uppermost last."""
        if not marks:
            return base
        key = (base, tuple((mark.look, mark.rank) for mark in marks))
        style = self._mixed.get(key)
        if style is None:
            style = self._mixed[key] = self._mix(marks, base)
        return style

    def _mix(self, marks: tuple[Mark, ...], base: Style) -> Style:
        style, quoted = base, False
        for mark in marks:
            look = self.looks[mark.look]
            if mark.look in _ENTITIES and quoted:
                look = look.without_color  # a quote keeps its speaker's colour throughout
            style += look
            if mark.rank < 0:
                continue
            if mark.look in _COLOURED:
                style += self.actor(mark.rank)
                quoted = True
            if share := _FADED.get(mark.look):
                style += Style(color=self._with_paper(style.color, 1 - share))
            if share := _TINTED.get(mark.look):
                style += Style(bgcolor=self._with_paper(self.actor(mark.rank).color, share))
        return style

    def _with_paper(self, colour: Color | None, share: float) -> Color | None:
        """A colour of which this share is laid on the paper; as it is where either is the terminal's own."""
        paper = self.paper.bgcolor
        if colour is None or colour.triplet is None or paper is None or paper.triplet is None:
            return colour
        return Color.from_triplet(blend_rgb(paper.triplet, colour.triplet, share))


def paint_line(
    layout: TextLayout, number: int, marks: Sequence[Mark], inks: MarkStyles, base: Style
) -> list[Segment]:
    """A line of the text in segments, as its marks want it."""
    line = layout.lines[number]
    return [
        Segment(text, inks.of(on, base))
        for start, end, on in runs(line.start, line.end, marks)
        if (text := layout.shown(number, start, end))
    ]
