"""What stands between the desk and the terminal."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from onrecord.terminal.segments import without_controls


class TerminalGuard(LineFilter):
    """Takes out of every painted line what would steer the terminal, wherever in the text it came from.

    What a widget wants to show of such characters it makes ``visible``; this is for what nobody thought of.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without control characters, in the same widths."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(without_controls(text), style, control) for text, style, control in segments]
