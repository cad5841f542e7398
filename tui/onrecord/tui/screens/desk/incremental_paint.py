"""Painting the desk column by column, so that a key never waits for more than one of them.

To paint an article and its sidebar takes longer than a key may wait for its row. What the panes hold changes in
all of them at once; a key that comes between two columns acts at once, and has its own column painted next.
"""

from __future__ import annotations

from collections.abc import Collection

from textual.dom import DOMNode
from textual.widget import Widget

_AROUND_COLUMNS = 99  # a rank after every column


def deferred_widgets(dirty: Collection[Widget], focused: Widget | None) -> set[Widget]:
    """Return the widgets that are painted later: all but those of one column.

    Args:
        dirty: The widgets that look different now.
        focused: The widget in focus, whose column comes first.
    """
    focused_column = _column(focused)
    columns = {widget: _column(widget) for widget in dirty}
    first = min(columns.values(), key=lambda column: (column is not focused_column, _rank(column)), default=None)
    return {widget for widget, column in columns.items() if column is not first}


def _column(widget: Widget | None) -> DOMNode | None:
    """Return the child of ``#panes`` in which a widget is; None for widgets above and below the panes."""
    nodes = widget.ancestors_with_self if widget else ()
    return next((node for node in nodes if node.parent is not None and node.parent.id == "panes"), None)


def _rank(column: DOMNode | None) -> int:
    """Rank columns from left to right, before what is around them."""
    return column.parent.children.index(column) if column and column.parent else _AROUND_COLUMNS
