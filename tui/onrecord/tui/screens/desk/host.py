"""What the controllers of the desk ask of it: the screen is their host, and tests have a simpler one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, TypeVar

from textual.screen import Screen
from textual.timer import Timer

from onrecord.tui.model.latest_lookup import ResultOwner
from onrecord.tui.model.quote_copies import QuoteCopies

Answer = TypeVar("Answer")
Severity = Literal["information", "warning", "error"]


class DeskHost(ResultOwner, Protocol):
    """What every controller may ask for: to tell the user something, to ask them, and to come back later."""

    def say(self, sentence: str, *, severity: Severity = "information") -> None:
        """Show a sentence in place of the keys below, or where it asks for more attention in a corner."""

    def shown_key(self, action: str) -> str:
        """Return the first key of an action as it is shown."""

    def complain(self, error: Exception) -> None:
        """Say what went wrong."""

    def ask(self, dialog: Screen[Answer], on_answer: Callable[[Answer | None], None]) -> None:
        """Open a dialog, or a screen that covers the desk; ``on_answer`` gets None where it is cancelled."""

    def open_in_own_browser(self, address: str) -> bool:
        """Open an address in the browser that the desk itself is shown in, and return whether it is in one.

        Raises:
            BrowserError: It is not the address of a web page.
        """

    async def run_command(self, name: str) -> None:
        """Do what an action of the key table does, given its name."""

    def show_changes(self) -> None:
        """Show what the archive holds by now in all panes; the cursors stay where they are."""

    def show_annotation_progress(self, progress: str) -> None:
        """Show how much is left to annotate, in words; empty for nothing."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back after so many seconds."""

    def call_after_refresh(self, callback: Callable[..., object], *args: object) -> bool:
        """Call back when the screen has been laid out and painted."""

    @property
    def copies(self) -> QuoteCopies:
        """What copies quotes, here and on the screens that cover the desk."""
