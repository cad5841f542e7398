"""The base of all screens that give an answer: they close once, even if several keys would close them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

from onrecord.base.records import Span

Answer = TypeVar("Answer")

ArticlePlace = tuple[int, Span | None]
"""The id of an article, and the passage to be shown in it."""

if TYPE_CHECKING:
    _Base = Screen
else:
    # Not a subclass of Screen: Textual would use its styles in place of those of the screen it is mixed into.
    _Base = Generic


class ClosesOnce(_Base[Answer]):
    """A mix-in for screens, to stand before Textual's class: only the first answer closes the screen.

    Keys that arrive together (typed ahead, repeated by the keyboard, in one network packet) are all sent to the
    screen before the first of them has closed it. Textual would close the screen below with each of the others.
    """

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close the screen with an answer, unless it is closed already or covered by another screen."""
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()  # type: ignore[no-untyped-call]


class Dialog(ClosesOnce[Answer], ModalScreen[Answer]):
    """A dialog in front of the screen that opened it."""

    async def wait_for_answer(self) -> None:
        """Wait until the dialog knows what the last key means; most know it at once."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]
