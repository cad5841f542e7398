"""The widths of the panes on a wide screen."""

from __future__ import annotations

from textual.css.scalar import Scalar
from textual.screen import Screen
from textual.widget import Widget

from onrecord.tui.model.pane_widths import WIDEN_STEP, pane_widths


class PaneLayout:
    """Gives each column of the desk its width. On a narrow screen the one pane that is shown has all of it."""

    def __init__(self, screen: Screen[None], line_length: int) -> None:
        """Set no widths yet.

        Args:
            screen: The desk.
            line_length: The most columns of a line of text.
        """
        self.list_width = 0
        """The columns that the user gave the list, 0 for the usual ones."""
        self._screen = screen
        self._line_length = line_length

    def apply(self) -> None:
        """Give the columns the widths that they have now."""
        screen = self._screen
        is_wide = screen.has_class("-wide")
        widths = pane_widths(screen.size.width, self._line_length, self.list_width)
        for left in screen.query("#left"):
            # Quotes have the room of the sidebar as well, unless something else is shown there.
            has_more_room = left.has_class("-quotes") and not (
                screen.has_class("-at-side", "-wide") or screen.has_class("-facets")
            )
            _set_width(left, widths.list + widths.sidebar * has_more_room if is_wide else None)
        for pane in screen.query("#side, #facets"):
            _set_width(pane, widths.sidebar if is_wide else None)

    def widen_list(self, steps: int) -> None:
        """Give the list some columns more, or with negative steps less."""
        width = self._screen.size.width
        current = pane_widths(width, self._line_length, self.list_width).list
        self.list_width = pane_widths(width, self._line_length, current + steps * WIDEN_STEP).list
        self.apply()


def _set_width(pane: Widget, width: int | None) -> None:
    if pane.styles.inline.width != (Scalar.from_number(width) if width is not None else None):
        pane.styles.width = width
