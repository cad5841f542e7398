"""A menu of a few choices, each of which has a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onrecord.terminal.segments import cut
from onrecord.terminal.visible_text import visible
from onrecord.tui.screens.dialog import Dialog


class Choice(NamedTuple):
    """A row of a menu.

    Attributes:
        key: The character that chooses it.
        name: The answer of the menu if it is chosen.
        label: What is shown.
    """

    key: str
    name: str
    label: str


class ChoiceMenu(Dialog[str | None]):
    """The dialog for a choice. Its answer is the name of the choice, or None."""

    BINDINGS = [
        Binding("escape,q", "cancel", "cancel"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], initial: str | None = None) -> None:
        """Make the dialog.

        Args:
            title: The title.
            choices: The choices.
            initial: The name of the choice under the cursor at first; None for the first one.
        """
        super().__init__()
        self.hint = "↵ chooses   Esc cancels"
        """The line below the choices."""
        self._title = title
        self._choices = choices
        self._initial = initial

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt menu"):
            yield OptionList(
                *(
                    Option(Content(f" {choice.key}  {visible(choice.label)}"), id=choice.name)
                    for choice in self._choices
                ),
                compact=True,
                markup=False,
            )
            yield Static(self.hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(".prompt").border_title = Content(cut(visible(self._title), max(20, self.size.width - 24)))
        options = self.query_one(OptionList)
        options.highlighted = options.get_option_index(self._initial) if self._initial else 0
        self.set_focus(options)

    def on_key(self, event: events.Key) -> None:
        for choice in self._choices:
            if event.character == choice.key:
                event.stop()
                self.dismiss(choice.name)
                return

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_step(self, step: int) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    def action_cancel(self) -> None:
        self.dismiss(None)
