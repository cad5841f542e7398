"""The line in which the user types a query; the list follows what is typed."""

from __future__ import annotations

from textual.binding import Binding

from onrecord.tui.widgets.plain_input import PlainInput


class SearchBar(PlainInput):
    """An input that can be left for the list below it, or closed to list all articles."""

    # Actions of the screen, which are complete before the next key is handled, even if that has arrived already.
    BINDINGS = [
        Binding("escape", "screen.close_search", "all articles"),
        Binding("down,enter", "screen.leave_search", "to the articles found"),
        Binding("ctrl+u", "clear", "clear", show=False),
    ]

    def __init__(self) -> None:
        # The focus may arrive after the first keys and would select what they typed, for the next to overwrite.
        super().__init__(
            placeholder='/ search  word  "phrase"  said:  speaker:  tag:',
            compact=True,
            id="search",
            select_on_focus=False,
        )

    def action_clear(self) -> None:
        self.value = ""
