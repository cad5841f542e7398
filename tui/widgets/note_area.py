"""The area in which a note is written."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import TextArea

from tui.lines import visible


class NoteArea(TextArea):
    """A text area that shows control characters instead of sending them to the terminal."""

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, tab_behavior="focus", compact=True, id="note")

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        # One character for one, as the cursor's place is counted in characters.
        line.plain = "".join(visible(char) or char for char in line.plain)
        return line
