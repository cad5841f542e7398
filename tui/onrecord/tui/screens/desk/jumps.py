"""Jumping to what is on the screen of the desk by labels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.geometry import Offset
from textual.widget import Widget

from onrecord.tui.model.jump_labels import JumpTarget
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.pane_focus import PaneFocus
from onrecord.tui.widgets.article_view import ArticleView
from onrecord.tui.widgets.row_list import RowList


class JumpController:
    """Puts labels on the rows of the lists and on the quotes in the text, and goes where one leads."""

    def __init__(self, host: DeskHost, focus: PaneFocus, pane: Widget) -> None:
        """Label nothing yet.

        Args:
            host: The desk.
            focus: Moves the cursor between the panes.
            pane: A pane on the screen whose panes are labelled.
        """
        self._host = host
        self._focus = focus
        self._pane = pane

    def ask(self) -> None:
        """Show the labels, and go where the typed one leads."""

        def go(target: JumpTarget | None) -> None:
            if target is not None:
                target.go()

        targets = [target for pane in self._pane.screen.focus_chain for target in self._targets(pane)]
        if targets:
            self._host.ask(dialogs.jump_screen(targets), go)
        else:
            self._host.say("There is nothing on the screen to jump to.")

    def _targets(self, pane: Widget) -> Iterator[JumpTarget]:
        corner = pane.content_region.offset
        if isinstance(pane, RowList):
            for row, line in pane.rows_on_screen():
                yield JumpTarget(corner + Offset(0, line), partial(self._go_to_row, pane, row))
        elif isinstance(pane, ArticleView):
            for offset, place in pane.quotes_on_screen():
                yield JumpTarget(corner + place, partial(self._go_to_quote, pane, offset))

    def _go_to_row(self, pane: RowList, row: int) -> None:
        self._focus.focus(pane.id or "")
        pane.cursor = row

    def _go_to_quote(self, reader: ArticleView, offset: int) -> None:
        self._focus.focus("reader")
        reader.go_to(offset)
