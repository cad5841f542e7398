"""The middle column of the desk: the text of the article, the find bar and the legend."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from onrecord.tui.widgets.article_view import LAYERS, ArticleView
from onrecord.tui.widgets.find_bar import FindBar
from onrecord.tui.widgets.legend import Legend


class ArticlePane(Vertical):
    """The article view with its find bar and legend; it passes messages between the three."""

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
        """Mark the next layer of ``LAYERS``."""
        self.reader.marking = LAYERS[(LAYERS.index(self.reader.marking) + 1) % len(LAYERS)]

    @on(ArticleView.MarksChanged)
    def _update_legend(self) -> None:
        self.legend.marking = self.reader.marking
        self.legend.actor = self.reader.chosen

    def open_find(self) -> None:
        """Open the find bar, to type what to find."""
        self.find_bar.open()

    def find(self, pattern: str) -> None:
        """Find a pattern in the text; the find bar shows it, and the text keeps the focus."""
        self.find_bar.show(pattern)
        self.reader.find(pattern)
        self.go_to_match(1)

    @property
    def is_finding(self) -> bool:
        """Whether a pattern is being found in the text."""
        return self.find_bar.is_open and bool(self.find_bar.pattern)

    def go_to_match(self, step: int) -> None:
        """Go to the next match (1) or the previous one (-1)."""
        self.find_bar.show_count(self.reader.find_next(step), self.reader.match_count)

    def close_find(self) -> bool:
        """Close the find bar if it is open.

        Returns:
            Whether it was open.
        """
        was_open = self.find_bar.is_open
        self.find_bar.close()
        return was_open

    @on(FindBar.Changed)
    def _find_typed(self, event: FindBar.Changed) -> None:
        self.reader.find(event.pattern)
        self.go_to_match(1)

    @on(FindBar.Submitted)
    def _focus_text(self) -> None:
        self.reader.focus()

    @on(FindBar.Closed)
    def _stop_finding(self) -> None:
        self.reader.clear_find()
        self.reader.focus()
