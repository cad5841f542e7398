"""The base of all screens that give an answer: they close once, and soon show what is behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual.await_complete import AwaitComplete
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen

from onrecord.base.records import Span
from onrecord.terminal.failures import failure_sentence

Answer = TypeVar("Answer")

ArticlePlace = tuple[int, Span | None]
"""The id of an article, and the passage to be shown in it."""

if TYPE_CHECKING:
    _Base = Screen
else:
    # Not a subclass of Screen: Textual would use its styles in place of those of the screen it is mixed into.
    _Base = Generic


class ClosesOnce(_Base[Answer]):
    """A mix-in for screens over another, to stand before Textual's class: only the first answer closes the screen.

    Keys that arrive together (typed ahead, repeated by the keyboard, in one network packet) are all sent to the
    screen before the first of them has closed it. Textual would close the screen below with each of the others.
    """

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close the screen with an answer, unless it is closed already or covered by another screen."""
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()  # type: ignore[no-untyped-call]

    def complain(self, error: Exception) -> None:
        """Say what went wrong, as the desk does."""
        self.notify(failure_sentence(error), severity="error", markup=False)


class TintedScreen(BackgroundScreen):
    """What is behind a dialog: each of its few styles is tinted once, not once for each of a thousand segments."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        """Yield the segments of a screen, tinted."""
        tinted_styles: dict[Style | None, Style | None] = {}
        for segment in segments:
            if segment.control:
                yield segment
                continue
            if segment.style not in tinted_styles:
                (tinted_segment,) = super().process_segments([segment], color)
                tinted_styles[segment.style] = tinted_segment.style
            yield Segment(segment.text, tinted_styles[segment.style])


class ShowsScreenBehind(_Base[Answer]):
    """A mix-in for screens through which one sees the one behind, to stand before Textual's class."""

    def render(self) -> RenderableType:
        """Return what the screen has behind its widgets."""
        background = super().render()
        if isinstance(background, BackgroundScreen):
            return TintedScreen(background.screen, background.color)
        return background


class Dialog(ClosesOnce[Answer], ShowsScreenBehind[Answer], ModalScreen[Answer]):
    """A dialog in front of the screen that opened it."""

    async def wait_for_answer(self) -> None:
        """Wait until the dialog knows what the last key means; most know it at once."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]
