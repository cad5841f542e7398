"""Labels on what is on the screen: typing one goes there."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.widgets import Label

from onrecord.tui.model.jump_labels import JumpTarget, jump_labels
from onrecord.tui.screens.dialog import Dialog


class JumpScreen(Dialog[JumpTarget | None]):
    """The labels, in front of the desk. The answer is the place whose label was typed, or None."""

    def __init__(self, targets: Sequence[JumpTarget]) -> None:
        """Make the labels of these places."""
        super().__init__()
        self._targets = dict(zip(jump_labels(len(targets)), targets, strict=True))
        self._typed = ""

    def compose(self) -> ComposeResult:
        for label, target in self._targets.items():
            widget = Label(label, classes="jump-label", id=f"jump-{label}")
            widget.absolute_offset = target.place
            yield widget

    def on_key(self, event: events.Key) -> None:
        """Take a letter of a label; any other key closes the labels."""
        event.stop()
        typed = self._typed + (event.character or "")
        if event.character and typed in self._targets:
            self.dismiss(self._targets[typed])
        elif event.character and any(label.startswith(typed) for label in self._targets):
            self._typed = typed
            for label in self._targets:
                self.query_one(f"#jump-{label}").display = label.startswith(typed)
        else:
            self.dismiss(None)
