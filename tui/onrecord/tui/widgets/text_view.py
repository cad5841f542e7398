"""Moving in a page of text and selecting passages, with keys and with the mouse."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.selection import Selection

from onrecord.base.records import Article, Span
from onrecord.tui.text.motions import next_word, paragraph_at, previous_word, word_at, word_end
from onrecord.tui.widgets.page_view import CONTEXT, PageView


class TextView(PageView, can_focus=True, inherit_bindings=False):
    """A page with a cursor that stays on the screen.

    A subclass reacts in ``cursor_moved`` and ``selection_changed``.
    """

    ALLOW_SELECT = False  # selected here, by characters; the screen gets the selection only to copy it

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._goal_column: int | None = None  # the column that moving by lines aims at
        self._anchor: int | None = None  # where the selection begins that moving extends
        self._target_span: Span | None = None  # what ``go_to`` showed last, until the cursor moves on
        self._dragging = False
        self._scrolls_with_cursor = True  # whether a moved cursor scrolls the page

    def cursor_moved(self) -> None:
        """React to a cursor that has moved."""

    def selection_changed(self) -> None:
        """React to another selection, or to none."""

    def show_text(self, article: Article, text: str, offset: int, *, quotes: str) -> None:
        self._goal_column = self._target_span = None
        super().show_text(article, text, offset, quotes=quotes)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the cursor on the screen when the page is scrolled."""
        super().watch_scroll_y(old_value, new_value)
        if self._page is None or self._dragging:
            return
        top = round(new_value)
        row = self._row_of(self.cursor)
        visible_row = min(max(row, top), top + self._height - 1)
        if visible_row != row:
            self._scrolls_with_cursor = False
            self._move_to_row(visible_row)
            self._scrolls_with_cursor = True

    # --- the cursor ---------------------------------------------------------------------------------------

    def watch_cursor(self, old: int, new: int) -> None:
        self._goal_column = self._target_span = None
        self._refresh_span(old, old)
        self._refresh_span(new, new)
        if self._scrolls_with_cursor:
            self.show_span(new, None, CONTEXT)
        if self._anchor is not None:
            start, end = sorted((self._anchor, new))
            self.selection = (start, min(end + 1, len(self.text)))
        self.cursor_moved()

    def go_to(self, offset: int, end: int | None = None, context: int = CONTEXT) -> None:
        """Move the cursor to an offset, and show the text up to ``end`` with some lines around it."""
        self._scrolls_with_cursor = False
        self.cursor = offset
        self._scrolls_with_cursor = True
        self._target_span = (offset, end) if end is not None else None
        self.show_span(self.cursor, end, context)
        self.cursor_moved()

    def _move_to_row(self, row: int) -> None:
        """Move the cursor to the line on this row, in the same column."""
        if self._page is None:
            return
        layout = self._page.layout
        column = layout.place(self.cursor)[1] if self._goal_column is None else self._goal_column
        number = self._page.nearest_line(row)
        self.cursor = layout.offset_at(number, min(column, max(layout.lines[number].width - 1, 0)))
        self._goal_column = column

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
        """Move page and cursor together: the cursor stays at its height on the screen."""
        if self._page is None:
            return
        target = self.scroll_offset.y + rows
        self._scrolls_with_cursor = False
        self._move_to_row(min(max(self._row_of(self.cursor) + rows, 0), self._page.rows - 1))
        self._scrolls_with_cursor = True
        self._scroll(target)
        self.show_span(self.cursor, None, CONTEXT)

    def action_next_word(self) -> None:
        """Go to the next word; a selection goes to the end of a word."""
        if not self.extend_to_word_end():
            self.cursor = next_word(self.text, self.cursor)

    def extend_to_word_end(self) -> bool:
        """Take the selection to the end of a word, and return whether there is one that moving extends."""
        if self._anchor is None:
            return False
        self.cursor = word_end(self.text, self.cursor)
        return True

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

    # --- selecting a passage ------------------------------------------------------------------------------

    def action_select(self) -> None:
        """Begin a selection at the cursor, or drop the present one."""
        if self.selection is not None:
            self.end_selection()
        elif self.text:
            self._anchor = min(self.cursor, len(self.text) - 1)
            self.selection = (self._anchor, self._anchor + 1)

    def end_selection(self) -> None:
        """Select nothing."""
        self.selection = None

    def watch_selection(self, old: Span | None, new: Span | None) -> None:
        if new is None:
            self._anchor = None
        for span in (old, new):
            if span is not None:
                self._refresh_span(*span)
        selections = {widget: span for widget, span in self.screen.selections.items() if widget is not self}
        if new is not None:
            selections[self] = Selection(Offset(new[0], 0), Offset(new[1], 0))
        self.screen.selections = selections
        self.selection_changed()

    def selection_updated(self, selection: Selection | None) -> None:
        """Drop the selection when the screen drops all selections, as it does after a click."""
        if self.selection is not None and self not in self.screen.selections:
            self.end_selection()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what the screen copies: the selected passage as the text has it."""
        return (self.text[slice(*self.selection)], "\n") if self.selection else None

    def offset_under(self, event: events.MouseEvent) -> int | None:
        """Return the offset of the character under the pointer, or of the nearest on its line."""
        if self._page is None:
            return None
        point = event.get_content_offset_capture(self)
        number = self._page.nearest_line(min(max(point.y, 0), self._height - 1) + self.scroll_offset.y)
        line = self._page.layout.lines[number]
        return self._page.layout.offset_at(number, min(max(point.x - self._text_column, 0), line.width))

    def _point_at(self, offset: int) -> None:
        """Move the cursor to the pointer, without scrolling."""
        self._scrolls_with_cursor = False
        self.cursor = offset
        self._scrolls_with_cursor = True

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = self.offset_under(event)
        if offset is not None and event.button == 1:
            self.end_selection()
            self._point_at(offset)
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection while dragging; beyond the upper and lower edge, scroll as well."""
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
        """Select the word after a double click, the paragraph after a triple click."""
        offset = self.offset_under(event)
        if offset is not None and event.chain == 2:
            self.selection = word_at(self.text, offset)
        elif offset is not None and event.chain > 2:
            self.selection = paragraph_at(self.text, offset)
