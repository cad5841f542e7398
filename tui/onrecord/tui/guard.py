"""The last filter between the desk and the terminal."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from onrecord.terminal.visible_text import without_controls


class TerminalGuard(LineFilter):
    """A filter that removes control characters from every painted line.

    A widget that wants to show such characters makes them ``visible``; this filter is for those that were
    overlooked.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without control characters, in the same widths."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(without_controls(text), style, control) for text, style, control in segments]
