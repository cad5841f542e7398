"""The line in which the reader types what to find in the text; hidden until asked for."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from onrecord.tui.widgets.plain_input import PlainInput


class FindBar(Horizontal):
    """Says what to find and how many places there are. It finds nothing by itself."""

    BINDINGS = [Binding("escape", "close", "close")]

    @dataclass
    class Changed(Message):
        """Another pattern is typed."""

        pattern: str

    @dataclass
    class Submitted(Message):
        """The reader wants to go through what was found."""

        pattern: str

    class Closed(Message):
        """The reader wants nothing found any more."""

    def compose(self) -> ComposeResult:
        yield Label("find", id="find-label")
        yield PlainInput(id="find-input", compact=True)
        yield Label("", id="find-count", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether it is seen."""
        return self.has_class("-open")

    @property
    def pattern(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    def open(self) -> None:
        """Show it with the last pattern selected, ready to be typed over."""
        self.add_class("-open")
        field = self.query_one(Input)
        self.screen.set_focus(field)
        field.action_select_all()
        if field.value:
            self.post_message(self.Changed(field.value))

    def close(self) -> None:
        """Hide it; the pattern is kept for the next time."""
        if self.is_open:
            self.remove_class("-open")
            self.post_message(self.Closed())

    def show_count(self, which: int, total: int) -> None:
        """Say which place of how many the reader is at."""
        text = "" if not self.pattern else f"{which}/{total:,}" if total else "not found"
        label = self.query_one("#find-count", Label)
        label.update(text, layout=len(text) != len(str(label.content)))
        self.set_class(bool(self.pattern) and not total, "-nothing")

    def action_close(self) -> None:
        self.close()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(event.value))
