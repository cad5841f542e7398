"""The menu of orders in which the articles can be listed."""

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
"""The key of each order of ``onrecord.archive.ORDERS``, and what it is called."""


class SortMenu(ChoiceMenu):
    """Gives the order chosen, or None when cancelled."""

    def __init__(self, order: str) -> None:
        """``order`` is the one of now."""
        super().__init__("Sort", [Choice(key, name, label) for key, (name, label) in KEYS.items()], order)
