"""Textual's command palette, made safe against keys that arrive together."""

from __future__ import annotations

from textual import on
from textual.command import CommandPalette
from textual.widgets import Button, Input, OptionList

from onrecord.tui.screens.dialog import ClosesOnce, ShowsScreenBehind
from onrecord.tui.textual_private import SafeListKeys


class Palette(ClosesOnce[None], ShowsScreenBehind[None], SafeListKeys, CommandPalette):
    """The command palette; once a command is chosen, further keys choose no other."""

    @on(Input.Submitted)
    @on(Button.Pressed)
    @on(OptionList.OptionSelected)
    def _ignore_when_closed(self, event: Input.Submitted | Button.Pressed | OptionList.OptionSelected) -> None:
        if not self.is_active:
            event.stop()
            event.prevent_default()
