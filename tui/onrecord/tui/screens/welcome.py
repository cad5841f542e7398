"""What a new user sees on an archive without articles: five keys, and the articles that come with onrecord."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from onrecord.tui.looks.keymap import ACTIONS, display_keys
from onrecord.tui.screens.dialog import Dialog

FIRST_ACTIONS = ("open", "next_quote", "search", "dossier", "help")
"""The actions whose keys are shown."""

_KEYS_WIDTH = 10  # columns


class WelcomeScreen(Dialog[bool]):
    """The first steps. The answer is whether the articles that come with onrecord are to be added."""

    BINDINGS = [
        Binding("enter", "answer(True)", "add"),
        Binding("escape,q", "answer(False)", "close"),
    ]

    def __init__(self, keys: Mapping[str, str]) -> None:
        """Make the dialog; ``keys`` are the user's own, by the names of the actions."""
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        actions = {action.name: action for action in ACTIONS}
        lines = [
            f"{display_keys(actions[name], self._keys):<{_KEYS_WIDTH}}{actions[name].help}"
            for name in FIRST_ACTIONS
        ]
        with Vertical(classes="prompt"):
            yield Static(
                Content(
                    "This archive has no articles yet. Enter adds the one that comes with onrecord, to try it on; "
                    "your own come with onrecord add FILE, in another terminal.\n\nFive keys to begin with:\n\n"
                    + "\n".join(lines)
                ),
                id="welcome",
            )
            yield Static("↵ adds the article   Esc begins without", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(".prompt").border_title = "Welcome to onrecord"

    def action_answer(self, adds_seed: bool) -> None:
        self.dismiss(adds_seed)
