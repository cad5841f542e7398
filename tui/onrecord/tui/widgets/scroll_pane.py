"""The base of all panes that show lines: scrolling without a new layout of the screen, and a light scroll bar."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

from onrecord.tui.textual_private import CustomScrollView


class LightScrollBar(ScrollBar):
    """Textual's scroll bar, drawn without Rich's console, which would take a millisecond for each bar.

    Where all lines are in view no bar is drawn, and its column looks like the pane.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        assert isinstance(self.parent, Widget)
        if self.window_size >= self.window_virtual_size:
            return [Strip.blank(crop.width, self.parent.rich_style)] * crop.height
        strips: dict[int, Strip] = {}  # most lines of a bar are equal
        return [
            strips.setdefault(id(line), Strip([line], self.thickness)).crop(crop.x, crop.right)
            for line in list(self._lines())[crop.y : crop.bottom]
        ]

    def _lines(self) -> Iterator[Segment]:
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        assert isinstance(bar.style, Style)
        bar_colour, background = bar.style.color, bar.style.bgcolor
        assert bar_colour is not None
        assert background is not None
        yield from bar.render_bar(
            size=self.size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=bar.thickness,
            back_color=background,
            bar_color=bar_colour,
        ).segments


class ScrollPane(CustomScrollView, inherit_bindings=False):
    """A pane that scrolls up and down over any number of lines and draws those on the screen.

    Its style needs ``overflow-y: scroll``: a bar that appears and disappears would lay out the whole screen anew.
    """

    def make_scrollbar(self) -> ScrollBar:
        return LightScrollBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)

    def set_lines(self, width: int, lines: int) -> None:
        """Set the size of the content in cells. Lay out the screen only if the pane's own size depends on it."""
        size = Size(width, lines)
        if self.styles.auto_dimensions:
            self.virtual_size = size
        else:
            self.set_virtual_size(size)
