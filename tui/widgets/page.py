"""The middle of the desk: the reader, with the line to find in it and the legend of its marks."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.widgets.find_bar import FindBar
from tui.widgets.legend import Legend
from tui.widgets.reader import LAYERS, Reader


class Page(Vertical):
    """Finding in the text and choosing what is marked happen here, between these three."""

    def __init__(self) -> None:
        super().__init__(id="middle")

    def compose(self) -> ComposeResult:
        yield Reader()
        yield FindBar()
        yield Legend()

    def cycle_marks(self) -> None:
        """Mark the next of ``LAYERS``."""
        reader = self.query_one(Reader)
        reader.marking = LAYERS[(LAYERS.index(reader.marking) + 1) % len(LAYERS)]

    @on(Reader.MarksChanged)
    def _name_marks(self) -> None:
        reader, legend = self.query_one(Reader), self.query_one(Legend)
        legend.marking = reader.marking
        legend.actor = reader.chosen

    def open_find(self) -> None:
        """Let the reader type what to find."""
        self.query_one(FindBar).open()

    def find_step(self, step: int) -> None:
        """To the next or the previous place found."""
        reader = self.query_one(Reader)
        self.query_one(FindBar).show_count(reader.find_next(step), reader.found)

    def close_find(self) -> bool:
        """Close the find line if it is open, and say whether it was."""
        bar = self.query_one(FindBar)
        was_open = bar.is_open
        bar.close()
        return was_open

    @on(FindBar.Changed)
    def _find(self, event: FindBar.Changed) -> None:
        self.query_one(Reader).find(event.pattern)
        self.find_step(1)

    @on(FindBar.Submitted)
    def _go_through(self) -> None:
        self.query_one(Reader).focus()

    @on(FindBar.Closed)
    def _stop_finding(self) -> None:
        self.query_one(Reader).clear_find()
        self.query_one(Reader).focus()
