"""The menu of the bookmarks in an article: a letter goes to one, or sets one."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from textual import events
from textual.binding import Binding

from onrecord.tui.screens.choice_menu import Choice, ChoiceMenu


class BookmarkMenu(ChoiceMenu, inherit_bindings=False):
    """The menu of bookmarks. Its answer is a letter, or None; every letter is a key of it."""

    BINDINGS = [Binding("escape", "cancel", "cancel")]

    def __init__(self, title: str, choices: Sequence[Choice], *, takes_new: bool) -> None:
        """Make the dialog.

        Args:
            title: The title.
            choices: The bookmarks that there are.
            takes_new: Whether a letter without a bookmark is an answer, too.
        """
        super().__init__(title, choices)
        self._takes_new = takes_new
        if takes_new:
            self.hint = "a to z sets one here, or takes it away   Esc cancels"

    def on_key(self, event: events.Key) -> None:
        """Take a letter that has no bookmark; of the others the menu knows."""
        if self._takes_new and event.character and event.character in ascii_lowercase:
            event.stop()
            self.dismiss(event.character)
