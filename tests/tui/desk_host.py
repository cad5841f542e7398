"""A desk without a screen: what the controllers ask of their host is written down, and answered by the test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from textual.screen import Screen
from textual.timer import Timer

from onrecord.terminal.browser import check_address
from onrecord.tui.model.quote_copies import QuoteCopies
from onrecord.tui.screens.desk.host import Answer, Severity
from onrecord.tui.screens.desk.pane_focus import PaneFocus


@dataclass
class FakeTimer:
    """A timer that the test lets run out, unless it was stopped."""

    delay: float
    callback: Callable[[], None]
    is_stopped: bool = False

    def stop(self) -> None:
        self.is_stopped = True

    def run_out(self) -> None:
        if not self.is_stopped:
            self.callback()


@dataclass
class FakeHost:
    """A ``DeskHost`` that keeps all that it is asked for."""

    sentences: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[tuple[Screen[Any], Callable[[Any], None]]] = field(default_factory=list)
    timers: list[FakeTimer] = field(default_factory=list)
    clipboard: str = ""
    is_in_browser: bool = False
    addresses: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    changes_shown: int = 0
    annotation_progress: str = ""
    _copies: QuoteCopies | None = None

    def say(self, sentence: str, *, severity: Severity = "information") -> None:
        self.sentences.append(sentence if severity == "information" else f"{severity}: {sentence}")

    def shown_key(self, action: str) -> str:
        return f"<{action}>"

    def complain(self, error: Exception) -> None:
        self.complaints.append(str(error))

    def ask(self, dialog: Screen[Answer], on_answer: Callable[[Answer | None], None]) -> None:
        self.dialogs.append((dialog, on_answer))

    def answer(self, answer: object) -> None:
        """Answer the newest dialog."""
        self.dialogs.pop()[1](answer)

    def open_in_own_browser(self, address: str) -> bool:
        check_address(address)
        self.addresses += [address] * self.is_in_browser
        return self.is_in_browser

    async def run_command(self, name: str) -> None:
        self.commands.append(name)

    def show_changes(self) -> None:
        self.changes_shown += 1

    def show_annotation_progress(self, progress: str) -> None:
        self.annotation_progress = progress

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        self.timers.append(FakeTimer(delay, callback))
        return cast(Timer, self.timers[-1])

    def call_after_refresh(self, callback: Callable[..., object], *args: object) -> bool:
        callback(*args)
        return True

    def call_later(self, callback: Callable[..., object], *args: object) -> bool:
        callback(*args)
        return True

    @property
    def copies(self) -> QuoteCopies:
        if self._copies is None:
            self._copies = QuoteCopies(self._put_on_clipboard, self.sentences.append)
        return self._copies

    def _put_on_clipboard(self, text: str, what: str) -> None:
        self.clipboard = text
        self.sentences.append(f"Copied {what}.")


class FakeFocus:
    """A ``PaneFocus`` that has no screen: the pane in focus is what was focused last."""

    def __init__(self, pane: str = "articles") -> None:
        self.pane = pane
        self.shows_one_pane = False
        self.lists_quotes = False
        self.is_beside_list = False

    def focus(self, pane: str) -> None:
        self.pane = "quote-search" if pane == "articles" and self.lists_quotes else pane

    def go_back(self) -> None:
        self.focus("articles")

    def look_into_text(self) -> None:
        if self.shows_one_pane:
            self.focus("reader")

    def as_focus(self) -> PaneFocus:
        """This, as what a controller takes."""
        return cast(PaneFocus, self)
