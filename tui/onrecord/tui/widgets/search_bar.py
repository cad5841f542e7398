"""The line in which the reader types a query; the list follows as he types."""

from __future__ import annotations

from textual.binding import Binding

from onrecord.tui.widgets.plain_input import PlainInput


class SearchBar(PlainInput):
    """An input that can be left downwards (to what was found) or closed (to all articles)."""

    # Actions of the screen: they have happened when the next key is looked at, which may be there already.
    BINDINGS = [
        Binding("escape", "screen.close_search", "all articles"),
        Binding("down,enter", "screen.leave_search", "to the articles found"),
        Binding("ctrl+u", "clear", "clear", show=False),
    ]

    def __init__(self) -> None:
        # The focus may arrive after the first keys typed, and would select them to be typed over.
        super().__init__(
            placeholder='/ search  word  "phrase"  said:  speaker:  tag:',
            compact=True,
            id="search",
            select_on_focus=False,
        )

    def action_clear(self) -> None:
        self.value = ""
