"""A text in a column of readable width, with a cursor in it and a passage that can be chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from core.records import Article, Span
from tui.article_page import ArticlePage
from tui.painting import LOOKS, Inks, Mark, Marks, paint
from tui.widgets.looks import look

MEASURE = 72
"""The most columns that a line of text takes; from the end of a longer one it is hard to come back."""

MARGIN = 6
"""Columns that are kept free left of the text for signs."""

CONTEXT = 2
"""Lines that stay in view above and below the cursor."""

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_PARTS = (*LOOKS, "title", "about", "sign", "line", "rest")

Signs = tuple[tuple[str, Style], ...]
"""What stands in the margin: texts of together ``MARGIN`` cells, with their styles."""


class TextView(ScrollView, can_focus=True, inherit_bindings=False):
    """The page without knowledge of what it says: lines wrapped once a width, only those on screen drawn.

    A subclass lays marks on it (``set_marks``, ``set_light``) and signs in its margin (``signs``).
    """

    ALLOW_SELECT = False  # a passage is chosen here, cell by cell, and lent to the screen for copying
    COMPONENT_CLASSES = {f"reader--{part}" for part in _PARTS}

    cursor: var[int] = var(0, init=False)
    """The offset at which the reader stands."""

    selection: var[Span | None] = var(None, init=False)
    """The passage chosen."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.text = ""
        self._page: ArticlePage | None = None
        self._inks: Inks | None = None
        self._marks = Marks()
        self._light: tuple[Mark, ...] = ()
        self._drawn: LRUCache[tuple[int, bool, tuple[Mark, ...]], Strip] = LRUCache(2000)
        self._goal: int | None = None  # the column that moving by lines keeps
        self._anchor: int | None = None  # where a passage begins that moving extends
        self._dragging = False
        self._following = True  # whether the page goes with the cursor

    # --- what a subclass says and uses --------------------------------------------------------------------

    def signs(self, start: int, end: int) -> Signs:
        """What stands in the margin beside a line with these characters."""
        raise NotImplementedError

    def moved(self) -> None:
        """The cursor is elsewhere."""

    def selected(self) -> None:
        """Another passage is chosen, or none."""

    @property
    def dimmed(self) -> bool:
        """Whether text without marks steps back."""
        return False

    def set_marks(self, marks: Marks) -> None:
        """Lay other marks on the text; nothing moves."""
        self._marks = marks
        self.redraw()

    def set_light(self, marks: Sequence[Mark]) -> None:
        """Lay these on top of all others; they may change with every move."""
        light = tuple(marks)
        if light != self._light:
            for mark in (*self._light, *light):
                self._touch(mark.start, mark.end)
            self._light = light

    def redraw(self) -> None:
        """Everything may look different."""
        self._drawn.clear()
        self.refresh()

    def show_text(self, article: Article, text: str, offset: int, *, quotes: int) -> None:
        """Show a text with the cursor at an offset."""
        self.end_selection()
        self.text, self._page, self._goal = text, None, None
        self.set_reactive(TextView.cursor, self.validate_cursor(offset))
        self.lay_out(article, quotes=quotes)
        if offset:
            self.show_span(self.cursor, None, CONTEXT)
        else:
            self._scroll(0)

    def show_nothing(self) -> None:
        self.end_selection()
        self.text, self._page = "", None
        self.set_reactive(TextView.cursor, 0)
        self.virtual_size = Size(0, 0)
        self.redraw()

    def lay_out(self, article: Article, *, quotes: int) -> None:
        """Wrap the text to the width there is; the cursor's line stays where it is on the screen."""
        width = self.scrollable_content_region.width
        if width < 1:
            return
        above = self._row_of(self.cursor) - self.scroll_offset.y if self._page else None
        self._page = ArticlePage(article, self.text, max(min(MEASURE, width - MARGIN - 1), 8), quotes=quotes)
        self.virtual_size = Size(width, self._page.rows)
        if above is not None:
            self._scroll(self._row_of(self.cursor) - above)
        self.redraw()

    @property
    def laid_out(self) -> bool:
        """Whether there is a page: a text and the width to show it in."""
        return self._page is not None

    # --- rows and scrolling -------------------------------------------------------------------------------

    def _row_of(self, offset: int) -> int:
        return self._page.row_of(self._page.layout.line_of(offset)) if self._page else 0

    @property
    def _height(self) -> int:
        return max(self.scrollable_content_region.height, 1)

    def _scroll(self, row: int) -> None:
        self.scroll_to(y=row, animate=False, force=True)

    def show_span(self, offset: int, end: int | None, context: int) -> None:
        """Scroll as little as needed to have a span in view with lines around it; from far, to the upper third."""
        if self._page is None:
            return
        height = self._height
        context = min(context, (height - 1) // 2)
        first = self._row_of(offset)
        last = self._row_of(end - 1) if end is not None and end > offset else first
        last = min(last, first + height - 2 * context - 1)
        top = first - context if self._page.layout.line_of(offset) > context else 0
        bottom = max(last + context, top + 1)
        at = self.scroll_offset.y
        if top >= at and bottom < at + height:
            return
        if first < at - height // 2 or last >= at + height + height // 2:
            self._scroll(max(first - height // 3, 0))
        elif top < at:
            self._scroll(top)
        else:
            self._scroll(min(bottom - height + 1, first))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The cursor stays on the screen when the page is scrolled under it."""
        super().watch_scroll_y(old_value, new_value)
        if self._page is None or self._dragging:
            return
        top = round(new_value)
        row = self._row_of(self.cursor)
        kept = min(max(row, top), top + self._height - 1)
        if kept != row:
            self._following = False
            self._move_to_row(kept)
            self._following = True

    def _touch(self, first: int, last: int) -> None:
        """The lines from one offset to another look different."""
        row = self._row_of(first)
        self.refresh_lines(row, self._row_of(last) - row + 1)

    # --- the cursor ---------------------------------------------------------------------------------------

    def validate_cursor(self, offset: int) -> int:
        return min(max(offset, 0), len(self.text))

    def watch_cursor(self, old: int, new: int) -> None:
        self._goal = None
        self._touch(old, old)
        self._touch(new, new)
        if self._following:
            self.show_span(new, None, CONTEXT)
        if self._anchor is not None:
            start, end = sorted((self._anchor, new))
            self.selection = (start, min(end + 1, len(self.text)))
        self.moved()

    def go_to(self, offset: int, end: int | None = None, context: int = CONTEXT) -> None:
        """Put the cursor at an offset and have it, up to ``end``, in view with some lines around it."""
        self._following = False
        self.cursor = offset
        self._following = True
        self.show_span(self.cursor, end, context)

    def _move_to_row(self, row: int) -> None:
        """Put the cursor on the line of this row, in the column where it was."""
        if self._page is None:
            return
        layout = self._page.layout
        column = layout.place(self.cursor)[1] if self._goal is None else self._goal
        number = self._page.nearest_line(row)
        self.cursor = layout.offset_at(number, min(column, max(layout.lines[number].width - 1, 0)))
        self._goal = column

    def _move_lines(self, step: int) -> None:
        if self._page is None:
            return
        number = self._page.layout.line_of(self.cursor) + step
        while self._page.layout.is_gap(number):
            number += step
        if 0 <= number < len(self._page.layout.lines):
            self._move_to_row(self._page.row_of(number))
        else:
            self._scroll(0 if number < 0 else self._page.rows)

    def _move_page(self, rows: int) -> None:
        """Move page and cursor together, so that it stays at its height on the screen."""
        if self._page is None:
            return
        target = self.scroll_offset.y + rows
        self._following = False
        self._move_to_row(min(max(self._row_of(self.cursor) + rows, 0), self._page.rows - 1))
        self._following = True
        self._scroll(target)
        self.show_span(self.cursor, None, CONTEXT)

    def _move_words(self, step: int) -> None:
        if step > 0:
            here = _WORD.match(self.text, self.cursor)
            found = _WORD.search(self.text, here.end() if here else self.cursor)
            self.cursor = found.start() if found else len(self.text)
            return
        start = self.cursor
        while start > 0:
            start = max(start - 200, 0)
            words = [word.start() for word in _WORD.finditer(self.text, start, self.cursor)]
            if start == 0 or len(words) > 1:
                self.cursor = words[-1] if words else 0
                return

    def action_move_down(self) -> None:
        self._move_lines(1)

    def action_move_up(self) -> None:
        self._move_lines(-1)

    def action_move_top(self) -> None:
        self.go_to(0)

    def action_move_bottom(self) -> None:
        self.go_to(len(self.text))

    def action_half_down(self) -> None:
        self._move_page(self._height // 2)

    def action_half_up(self) -> None:
        self._move_page(-(self._height // 2))

    def action_page_down(self) -> None:
        self._move_page(max(self._height - CONTEXT, 1))

    def action_page_up(self) -> None:
        self._move_page(-max(self._height - CONTEXT, 1))

    def action_next_word(self) -> None:
        self._move_words(1)

    def action_previous_word(self) -> None:
        self._move_words(-1)

    # --- choosing a passage -------------------------------------------------------------------------------

    def action_select(self) -> None:
        """Begin a passage at the cursor, or end the one there is."""
        if self.selection is not None:
            self.end_selection()
        elif self.text:
            self._anchor = min(self.cursor, len(self.text) - 1)
            self.selection = (self._anchor, self._anchor + 1)

    def end_selection(self) -> None:
        """Choose nothing."""
        self.selection = None

    def watch_selection(self, old: Span | None, new: Span | None) -> None:
        if new is None:
            self._anchor = None
        for span in (old, new):
            if span is not None:
                self._touch(*span)
        others = {widget: span for widget, span in self.screen.selections.items() if widget is not self}
        if new is not None:
            others[self] = Selection(Offset(new[0], 0), Offset(new[1], 0))
        self.screen.selections = others
        self.selected()

    def selection_updated(self, selection: Selection | None) -> None:
        """The screen dropped its selections, as it does at a click."""
        if self.selection is not None and self not in self.screen.selections:
            self.end_selection()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What the screen copies: the passage as the text has it."""
        return (self.text[slice(*self.selection)], "\n") if self.selection else None

    def offset_under(self, event: events.MouseEvent) -> int | None:
        """The character under the pointer, or the nearest on its line."""
        if self._page is None:
            return None
        point = event.get_content_offset_capture(self)
        number = self._page.nearest_line(min(max(point.y, 0), self._height - 1) + self.scroll_offset.y)
        line = self._page.layout.lines[number]
        return self._page.layout.offset_at(number, min(max(point.x - self._left, 0), line.width))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = self.offset_under(event)
        if offset is not None and event.button == 1:
            self.end_selection()
            self.cursor = offset
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not self._dragging:
            return
        offset = self.offset_under(event)
        if offset is not None and (offset != self.cursor or self._anchor is not None):
            if self._anchor is None:
                self._anchor = self.cursor
            self.cursor = offset

    def on_mouse_up(self) -> None:
        if self._dragging:
            self._dragging = False
            self._anchor = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click chooses the word, a third one the paragraph."""
        offset = self.offset_under(event)
        if offset is None or event.chain < 2:
            return
        if event.chain == 2:
            start = self.text.rfind("\n", 0, offset) + 1
            words = _WORD.finditer(self.text, start)
            span = next((word.span() for word in words if word.end() > offset), None)
            if span is not None and span[0] <= offset:
                self.selection = span
        else:
            end = self.text.find("\n", offset)
            self.selection = (self.text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(self.text))

    # --- drawing ------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks = None
        self._drawn.clear()

    def on_focus(self) -> None:
        self._touch(self.cursor, self.cursor)

    def on_blur(self) -> None:
        self._touch(self.cursor, self.cursor)

    @property
    def inks(self) -> Inks:
        """The theme's styles."""
        if self._inks is None:
            looks = {part: look(self, f"reader--{part}") for part in _PARTS}
            self._inks = Inks(looks, self.rich_style, dark=self.app.current_theme.dark)
        return self._inks

    @property
    def _left(self) -> int:
        """The column at which the text begins."""
        width = self.scrollable_content_region.width
        return max((width - self._page.width) // 2, MARGIN) if self._page else 0

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        page = self._page
        if page is None:
            return Strip.blank(width, self.rich_style)
        number = page.line_at(row)
        here = number is not None and self.has_focus and row == self._row_of(self.cursor)
        key = (row, here, self._on_top(number) if number is not None else ())
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._drawn[key] = self._draw(*key)
        return strip.adjust_cell_length(width, self.rich_style)

    def _on_top(self, number: int) -> tuple[Mark, ...]:
        """The marks on a line that change as one moves."""
        assert self._page is not None
        line = self._page.layout.lines[number]
        marks = [mark for mark in self._light if mark.start < line.end and mark.end > line.start]
        if self.selection and self.selection[0] < line.end and self.selection[1] > line.start:
            marks.append(Mark(*self.selection, "selection"))
        if self.has_focus and number == self._page.layout.line_of(self.cursor):
            marks.append(Mark(self.cursor, self.cursor + 1, "caret"))
        return tuple(marks)

    def _draw(self, row: int, here: bool, on_top: tuple[Mark, ...]) -> Strip:
        assert self._page is not None
        page, inks, looks = self._page, self.inks, self.inks.looks
        width = self.scrollable_content_region.width
        number = page.line_at(row)
        if number is None:
            part = looks["title" if row < page.title_rows else "about"]
            line = [Segment(" " * self._left, inks.paper), Segment(page.about_at(row), inks.paper + part)]
            return Strip(line).adjust_cell_length(width, inks.paper)
        start, end, _ = page.layout.lines[number]
        ground = inks.paper + looks["line"] if here else inks.paper
        base = ground
        if start < page.title_end:
            base += looks["title"]
        elif self.dimmed:
            base += looks["rest"]
        marks = [*self._marks.on(start, end), *on_top] if end > start else list(on_top)
        signs = self.signs(start, end)
        line = [Segment(" " * (self._left - MARGIN), ground)]
        line += [Segment(text, ground + style) for text, style in signs]
        line += paint(page.layout, number, marks, inks, base)
        if on_top and on_top[-1].look == "caret" and on_top[-1].start >= end:
            line.append(Segment(" ", ground + looks["caret"]))
        return Strip(line).adjust_cell_length(width, ground)
