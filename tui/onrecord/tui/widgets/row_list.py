"""The base of all lists: any number of rows of any height, of which only those on screen are drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
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

_KEPT = 256  # drawn rows that are kept: more than a screen has; a strip takes a kilobyte


@lru_cache(maxsize=16)
def _wrapped(text: str, width: int) -> list[str]:
    return [part for line in text.splitlines() for part in wrap(line, width, 9) or [""]]


class RowList(ScrollPane, can_focus=True, inherit_bindings=False):
    """A list with a cursor. Subclasses say how high each row is, draw it, and act on it.

    A subclass calls ``update_rows`` when its rows are others, and ``redraw`` when only their look is.
    """

    ALLOW_SELECT = False
    EMPTY: ClassVar[str] = "Nothing here"
    CLICK_CHOOSES: ClassVar[bool] = True
    """Whether one click acts on a row, as Enter does; otherwise it takes two."""

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
    """The row that keys act on, from 0; it means nothing while there are no rows."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._tops: Sequence[int] = (0,)
        self._drawn: FIFOCache[tuple[int, bool, bool], list[Strip]] = FIFOCache(_KEPT)
        self._drawn_width = 0
        self._looks: dict[str, Style] = {}

    # What a subclass says

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def draw(self, index: int, width: int) -> list[Line]:
        """The lines of a row, in styles without background; what is too long is cut."""
        raise NotImplementedError

    def row_tops(self, width: int) -> Sequence[int]:
        """The line at which each row begins and, last, how many lines all have.

        Here every row is drawn to see how high it is; a list of very many rows knows without. Before the list is
        laid out ``width`` is 0; a list that knows even then is right when it is painted first.
        """
        if not width:
            return range(self.count() + 1)
        return list(accumulate((len(self.draw(i, width)) for i in range(self.count())), initial=0))

    def choose(self, index: int) -> None:
        """Act on a row: Enter, a click or two."""

    def can_highlight(self, index: int) -> bool:
        """Whether the cursor can be on this row; not on headings."""
        return True

    def moved(self) -> None:
        """The cursor is on another row, or the rows are others."""

    @property
    def empty_text(self) -> str:
        """What stands where rows would be."""
        return self.EMPTY

    # What a subclass uses

    def update_rows(self, cursor: int, *, offset: int | None = None) -> None:
        """Take the rows anew and put the cursor on one.

        ``offset`` is the line of the window at which the cursor's row shall stand (None: wherever it is seen).
        """
        self._measure()
        self.set_reactive(RowList.cursor, self._standing(cursor, 1))
        if offset is not None:
            self._scroll(self._tops[self.cursor] - offset)
        self.show_cursor()
        self.refresh()
        self.moved()

    def redraw(self) -> None:
        """The rows are the same and look different."""
        self._drawn.clear()
        self.refresh()

    def offset_of_cursor(self) -> int:
        """The line of the window at which the cursor's row begins; negative above it."""
        return self._tops[min(self.cursor, len(self._tops) - 1)] - self.scroll_offset.y

    def style_of(self, name: str) -> Style:
        """The style of the component class ``rows--<name>``, or of one named in full; it lies on the row's."""
        if name not in self._looks:
            self._looks[name] = component_style(self, name if "--" in name else f"rows--{name}")
        return self._looks[name]

    def rank_style(self, rank: int | None) -> Style:
        """The colour of the actor at this place of the sidebar; dim without one."""
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

    def _standing(self, index: int, step: int) -> int:
        """The nearest row on which the cursor can be, looked for in the direction of ``step`` first."""
        last = self.count() - 1
        index = min(max(0, index), max(0, last))
        for direction in (step, -step):
            at = index
            while 0 <= at <= last:
                if self.can_highlight(at):
                    return at
                at += direction
        return 0

    def show_cursor(self) -> None:
        """Scroll as little as needed to have the cursor's row in view, with a heading just above it."""
        if not self.count() or not self.scrollable_size.height:
            return
        first = self.cursor
        while first > 0 and not self.can_highlight(first - 1):
            first -= 1
        top, bottom = self._tops[first], self._tops[self.cursor + 1]
        height = self.scrollable_size.height
        if bottom - top > height:
            top = min(self._tops[self.cursor], bottom - height)
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
        self.moved()

    def on_resize(self) -> None:
        if self.scrollable_size.width != self._drawn_width:
            offset = self.offset_of_cursor()
            self._measure()
            if self.count():
                self._scroll(self._tops[self.cursor] - offset)
        self.show_cursor()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn.clear()
        self._looks.clear()

    # Drawing

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        width = self.scrollable_size.width
        if not self.count():
            return self._empty_line(y, width)
        if line >= self._tops[-1]:
            return Strip.blank(width, self._ground)
        index = self._row_at(line)
        return self._row(index, width)[line - self._tops[index]]

    def _row(self, index: int, width: int) -> list[Strip]:
        here = index == self.cursor
        key = (index, here, self.has_focus)
        strips = self._drawn.get(key)
        if strips is None:
            base = self.get_component_rich_style("rows--cursor") if here else self._ground
            height = self._tops[index + 1] - self._tops[index]
            lines = self.draw(index, width)[:height]
            lines += [[]] * (height - len(lines))
            strips = [Strip(line).adjust_cell_length(width).apply_style(base) for line in lines]
            self._drawn[key] = strips
        return strips

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = _wrapped(self.empty_text, max(1, width - 2))
        if not 1 <= y <= len(lines):
            return Strip.blank(width, self._ground)
        text = Segment(f" {lines[y - 1]}", self.style_of("dim"))
        return Strip([text]).adjust_cell_length(width).apply_style(self._ground)

    @property
    def _ground(self) -> Style:
        """The look of the list where it has no row; Textual puts it together anew whenever it is asked."""
        if "" not in self._looks:
            self._looks[""] = self.rich_style
        return self._looks[""]

    # Keys

    def _move(self, index: int, step: int) -> None:
        if self.count():
            self.cursor = self._standing(index, step)

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

    async def action_leave(self) -> None:
        """Which pane is to the left is the screen's to know."""
        await self.run_action("screen.leave")

    async def action_renew(self) -> None:
        """What is in the list is the screen's to know."""
        await self.run_action("screen.renew")

    def choose_highlighted(self) -> None:
        if self.count():
            self.choose(self.cursor)

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
