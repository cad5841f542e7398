"""A line of text to be edited, whatever is in it."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.text import Text
from textual.widgets import Input

from onrecord.terminal.segments import visible_in_place


class _InPlace(Highlighter):
    """Shows what cannot be sent to a terminal as symbols."""

    def highlight(self, text: Text) -> None:
        text.plain = visible_in_place(text.plain)


class PlainInput(Input):
    """An input that shows control characters instead of sending them; its value stays what it is."""

    def on_mount(self) -> None:
        self.highlighter = _InPlace()
