"""A page of text: lines of readable width with marks on them and signs beside them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.cache import FIFOCache
from textual.reactive import var
from textual.strip import Strip

from onrecord.base.records import Article, Span
from onrecord.terminal.wrapping import TextLayout
from onrecord.tui.text.article_page import ArticlePage
from onrecord.tui.text.highlighting import MARK_KINDS, Mark, Marks, MarkStyles, paint_line
from onrecord.tui.widgets.component_styles import component_style
from onrecord.tui.widgets.scroll_pane import ScrollPane

MEASURE = 72
"""The most columns that a line of text takes; from the end of a longer one it is hard to come back."""

MARGIN = 6
"""Columns that are kept free left of the text for signs."""

CONTEXT = 2
"""Lines that stay in view above and below the cursor."""

_KEPT = 512  # drawn lines that are kept, each about a kilobyte: some screens

_PARTS = (*MARK_KINDS, "title", "about", "sign", "line", "rest")

Signs = tuple[tuple[str, Style], ...]
"""What stands in the margin: texts of together ``MARGIN`` cells, with their styles."""


class PageView(ScrollPane, inherit_bindings=False):
    """Shows a text, the cursor and the passage chosen in it; lines are wrapped once a width and drawn when seen.

    A subclass lays marks on it (``set_marks``, ``set_light``), signs in its margin (``signs``), and moves.
    """

    COMPONENT_CLASSES = {f"reader--{part}" for part in _PARTS}

    cursor: var[int] = var(0, init=False)
    """The offset at which the reader stands."""

    selection: var[Span | None] = var(None, init=False)
    """The passage chosen."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.text = ""
        self._about: tuple[Article, str] | None = None  # the article and what is said of its quotes
        self._page: ArticlePage | None = None
        self._inks: MarkStyles | None = None
        self._rows_above: int | None = None  # rows of the window above the cursor's line, before a resize
        self._marks = Marks()
        self._light: tuple[Mark, ...] = ()
        self._drawn: FIFOCache[tuple[int, bool, tuple[Mark, ...]], Strip] = FIFOCache(_KEPT)

    def signs(self, start: int, end: int) -> Signs:
        """What stands in the margin beside a line with these characters."""
        raise NotImplementedError

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

    def show_text(self, article: Article, text: str, offset: int, *, quotes: str) -> None:
        """Show a text with the cursor at an offset."""
        self.selection = None
        self.text, self._about, self._page = text, (article, quotes), None
        self.set_reactive(PageView.cursor, self.validate_cursor(offset))
        self._lay_out()
        self._scroll_to_cursor()

    def show_nothing(self) -> None:
        """Show an empty page."""
        self.selection = None
        self.text, self._about, self._page = "", None, None
        self.set_reactive(PageView.cursor, 0)
        self.set_lines(0, 0)
        self.redraw()

    def show_about(self, article: Article, *, quotes: str) -> None:
        """Show what is known of the article now; the cursor's line stays where it is on the screen."""
        self._about = (article, quotes)
        self._lay_out()

    def validate_cursor(self, offset: int) -> int:
        return min(max(offset, 0), len(self.text))

    # --- rows and scrolling -------------------------------------------------------------------------------

    def _lay_out(self, above: int | None = None) -> None:
        """Wrap the text to the width there is; the cursor's line stays ``above`` rows down the screen."""
        width = self.scrollable_content_region.width
        if self._about is None or width < 1:
            return
        article, quotes = self._about
        measure = max(min(MEASURE, width - MARGIN - 1), 8)
        before = self._page
        if above is None and before is not None:
            above = self._row_of(self.cursor) - self.scroll_offset.y
        same = before is not None and before.layout.width == measure
        layout = before.layout if before is not None and same else TextLayout(self.text, measure)
        self._page = ArticlePage(article, layout, quotes=quotes)
        if before is not None and same and before.about == self._page.about and width == self.virtual_size.width:
            return
        self.set_lines(width, self._page.rows)
        if above is not None:
            self._scroll(self._row_of(self.cursor) - above)
        self.redraw()

    def before_resize(self) -> None:
        self._rows_above = self._row_of(self.cursor) - self.scroll_offset.y if self._page else None

    def after_resize(self) -> None:
        self._lay_out(self._rows_above)
        if self._rows_above is None:
            self._scroll_to_cursor()
        elif self._rows_above >= self._height - CONTEXT:
            self._scroll(self._row_of(self.cursor) - max(self._height - CONTEXT - 1, 0))

    def _row_of(self, offset: int) -> int:
        return self._page.row_of(self._page.layout.line_of(offset)) if self._page else 0

    @property
    def _height(self) -> int:
        return max(self.scrollable_content_region.height, 1)

    def _scroll(self, row: int) -> None:
        self.scroll_to(y=row, animate=False, force=True)

    def _scroll_to_cursor(self) -> None:
        """Have the cursor's line in the upper third, or the page's top if the cursor is there."""
        row = self._row_of(self.cursor)
        self._scroll(row - self._height // 3 if self.cursor else 0)

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

    def _touch(self, first: int, last: int) -> None:
        """The lines from one offset to another look different."""
        row = self._row_of(first)
        self.refresh_lines(row, self._row_of(last) - row + 1)

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
    def inks(self) -> MarkStyles:
        """The theme's styles."""
        if self._inks is None:
            looks = {part: component_style(self, f"reader--{part}") for part in _PARTS}
            self._inks = MarkStyles(looks, self.rich_style, dark=self.app.current_theme.dark)
        return self._inks

    @property
    def _left(self) -> int:
        """The column at which the text begins."""
        width = self.scrollable_content_region.width
        return max((width - self._page.layout.width) // 2, MARGIN) if self._page else 0

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        page = self._page
        if page is None:
            return Strip.blank(width, self.rich_style)
        number = page.line_at(row)
        here = number is not None and row == self._row_of(self.cursor)
        key = (row, here, self._on_top(number) if number is not None else ())
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._drawn[key] = self._draw(*key)
        return strip.adjust_cell_length(width, self.inks.paper)

    def _on_top(self, number: int) -> tuple[Mark, ...]:
        """The marks on a line that change as one moves."""
        assert self._page is not None
        line = self._page.layout.lines[number]
        marks = [mark for mark in self._light if mark.start < line.end and mark.end > line.start]
        if self.selection and self.selection[0] < line.end and self.selection[1] > line.start:
            marks.append(Mark(*self.selection, "selection"))
        if number == self._page.layout.line_of(self.cursor):
            marks.append(Mark(self.cursor, self.cursor + 1, "caret" if self.has_focus else "waiting"))
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
        line += paint_line(page.layout, number, marks, inks, base)
        if here and on_top and on_top[-1].start >= end:
            line.append(Segment(" ", ground + looks[on_top[-1].look]))
        return Strip(line).adjust_cell_length(width, ground)
