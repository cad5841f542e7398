"""An input that is safe for any text."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.text import Text
from textual.widgets import Input

from onrecord.terminal.visible_text import visible_in_place


class _ControlHighlighter(Highlighter):
    """A highlighter that replaces control characters by symbols."""

    def highlight(self, text: Text) -> None:
        text.plain = visible_in_place(text.plain)


class PlainInput(Input):
    """An input that shows control characters as symbols; its value keeps them."""

    def on_mount(self) -> None:
        self.highlighter = _ControlHighlighter()
