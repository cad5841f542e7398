"""An input that is safe for any text."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.widgets import Input

from onrecord.terminal.visible_text import visible_in_place
from onrecord.tui.widgets.pasted_text import limit_paste

_MAX_PASTED = 1_000  # characters


class _ControlHighlighter(Highlighter):
    """A highlighter that replaces control characters by symbols."""

    def highlight(self, text: Text) -> None:
        text.plain = visible_in_place(text.plain)


class PlainInput(Input):
    """An input that shows control characters as symbols; its value keeps them."""

    def on_mount(self) -> None:
        self.highlighter = _ControlHighlighter()

    def on_paste(self, event: events.Paste) -> None:
        """Make one line of what is pasted, no longer than can be laid out at once, before it is inserted."""
        event.text = limit_paste(self, " ".join(event.text.splitlines()), _MAX_PASTED)
