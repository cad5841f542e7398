"""The middle of the desk: the reader, with the line to find in it and the legend of its marks."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from onrecord.tui.widgets.article_view import LAYERS, ArticleView
from onrecord.tui.widgets.find_bar import FindBar
from onrecord.tui.widgets.legend import Legend


class ArticlePane(Vertical):
    """Finding in the text and choosing what is marked happen here, between these three."""

    BLANK = True

    def __init__(self) -> None:
        super().__init__(id="middle")
        self.reader = ArticleView()
        self.find_bar = FindBar()
        self.legend = Legend()

    def compose(self) -> ComposeResult:
        yield self.reader
        yield self.find_bar
        yield self.legend

    def cycle_marks(self) -> None:
        """Mark the next of ``LAYERS``."""
        self.reader.marking = LAYERS[(LAYERS.index(self.reader.marking) + 1) % len(LAYERS)]

    @on(ArticleView.MarksChanged)
    def _name_marks(self) -> None:
        self.legend.marking = self.reader.marking
        self.legend.actor = self.reader.chosen

    def open_find(self) -> None:
        """Let the reader type what to find."""
        self.find_bar.open()

    def find_step(self, step: int) -> None:
        """To the next or the previous place found."""
        self.find_bar.show_count(self.reader.find_next(step), self.reader.match_count)

    def close_find(self) -> bool:
        """Close the find line if it is open, and say whether it was."""
        was_open = self.find_bar.is_open
        self.find_bar.close()
        return was_open

    @on(FindBar.Changed)
    def _find(self, event: FindBar.Changed) -> None:
        self.reader.find(event.pattern)
        self.find_step(1)

    @on(FindBar.Submitted)
    def _go_through(self) -> None:
        self.reader.focus()

    @on(FindBar.Closed)
    def _stop_finding(self) -> None:
        self.reader.clear_find()
        self.reader.focus()
