"""The panes share the columns that there are."""

from __future__ import annotations

import pytest

from onrecord.tui.model.pane_widths import pane_widths


@pytest.mark.parametrize(
    ("screen", "widths"), [(110, (34, 30)), (120, (34, 30)), (160, (48, 32)), (200, (72, 48)), (300, (84, 60))]
)
def test_list_and_sidebar_share_what_the_text_leaves(screen: int, widths: tuple[int, int]) -> None:
    assert pane_widths(screen, 72) == widths


@pytest.mark.parametrize(
    ("list_width", "widths"), [(40, (40, 30)), (10, (24, 30)), (60, (44, 30)), (24, (24, 30))]
)
def test_the_user_may_give_the_list_more_or_less(list_width: int, widths: tuple[int, int]) -> None:
    assert pane_widths(120, 72, list_width) == widths


def test_longer_lines_leave_less() -> None:
    assert pane_widths(200, 100) == (55, 37)
