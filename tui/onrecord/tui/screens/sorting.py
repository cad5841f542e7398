"""The menu of the orders in which articles can be listed."""

from __future__ import annotations

from onrecord.tui.screens.choice_menu import Choice, ChoiceMenu

KEYS = {
    "n": ("newest", "newest first"),
    "o": ("oldest", "oldest first"),
    "a": ("added", "last added first"),
    "u": ("unread", "unread first"),
    "t": ("title", "by title"),
    "s": ("source", "by source"),
    "w": ("words", "longest first"),
    "c": ("quotes", "most quotes first"),
    "b": ("best", "best match first"),
}
"""Key → the order of ``onrecord.archive.ORDERS`` and its label."""


class SortMenu(ChoiceMenu):
    """The menu of orders. Its answer is the order, or None."""

    def __init__(self, order: str) -> None:
        """Make the menu, with the cursor on the present order."""
        super().__init__("Sort", [Choice(key, name, label) for key, (name, label) in KEYS.items()], order)
