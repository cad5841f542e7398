"""One list in an app of its own, and what it shows."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from onrecord.base.settings import resource
from onrecord.tui.looks.themes import THEMES
from onrecord.tui.widgets.row_list import RowList


class ListApp(App[None]):
    """A widget alone on the screen; ``heard`` holds the messages that it posted."""

    CSS_PATH = resource("styles.tcss")

    def __init__(self, widget: Widget, theme: str = "onrecord-dark") -> None:
        super().__init__()
        self.widget = widget
        self.heard: list[Message] = []
        self._chosen_theme = theme

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._chosen_theme
        self.widget.focus()

    def hear(self, message: Message) -> None:
        """To be given to ``run_test`` as its message hook."""
        own = type(message).__qualname__.startswith(f"{type(self.widget).__name__}.")
        if own and all(message is not other for other in self.heard):  # the hook sees it at every widget it passes
            self.heard.append(message)

    def said(self) -> list[Message]:
        """The messages since the last call."""
        heard, self.heard = self.heard, []
        return heard


def shown(widget: Widget) -> list[str]:
    """The lines of the widget's content as they are painted, without the spaces at their ends."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


def span_of_cursor(list_: RowList) -> tuple[int, int]:
    """The lines of the window on which the cursor's row stands, the last exclusive."""
    top = list_.offset_of_cursor()
    return top, top + len(list_.draw(list_.cursor, list_.scrollable_size.width))
