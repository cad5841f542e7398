"""A page of text: lines of a readable width, with marks on them and signs in the margin."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.cache import FIFOCache
from textual.content import Content
from textual.geometry import Offset
from textual.reactive import var
from textual.strip import Strip

from onrecord.base.records import Article, Span
from onrecord.base.settings import LINE_LENGTH
from onrecord.terminal.visible_text import visible
from onrecord.terminal.wrapping import TextLayout
from onrecord.tui.text.article_page import ArticlePage
from onrecord.tui.text.highlighting import MARK_KINDS, Mark, MarkSet, MarkStyles, paint_line
from onrecord.tui.widgets.component_styles import component_style
from onrecord.tui.widgets.scroll_pane import ScrollPane

MARGIN = 6
"""The columns left of the text that are reserved for signs."""

CONTEXT = 2
"""The lines that stay in view above and below the cursor."""

_CACHED_LINES = 192  # more than a screen has; with what Textual makes of it, a line takes eight kilobytes

_PARTS = (*MARK_KINDS, "title", "about", "sign", "line", "rest")

Signs = tuple[tuple[str, Style], ...]
"""The texts in the margin of a line with their styles; together they take ``MARGIN`` cells."""


class PageView(ScrollPane, inherit_bindings=False):
    """A view of a text with a cursor and a selection. Lines are wrapped once for a width and drawn when seen.

    A subclass adds marks (``set_marks``, ``set_top_marks``), signs in the margin (``signs``), and movement.
    """

    COMPONENT_CLASSES = {f"reader--{part}" for part in _PARTS}

    cursor: var[int] = var(0, init=False)
    """The offset of the cursor, in characters of the text."""

    selection: var[Span | None] = var(None, init=False)
    """The selected passage."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.text = ""
        self.line_length = LINE_LENGTH
        """The most columns of a line of text."""
        self._about: tuple[Article, str] | None = None  # the article, and what is said about its quotes
        self._page: ArticlePage | None = None
        self._mark_styles: MarkStyles | None = None
        self._rows_above: int | None = None  # rows of the window above the cursor's line, before a resize
        self._mark_sets: tuple[MarkSet, ...] = ()
        self._top_marks: tuple[Mark, ...] = ()
        self._drawn: FIFOCache[tuple[int, bool, tuple[Mark, ...]], Strip] = FIFOCache(_CACHED_LINES)

    def signs(self, start: int, end: int) -> Signs:
        """Return what stands in the margin beside the line that has these characters."""
        raise NotImplementedError

    @property
    def dimmed(self) -> bool:
        """Whether text without marks is dimmed."""
        return False

    def set_marks(self, *mark_sets: MarkSet) -> None:
        """Replace the marks on the text, without scrolling."""
        self._mark_sets = mark_sets
        self.redraw()

    def marks_on(self, start: int, end: int) -> list[Mark]:
        """Return the marks that share a character with this span; those of each set by their start."""
        return [mark for marks in self._mark_sets for mark in marks.overlapping(start, end)]

    def set_top_marks(self, marks: Sequence[Mark]) -> None:
        """Replace the marks that lie on top of all others; they may change whenever the cursor moves."""
        top_marks = tuple(marks)
        if top_marks != self._top_marks:
            for mark in (*self._top_marks, *top_marks):
                self._refresh_span(mark.start, mark.end)
            self._top_marks = top_marks

    def redraw(self) -> None:
        """Draw everything anew."""
        self._drawn.clear()
        self.refresh()

    def show_text(self, article: Article, text: str, offset: int, *, quotes: str) -> None:
        """Show the text of an article.

        Args:
            article: What is shown of it above the text.
            text: The text.
            offset: The offset of the cursor.
            quotes: What is said about the number of its quotes.
        """
        self.selection = None
        self.text, self._about, self._page = text, (article, quotes), None
        self.set_reactive(PageView.cursor, self.validate_cursor(offset))
        self._lay_out()
        self._scroll_to_cursor()
        self._name_frame()

    def show_nothing(self) -> None:
        """Show an empty page."""
        self.selection = None
        self.text, self._about, self._page = "", None, None
        self.set_reactive(PageView.cursor, 0)
        self.border_title = ""
        self.set_lines(0, 0)
        self.redraw()

    def show_about(self, article: Article, *, quotes: str) -> None:
        """Replace what is said about the article; the cursor's line stays where it is on the screen."""
        self._about = (article, quotes)
        self._lay_out()
        self._name_frame()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._name_frame()

    def _name_frame(self) -> None:
        """Name the article in the frame once its own title is scrolled away."""
        if self._about is None:
            return
        is_title_seen = self._page is None or self.scroll_offset.y < self._page.title_rows
        title = "Article" if is_title_seen else visible(" ".join(self._about[0].title.split()))
        self.border_title = Content(f" {title} ")

    def validate_cursor(self, offset: int) -> int:
        return min(max(offset, 0), len(self.text))

    # --- rows and scrolling -------------------------------------------------------------------------------

    def _lay_out(self, above: int | None = None) -> None:
        """Wrap the text to the current width.

        Args:
            above: The rows of the window above the cursor's line, which it keeps; None for as many as now.
        """
        width = self.scrollable_content_region.width
        if self._about is None or width < 1:
            return
        article, quotes = self._about
        measure = max(min(self.line_length, width - MARGIN - 1), 8)
        before = self._page
        if above is None and before is not None:
            above = self._row_of(self.cursor) - self.scroll_offset.y
        is_same_width = before is not None and before.layout.width == measure
        layout = before.layout if before is not None and is_same_width else TextLayout(self.text, measure)
        self._page = ArticlePage(article, layout, quotes=quotes)
        if (
            before is not None
            and is_same_width
            and before.about == self._page.about
            and width == self.virtual_size.width
        ):
            return
        self.set_lines(width, self._page.rows)
        if above is not None:
            self._scroll(self._row_of(self.cursor) - above)
        self.redraw()

    @property
    def awaits_size(self) -> bool:
        return self._about is not None and self._page is None

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
        """Scroll the cursor's line into the upper third; for a cursor at offset 0, to the top of the page."""
        row = self._row_of(self.cursor)
        self._scroll(row - self._height // 3 if self.cursor else 0)

    def show_span(self, offset: int, end: int | None, context: int) -> None:
        """Scroll as little as needed to show a span with some lines around it; from far away, to the upper third.

        Args:
            offset: The first character of the span.
            end: The end of the span, exclusive; None for the line of the first character.
            context: The number of lines around it.
        """
        if self._page is None:
            return
        height = self._height
        context = min(context, (height - 1) // 2)
        first = self._row_of(offset)
        last = self._row_of(end - 1) if end is not None and end > offset else first
        last = min(last, first + height - 2 * context - 1)
        top = first - context if self._page.layout.line_of(offset) > context else 0
        bottom = max(last + context, top + 1)
        window_top = self.scroll_offset.y
        if top >= window_top and bottom < window_top + height:
            return
        if first < window_top - height // 2 or last >= window_top + height + height // 2:
            self._scroll(max(first - height // 3, 0))
        elif top < window_top:
            self._scroll(top)
        else:
            self._scroll(min(bottom - height + 1, first))

    def place_on_screen(self, offset: int) -> Offset | None:
        """Return where a character of the text is in the window; None where it is above or below it."""
        if self._page is None:
            return None
        number, column = self._page.layout.place(offset)
        line = self._page.row_of(number) - self.scroll_offset.y
        return Offset(self._text_column + column, line) if 0 <= line < self._height else None

    def _refresh_span(self, first: int, last: int) -> None:
        """Have the lines from one offset to another painted anew."""
        row = self._row_of(first)
        self.refresh_lines(row, self._row_of(last) - row + 1)

    # --- drawing ------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._mark_styles = None
        self._drawn.clear()

    def on_focus(self) -> None:
        self._refresh_span(self.cursor, self.cursor)

    def on_blur(self) -> None:
        self._refresh_span(self.cursor, self.cursor)

    @property
    def mark_styles(self) -> MarkStyles:
        """The styles of the marks in the current theme."""
        if self._mark_styles is None:
            styles = {part: component_style(self, f"reader--{part}") for part in _PARTS}
            self._mark_styles = MarkStyles(styles, self.rich_style, dark=self.app.current_theme.dark)
        return self._mark_styles

    @property
    def _text_column(self) -> int:
        """The column at which the lines of text begin."""
        width = self.scrollable_content_region.width
        return max((width - self._page.layout.width) // 2, MARGIN) if self._page else 0

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        page = self._page
        if page is None:
            return Strip.blank(width, self.rich_style)
        number = page.line_at(row)
        has_cursor = number is not None and row == self._row_of(self.cursor)
        key = (row, has_cursor, self._marks_on_top(number) if number is not None else ())
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._drawn[key] = self._draw(*key)
        return strip.adjust_cell_length(width, self.mark_styles.background)

    def _marks_on_top(self, number: int) -> tuple[Mark, ...]:
        """Return the marks on a line that change when the cursor moves: top marks, selection and cursor."""
        assert self._page is not None
        line = self._page.layout.lines[number]
        marks = [mark for mark in self._top_marks if mark.start < line.end and mark.end > line.start]
        if self.selection and self.selection[0] < line.end and self.selection[1] > line.start:
            marks.append(Mark(*self.selection, "selection"))
        if number == self._page.layout.line_of(self.cursor):
            marks.append(Mark(self.cursor, self.cursor + 1, "caret" if self.has_focus else "waiting"))
        return tuple(marks)

    def _draw(self, row: int, has_cursor: bool, top_marks: tuple[Mark, ...]) -> Strip:
        assert self._page is not None
        page, mark_styles, styles = self._page, self.mark_styles, self.mark_styles.styles
        width = self.scrollable_content_region.width
        number = page.line_at(row)
        if number is None:
            part = styles["title" if row < page.title_rows else "about"]
            paper = mark_styles.background
            line = [Segment(" " * self._text_column, paper), Segment(page.about_at(row), paper + part)]
            return Strip(line).adjust_cell_length(width, mark_styles.background)
        text_line = page.layout.lines[number]
        start, end = text_line.start, text_line.end
        background = mark_styles.background + styles["line"] if has_cursor else mark_styles.background
        base = background
        if start < page.title_end:
            base += styles["title"]
        elif self.dimmed:
            base += styles["rest"]
        marks = list(top_marks)
        if end > start:
            marks = [*self.marks_on(start, end), *marks]
        # A line that was added between two paragraphs stands for the line feed before it.
        signs = self.signs(start - 1, start) if page.layout.is_gap(number) and start else self.signs(start, end)
        line = [Segment(" " * (self._text_column - MARGIN), background)]
        line += [Segment(text, background + style) for text, style in signs]
        line += paint_line(page.layout, number, marks, mark_styles, base)
        if has_cursor and top_marks and top_marks[-1].start >= end:
            line.append(Segment(" ", background + styles[top_marks[-1].kind]))
        return Strip(line).adjust_cell_length(width, background)
