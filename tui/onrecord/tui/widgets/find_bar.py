"""The line in which the user types what to find in the text; hidden until it is opened."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from onrecord.tui.widgets.plain_input import PlainInput


class FindInput(PlainInput):
    """The input of the pattern; the line of keys names its Enter, too."""

    BINDINGS = [Binding("enter", "submit", "to the text")]


class FindBar(Horizontal):
    """An input for a pattern, and the number of its matches; who finds them is up to the parent."""

    BINDINGS = [Binding("escape", "close", "close")]

    @dataclass
    class Changed(Message):
        """The pattern has changed."""

        pattern: str

    @dataclass
    class Submitted(Message):
        """The user wants to go through the matches."""

        pattern: str

    class Closed(Message):
        """The user has closed the bar."""

    def compose(self) -> ComposeResult:
        yield Label("find", id="find-label")
        yield FindInput(id="find-input", compact=True)
        yield Label("", id="find-count", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.has_class("-open")

    @property
    def pattern(self) -> str:
        """The pattern."""
        return self.query_one(Input).value

    def open(self) -> None:
        """Show it, with the last pattern selected."""
        self.add_class("-open")
        field = self.query_one(Input)
        self.screen.set_focus(field)
        field.action_select_all()
        if field.value:
            self.post_message(self.Changed(field.value))

    def show(self, pattern: str) -> None:
        """Show it with a pattern, without going there."""
        self.add_class("-open")
        field = self.query_one(Input)
        with field.prevent(Input.Changed):
            field.value = pattern

    def close(self) -> None:
        """Hide it; it keeps the pattern for the next time."""
        if self.is_open:
            self.remove_class("-open")
            self.post_message(self.Closed())

    def show_count(self, number: int, total: int) -> None:
        """Show the number of the current match and of all matches."""
        text = "" if not self.pattern else f"{number}/{total:,}" if total else "not found"
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
