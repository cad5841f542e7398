"""Which panes stand side by side, and how wide they are."""

from __future__ import annotations

from textual.css.scalar import Scalar
from textual.screen import Screen
from textual.widget import Widget

from onrecord.tui.model.pane_widths import WIDEN_STEP, pane_widths

WIDE = 110
"""From how many columns on panes stand side by side."""


class PaneLayout:
    """Gives each column of the desk its width.

    On a narrow screen, or where the user wants it so, one pane at a time is shown and has all of it. The screen's
    classes ``-narrow``, and ``-one-pane`` or ``-side-by-side``, say so to the style sheet.
    """

    def __init__(self, screen: Screen[None], line_length: int) -> None:
        """Set no widths yet.

        Args:
            screen: The desk.
            line_length: The most columns of a line of text.
        """
        self.list_width = 0
        """The columns that the user gave the list, 0 for the usual ones."""
        self.wants_one_pane = False
        """Whether the user wants one pane at a time on a wide screen, too."""
        self._screen = screen
        self._line_length = line_length

    @property
    def shows_one_pane(self) -> bool:
        """Whether one pane at a time is shown."""
        return self._screen.has_class("-one-pane")

    def choose(self, screen_width: int) -> None:
        """Choose whether panes stand side by side on a screen of so many columns."""
        is_narrow = screen_width < WIDE
        is_one_pane = is_narrow or self.wants_one_pane
        classes = {"-narrow": is_narrow, "-one-pane": is_one_pane, "-side-by-side": not is_one_pane}
        self._screen.update_classes(classes, animate=False)

    def apply(self) -> None:
        """Give the columns the widths that they have now."""
        screen = self._screen
        are_side_by_side = not self.shows_one_pane
        widths = pane_widths(screen.size.width, self._line_length, self.list_width)
        for left in screen.query("#left"):
            # Quotes have the room of the sidebar as well, unless something else is shown there.
            has_more_room = left.has_class("-quotes") and not (
                screen.has_class("-at-side", "-side-by-side") or screen.has_class("-facets")
            )
            _set_width(left, widths.list + widths.sidebar * has_more_room if are_side_by_side else None)
        for pane in screen.query("#side, #facets"):
            _set_width(pane, widths.sidebar if are_side_by_side else None)

    def widen_list(self, steps: int) -> None:
        """Give the list some columns more, or with negative steps less."""
        width = self._screen.size.width
        current = pane_widths(width, self._line_length, self.list_width).list
        self.list_width = pane_widths(width, self._line_length, current + steps * WIDEN_STEP).list
        self.apply()


def _set_width(pane: Widget, width: int | None) -> None:
    if pane.styles.inline.width != (Scalar.from_number(width) if width is not None else None):
        pane.styles.width = width
