"""What all panes of lines share: a height that changes without laying out the screen, and a light scroll bar."""

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
    """Textual's scroll bar, drawn without Rich's console, which takes a millisecond for every bar on the screen.

    Where all lines are in view there is none, and its column looks like the pane.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        assert isinstance(self.parent, Widget)
        if self.window_size >= self.window_virtual_size:
            return [Strip.blank(crop.width, self.parent.rich_style)] * crop.height
        strips: dict[int, Strip] = {}  # most of a bar's lines are the same
        return [
            strips.setdefault(id(line), Strip([line], self.thickness)).crop(crop.x, crop.right)
            for line in list(self._lines())[crop.y : crop.bottom]
        ]

    def _lines(self) -> Iterator[Segment]:
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        assert isinstance(bar.style, Style)
        colour, ground = bar.style.color, bar.style.bgcolor
        assert colour is not None
        assert ground is not None
        yield from bar.render_bar(
            size=self.size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=bar.thickness,
            back_color=ground,
            bar_color=colour,
        ).segments


class ScrollPane(CustomScrollView, inherit_bindings=False):
    """Any number of lines, of which those on the screen are drawn; it scrolls up and down.

    Its style has ``overflow-y: scroll``: a bar that comes and goes would have the whole screen laid out anew.
    """

    def make_scrollbar(self) -> ScrollBar:
        return LightScrollBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)

    def set_lines(self, width: int, lines: int) -> None:
        """There are so many lines now. The screen is laid out anew only if the pane's own size follows them."""
        size = Size(width, lines)
        if self.styles.auto_dimensions:
            self.virtual_size = size
        else:
            self.set_virtual_size(size)
