"""The theme of the settings is the one on the screen, from the first frame."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.color import Color
from textual.theme import Theme

from onrecord.tui.app import OnRecord
from onrecord.tui.looks.themes import THEMES


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_the_theme_of_the_settings_is_shown(desk: Callable[..., OnRecord], theme: Theme) -> None:
    app = desk(theme.name)
    async with app.run_test():
        assert app.screen.styles.background == Color.parse(theme.background or "")
        assert app.has_class("-dark-mode") == theme.dark
