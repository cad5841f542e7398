"""The lines that a program printed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from onrecord.terminal.segments import Line
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList


class OutputLines(RowList):
    """Lines that fit the width of the list."""

    BINDINGS = bindings("rows")
    CLICK_CHOOSES = False

    def __init__(self) -> None:
        super().__init__(id="output-lines")
        self._lines: Sequence[str] = ()
        self._state = "running…"

    @property
    def empty_text(self) -> str:
        return self._state

    def show(self, lines: Sequence[str], state: str) -> None:
        """Show these lines; without any, the state."""
        self._lines, self._state = lines, state
        self.update_rows(0)

    def count(self) -> int:
        return len(self._lines)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(len(self._lines) + 1)

    def draw(self, index: int, width: int) -> list[Line]:
        return [[Segment(f" {self._lines[index]}", self.style_of("text"))]]
