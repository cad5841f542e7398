"""What all screens that answer have in common: they close once, however many keys choose at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

Answer = TypeVar("Answer")

if TYPE_CHECKING:
    _Base = Screen
else:
    # Not a screen of its own: Textual would take its looks in place of those of the screen that it is mixed into.
    _Base = Generic


class ClosesOnce(_Base[Answer]):
    """Mixed into a screen, before Textual's class: only the first answer closes it.

    Keys that arrive together (typed ahead, repeated by the keyboard, one packet of a network) are all on their way
    before the first has closed the screen. Textual would take the screen below for each of the others.
    """

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close the screen with an answer, unless it is closed or another one lies on it."""
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()  # type: ignore[no-untyped-call]


class Dialog(ClosesOnce[Answer], ModalScreen[Answer]):
    """A question, or a page to be closed, in front of what asked for it."""
