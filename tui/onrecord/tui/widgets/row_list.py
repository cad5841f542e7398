"""The base of all lists: any number of rows of any height; only those on the screen are drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import FIFOCache
from textual.reactive import var
from textual.strip import Strip

from onrecord.terminal.segments import Line, wrap
from onrecord.tui.text.actor_colours import speaker_colour
from onrecord.tui.widgets.component_styles import component_style
from onrecord.tui.widgets.scroll_pane import ScrollPane

_CACHED_ROWS = 128  # more than a screen has; with what Textual makes of it, a line takes eight kilobytes


@lru_cache(maxsize=16)
def _wrapped_lines(text: str, width: int) -> list[str]:
    return [part for line in text.splitlines() for part in wrap(line, width, 9) or [""]]


class RowList(ScrollPane, can_focus=True, inherit_bindings=False):
    """A list with a cursor. A subclass knows the height of each row, draws it, and acts on it.

    A subclass calls ``update_rows`` when it has other rows, and ``redraw`` when only their look has changed.
    """

    ALLOW_SELECT = False
    EMPTY: ClassVar[str] = "Nothing here"
    CLICK_CHOOSES: ClassVar[bool] = True
    """Whether a single click acts on a row, as Enter does; otherwise it takes a double click."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor",
        "rows--text",
        "rows--strong",
        "rows--soft",
        "rows--dim",
        "rows--heading",
        "rows--accent",
        "rows--hit",
    }

    cursor: var[int] = var(0, init=False)
    """The index of the row that keys act on; meaningless while there are no rows."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._tops: Sequence[int] = (0,)
        self._drawn: FIFOCache[tuple[int, bool, bool], list[Strip]] = FIFOCache(_CACHED_ROWS)
        self._drawn_width = 0
        self._styles_by_name: dict[str, Style] = {}
        self._has_chosen = False
        self._draws_cursor = False  # the row that is being drawn is that of the cursor

    # What a subclass defines

    def count(self) -> int:
        """Return the number of rows."""
        raise NotImplementedError

    def draw(self, index: int, width: int) -> list[Line]:
        """Return the lines of a row, in styles without background. What is too long is cut off by the list."""
        raise NotImplementedError

    def row_tops(self, width: int) -> Sequence[int]:
        """Return the line at which each row begins and, last, the number of lines of all rows.

        By default every row is drawn to find its height; a list of very many rows should compute it instead.

        Args:
            width: The width of the list in cells; 0 before it is laid out.
        """
        if not width:
            return range(self.count() + 1)
        return list(accumulate((len(self.draw(index, width)) for index in range(self.count())), initial=0))

    def choose(self, index: int) -> None:
        """Act on a row, after Enter or a click."""

    def can_highlight(self, index: int) -> bool:
        """Return whether the cursor can be on this row; it cannot be on a heading."""
        return True

    def cursor_moved(self) -> None:
        """React to a cursor on another row, or to other rows."""

    @property
    def empty_text(self) -> str:
        """The text shown in place of rows where there are none."""
        return self.EMPTY

    # What a subclass uses

    def update_rows(self, cursor: int, *, offset: int | None = None) -> None:
        """Show the rows that the list has now, with the cursor on one of them.

        Args:
            cursor: The index of that row.
            offset: The line of the window at which the row begins; None to scroll only as far as needed.
        """
        self.set_reactive(RowList.cursor, self._nearest_row(cursor, 1))
        self._measure()
        if offset is not None:
            self._scroll(self._tops[self.cursor] - offset)
        self.show_cursor()
        self.refresh()
        self.cursor_moved()

    def redraw(self) -> None:
        """Draw the same rows anew, because they look different."""
        self._drawn.clear()
        self.refresh()

    def measure_again(self) -> None:
        """Place the same rows anew, because some have another height; the first on the screen stays there."""
        line = self.scroll_offset.y
        first = self._row_at(line)
        hidden_lines = line - self._tops[first]
        self._measure()
        height = self._tops[first + 1] - self._tops[first] if self.count() else 0
        self._scroll(self._tops[first] + min(hidden_lines, max(0, height - 1)))
        self.refresh()

    def offset_of_cursor(self) -> int:
        """Return the line of the window at which the cursor's row begins; negative if it is above the window."""
        return self._tops[min(self.cursor, len(self._tops) - 1)] - self.scroll_offset.y

    def style_of(self, name: str) -> Style:
        """Return the style of the component class ``rows--<name>``, or of one named in full.

        What is dim is less so in the row of the cursor, whose background would make it hard to read.
        """
        if name == "dim" and self._draws_cursor:
            name = "soft"
        if name not in self._styles_by_name:
            self._styles_by_name[name] = component_style(self, name if "--" in name else f"rows--{name}")
        return self._styles_by_name[name]

    def rank_style(self, rank: int | None) -> Style:
        """Return the colour of the actor with this rank in the sidebar; a dim style for None."""
        if rank is None:
            return self.style_of("dim")
        return Style(color=speaker_colour(rank, dark=self.app.current_theme.dark))

    # Measuring and scrolling

    def _measure(self) -> None:
        width = self.scrollable_size.width
        self._drawn.clear()
        self._drawn_width = width
        self._tops = self.row_tops(width)
        if width:
            self.set_lines(width, self._tops[-1])

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, force=True)

    def _row_at(self, line: int) -> int:
        return min(max(0, bisect_right(self._tops, line) - 1), max(0, self.count() - 1))

    def _nearest_row(self, index: int, step: int) -> int:
        """Return the nearest row on which the cursor can be, looking in the direction of ``step`` first."""
        last = self.count() - 1
        start = min(max(0, index), max(0, last))
        for direction in (step, -step):
            row = start
            while 0 <= row <= last:
                if self.can_highlight(row):
                    return row
                row += direction
        return 0

    def show_cursor(self) -> None:
        """Scroll as little as needed to show the cursor's row, and the heading just above it if there is one."""
        if not self.count() or not self.scrollable_size.height:
            return
        first = self.cursor
        while first > 0 and not self.can_highlight(first - 1):
            first -= 1
        top, bottom = self._tops[first], self._tops[self.cursor + 1]
        height = self.scrollable_size.height
        if bottom - top > height:
            top = min(self._tops[self.cursor], bottom - height)
            bottom = top + height  # of a row that is higher than the window the first lines are shown
        line = self.scroll_offset.y
        if top < line:
            self._scroll(top)
        elif bottom > line + height:
            self._scroll(bottom - height)

    def watch_cursor(self, old: int, new: int) -> None:
        for index in (old, new):
            if index < self.count():
                self.refresh_lines(self._tops[index], self._tops[index + 1] - self._tops[index])
        self.show_cursor()
        self.cursor_moved()

    @property
    def awaits_size(self) -> bool:
        return not self._drawn_width and self.count() > 0

    def after_resize(self) -> None:
        if self.scrollable_size.width != self._drawn_width:
            offset = self.offset_of_cursor()
            self._measure()
            if self.count():
                self._scroll(self._tops[self.cursor] - offset)
        self.show_cursor()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn.clear()
        self._styles_by_name.clear()

    def rows_on_screen(self) -> Iterator[tuple[int, int]]:
        """Yield the rows whose first line is in the window and on which the cursor can be, each with that line."""
        top, height = self.scroll_offset.y, self.scrollable_size.height
        for row in range(self._row_at(top), self.count()):
            line = self._tops[row] - top
            if line >= height:
                return
            if line >= 0 and self.can_highlight(row):
                yield row, line

    # Drawing

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        width = self.scrollable_size.width
        if not self.count():
            return self._empty_line(y, width)
        if line >= self._tops[-1]:
            return Strip.blank(width, self._background)
        index = self._row_at(line)
        return self._row(index, width)[line - self._tops[index]]

    def _row(self, index: int, width: int) -> list[Strip]:
        is_highlighted = index == self.cursor
        key = (index, is_highlighted, self.has_focus)
        strips = self._drawn.get(key)
        if strips is None:
            base = self.get_component_rich_style("rows--cursor") if is_highlighted else self._background
            height = self._tops[index + 1] - self._tops[index]
            self._draws_cursor = is_highlighted
            lines = self.draw(index, width)[:height]
            self._draws_cursor = False
            lines += [[]] * (height - len(lines))
            strips = [Strip(line).adjust_cell_length(width).apply_style(base) for line in lines]
            self._drawn[key] = strips
        return strips

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = _wrapped_lines(self.empty_text, max(1, width - 2))
        if not 1 <= y <= len(lines):
            return Strip.blank(width, self._background)
        text = Segment(f" {lines[y - 1]}", self.style_of("dim"))
        return Strip([text]).adjust_cell_length(width).apply_style(self._background)

    @property
    def _background(self) -> Style:
        """The style where there is no row, cached: Textual would compute it at each call."""
        if "" not in self._styles_by_name:
            self._styles_by_name[""] = self.rich_style
        return self._styles_by_name[""]

    # Keys

    def _move(self, index: int, step: int) -> None:
        if self.count():
            self.cursor = self._nearest_row(index, step)

    def _move_lines(self, lines: int) -> None:
        if self.count():
            step = 1 if lines > 0 else -1
            target = self._row_at(self._tops[self.cursor] + lines)
            self._scroll(self.scroll_offset.y + lines)
            self._move(target if target != self.cursor else target + step, step)
            self.show_cursor()

    def action_move_down(self) -> None:
        self._move(self.cursor + 1, 1)

    def action_move_up(self) -> None:
        self._move(self.cursor - 1, -1)

    def action_move_top(self) -> None:
        self._move(0, 1)

    def action_move_bottom(self) -> None:
        self._move(self.count() - 1, -1)

    def action_half_down(self) -> None:
        self._move_lines(self.scrollable_size.height // 2)

    def action_half_up(self) -> None:
        self._move_lines(-(self.scrollable_size.height // 2))

    def action_page_down(self) -> None:
        self._move_lines(max(1, self.scrollable_size.height - 2))

    def action_page_up(self) -> None:
        self._move_lines(-max(1, self.scrollable_size.height - 2))

    def choose_highlighted(self) -> None:
        """Act on the row under the cursor."""
        if self.count():
            self._has_chosen = True
            self.choose(self.cursor)
        else:
            self.say_empty()

    def say_empty(self) -> None:
        """Say that there is no row to act on."""
        self.notify("This list is empty.", markup=False)

    def take_choice(self) -> bool:
        """Return whether a row was acted on by a key since this was asked last."""
        has_chosen, self._has_chosen = self._has_chosen, False
        return has_chosen

    # Mouse

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or not self.count():
            return
        line = offset.y + self.scroll_offset.y
        if line >= self._tops[-1]:
            return
        index = self._row_at(line)
        if not self.can_highlight(index):
            return
        self.cursor = index
        if self.CLICK_CHOOSES or event.chain == 2:
            self.choose(index)
