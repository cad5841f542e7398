"""The line in which the reader types a query; the list follows as he types."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input


class SearchBar(Input):
    """An input that can be left downwards (to what was found) or closed (to all articles)."""

    BINDINGS = [
        Binding("escape", "close", "all articles"),
        Binding("down,enter", "submit", "to the articles found"),
        Binding("ctrl+u", "clear", "clear", show=False),
    ]

    @dataclass
    class Closed(Message):
        """The reader wants the whole list back."""

        bar: SearchBar

        @property
        def control(self) -> SearchBar:
            return self.bar

    def __init__(self) -> None:
        # The focus may arrive after the first keys typed, and would select them to be typed over.
        super().__init__(
            placeholder='/ search  word  "phrase"  said:  speaker:  tag:',
            compact=True,
            id="search",
            select_on_focus=False,
        )

    def action_close(self) -> None:
        self.value = ""
        self.post_message(self.Closed(self))

    def action_clear(self) -> None:
        self.value = ""
