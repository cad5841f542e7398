"""Painting the desk column by column, so that a key never waits for more than one of them."""

from __future__ import annotations

from textual.dom import DOMNode
from textual.widget import Widget

from onrecord.tui.screens.desk.base import DeskBase


class Frames(DeskBase):
    """What looks different is painted one column at a time, first the one in which the cursor is.

    To paint an article and its sidebar takes longer than a key may wait for its row. What the panes hold changes
    in all of them at once; a key that comes between two columns acts at once, and has its own one painted next.
    """

    def _on_timer_update(self) -> None:
        later = self._not_yet() if self.is_current and not self.app._batch_count else set()
        self._dirty_widgets -= later
        super()._on_timer_update()
        if later:
            self._dirty_widgets |= later
            self._update_timer.resume()

    def _not_yet(self) -> set[Widget]:
        """Of the widgets to be painted, those that are not in the first column that has any."""
        if self._layout_required or self._scroll_required or self._repaint_required:
            return set()  # all is painted then
        here = _column(self.focused)
        columns = {widget: _column(widget) for widget in self._dirty_widgets}
        first = min(columns.values(), key=lambda column: (column is not here, _place(column)), default=None)
        return {widget for widget, column in columns.items() if column is not first}


def _column(widget: Widget | None) -> DOMNode | None:
    """Which of the panes side by side a widget is in, None for those above and below them."""
    above = widget.ancestors_with_self if widget else ()
    return next((node for node in above if node.parent is not None and node.parent.id == "panes"), None)


def _place(column: DOMNode | None) -> int:
    """Columns come from left to right, before what is around them."""
    return column.parent.children.index(column) if column and column.parent else 99
