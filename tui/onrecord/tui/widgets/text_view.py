"""Moving in a page of text and choosing passages of it, by keys and by mouse."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.selection import Selection

from onrecord.base.records import Article, Span
from onrecord.tui.text.motions import next_word, paragraph_at, previous_word, word_at
from onrecord.tui.widgets.page_view import CONTEXT, PageView


class TextView(PageView, can_focus=True, inherit_bindings=False):
    """A page with a cursor that stays on the screen.

    A subclass is told when the cursor has ``moved`` and when another passage is ``selected``.
    """

    ALLOW_SELECT = False  # a passage is chosen here, cell by cell, and lent to the screen for copying

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._goal: int | None = None  # the column that moving by lines keeps
        self._anchor: int | None = None  # where a passage begins that moving extends
        self._target: Span | None = None  # where the reader was sent, until he moves on
        self._dragging = False
        self._following = True  # whether the page goes with the cursor

    def moved(self) -> None:
        """The cursor is elsewhere."""

    def selected(self) -> None:
        """Another passage is chosen, or none."""

    def show_text(self, article: Article, text: str, offset: int, *, quotes: str) -> None:
        self._goal = self._target = None
        super().show_text(article, text, offset, quotes=quotes)

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

    # --- the cursor ---------------------------------------------------------------------------------------

    def watch_cursor(self, old: int, new: int) -> None:
        self._goal = self._target = None
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
        self._target = (offset, end) if end is not None else None
        self.show_span(self.cursor, end, context)
        self.moved()

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

    def action_next_word(self) -> None:
        self.cursor = next_word(self.text, self.cursor)

    def action_previous_word(self) -> None:
        self.cursor = previous_word(self.text, self.cursor)

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

    def _point_at(self, offset: int) -> None:
        """Put the cursor where the pointer is; the page stays under it."""
        self._following = False
        self.cursor = offset
        self._following = True

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = self.offset_under(event)
        if offset is not None and event.button == 1:
            self.end_selection()
            self._point_at(offset)
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Dragging chooses; beyond the upper and lower edge it scrolls."""
        if not self._dragging:
            return
        y = event.get_content_offset_capture(self).y
        self._scroll(self.scroll_offset.y + (y >= self._height) - (y < 0))
        offset = self.offset_under(event)
        if offset is not None and (offset != self.cursor or self._anchor is not None):
            if self._anchor is None:
                self._anchor = self.cursor
            self._point_at(offset)

    def on_mouse_up(self) -> None:
        if self._dragging:
            self._dragging = False
            self._anchor = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click chooses the word, a third one the paragraph."""
        offset = self.offset_under(event)
        if offset is not None and event.chain == 2:
            self.selection = word_at(self.text, offset)
        elif offset is not None and event.chain > 2:
            self.selection = paragraph_at(self.text, offset)
