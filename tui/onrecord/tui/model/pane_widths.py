"""How the panes of a wide desk share its columns."""

from __future__ import annotations

from typing import NamedTuple

MIN_LIST, MIN_TEXT, MIN_SIDEBAR = 24, 46, 30
"""The fewest columns of a pane that are of use."""

WIDEN_STEP = 6

_USUAL_LIST, _MAX_LIST, _MAX_SIDEBAR = 34, 84, 60
_LIST_SHARE = 0.6  # of the columns that the text leaves
_TEXT_FRAME = 8  # columns for the signs beside the text, its scroll bar, and air


class PaneWidths(NamedTuple):
    """The columns of the list and of the sidebar; the text has the rest."""

    list: int
    sidebar: int


def pane_widths(screen_width: int, line_length: int, list_width: int = 0) -> PaneWidths:
    """Return the widths of the panes: the text gets its line length, list and sidebar share what it leaves.

    Args:
        screen_width: The columns of the screen.
        line_length: The most columns of a line of text.
        list_width: The columns that the user gave the list; 0 for the usual ones.
    """
    spare = screen_width - line_length - _TEXT_FRAME
    usual_list = min(max(round(spare * _LIST_SHARE), _USUAL_LIST), _MAX_LIST)
    sidebar = min(max(spare - (list_width or usual_list), MIN_SIDEBAR), _MAX_SIDEBAR)
    most = max(MIN_LIST, screen_width - sidebar - MIN_TEXT)
    return PaneWidths(min(max(list_width or usual_list, MIN_LIST), most), sidebar)
