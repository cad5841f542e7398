"""Where a note is written: its Markdown, and beside it, where there is room, what that looks like."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Markdown, TextArea

from onrecord.terminal.segments import visible_in_place, visible_lines

_REST = 0.15  # seconds after the last key until the preview follows


class NoteArea(TextArea):
    """A text area that shows control characters instead of sending them to the terminal."""

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        # One character for one, as the cursor's place is counted in characters.
        line.plain = visible_in_place(line.plain)
        return line


class NotePad(Horizontal):
    """The text of a note, with a preview that follows the typing."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._first = text
        self._preview: Timer | None = None

    def compose(self) -> ComposeResult:
        yield NoteArea(self._first, soft_wrap=True, tab_behavior="focus", compact=True, id="note")
        yield Markdown(visible_lines(self._first), id="preview", open_links=False)

    def on_mount(self) -> None:
        area = self.query_one(NoteArea)
        area.move_cursor(area.document.end)
        area.focus()

    @property
    def text(self) -> str:
        """What is written now."""
        return self.query_one(NoteArea).text

    def type(self, text: str) -> None:
        """Add to what is written, where the cursor is."""
        self.query_one(NoteArea).insert(text)

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._preview is not None:
            self._preview.stop()
        self._preview = self.set_timer(_REST, self._show_preview)

    async def _show_preview(self) -> None:
        await self.query_one(Markdown).update(visible_lines(self.text))
