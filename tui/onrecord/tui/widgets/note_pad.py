"""The editor of a note: its Markdown and, where there is room, a preview."""

from __future__ import annotations

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Markdown, TextArea

from onrecord.terminal.visible_text import visible_in_place, visible_lines
from onrecord.tui.textual_private import stop_watching_app
from onrecord.tui.widgets.pasted_text import limit_paste

_MAX_PASTED = 20_000  # characters
_PREVIEW_DELAY = 0.15  # seconds after the last key
_EMPTY_PREVIEW = "*Here you see how the note will look.*"


class NoteArea(TextArea):
    """A text area that shows control characters instead of sending them to the terminal."""

    def on_paste(self, event: events.Paste) -> None:
        """Take no more than can be laid out at once of what is pasted, before it is inserted."""
        event.text = limit_paste(self, event.text, _MAX_PASTED)

    def on_unmount(self) -> None:
        """Stop following the theme: the app would hold the area, and all that was written in it."""
        stop_watching_app(self)

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        # Character by character, because the position of the cursor is counted in characters.
        line.plain = visible_in_place(line.plain)
        return line


class NotePad(Horizontal):
    """The text of a note, with a preview that follows what is typed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._initial_text = text
        self._area: NoteArea | None = None  # stays with its text when it is no longer on the screen
        self._preview_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        self._area = NoteArea(self._initial_text, soft_wrap=True, tab_behavior="focus", compact=True, id="note")
        yield self._area
        yield Markdown(_preview_of(self._initial_text), id="preview", open_links=False)

    def on_mount(self) -> None:
        area = self.query_one(NoteArea)
        area.move_cursor(area.document.end)
        self.screen.set_focus(area)  # at once: keys may have come already

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self._area.text if self._area is not None else self._initial_text

    @property
    def is_read_only(self) -> bool:
        """Whether the text cannot be edited now."""
        return self.query_one(NoteArea).read_only

    @is_read_only.setter
    def is_read_only(self, is_read_only: bool) -> None:
        self.query_one(NoteArea).read_only = is_read_only

    @on(TextArea.Changed)
    def _delay_preview(self) -> None:
        if self._preview_timer is not None:
            self._preview_timer.stop()
        self._preview_timer = self.set_timer(_PREVIEW_DELAY, self._show_preview)

    async def _show_preview(self) -> None:
        await self.query_one(Markdown).update(_preview_of(self.text))


def _preview_of(text: str) -> str:
    """Return the Markdown of the preview; of a note that is empty, what the preview is for."""
    return visible_lines(text) if text.strip() else _EMPTY_PREVIEW
