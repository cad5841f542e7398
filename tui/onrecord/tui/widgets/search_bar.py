"""The line in which the user types a query; the list follows what is typed."""

from __future__ import annotations

from textual.binding import Binding

from onrecord.tui.widgets.plain_input import PlainInput


class SearchBar(PlainInput):
    """An input that can be left for the list below it, or closed to list everything."""

    # Actions of the screen, which are complete before the next key is handled, even if that has arrived already.
    BINDINGS = [
        Binding("escape", "screen.close_search", "close"),
        Binding("down,enter", "screen.leave_search", "to the list"),
        Binding("ctrl+u", "clear", "clear", show=False),
    ]

    def __init__(self, query: str = "", *, id: str, placeholder: str) -> None:
        """Make the line.

        Args:
            query: What stands in it at first.
            id: The id of the widget.
            placeholder: What it shows while it is empty.
        """
        # The focus may arrive after the first keys and would select what they typed, for the next to overwrite.
        super().__init__(query, placeholder=placeholder, compact=True, id=id, select_on_focus=False)

    def action_clear(self) -> None:
        self.value = ""
