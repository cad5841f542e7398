"""The list of saved searches: named lists of articles, with how many each finds and how many of them are
unread.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from onrecord.archive import ArticleCounts
from onrecord.base.records import SavedSearch
from onrecord.terminal.segments import Line, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList


class SavedList(RowList):
    """A row for each list, in the user's order; the one whose articles are listed is marked."""

    BINDINGS = bindings("saved")

    @dataclass
    class Opened(Message):
        """The user wants to see the articles of this list."""

        saved_search: SavedSearch

    @dataclass
    class Highlighted(Message):
        """The cursor has come to this list."""

        saved_search: SavedSearch

    @dataclass
    class RenameWanted(Message):
        """The user wants to rename this list."""

        saved_search: SavedSearch

    @dataclass
    class QueryWanted(Message):
        """The user wants to give this list another query."""

        saved_search: SavedSearch

    @dataclass
    class MoveWanted(Message):
        """The user wants to move this list down by so many rows; up if negative."""

        saved_search: SavedSearch
        step: int

    @dataclass
    class ForgetWanted(Message):
        """The user wants to delete this list."""

        saved_search: SavedSearch

    def __init__(self, lists: Sequence[SavedSearch]) -> None:
        super().__init__(id="saved")
        self._lists = lists
        self._counts: Mapping[int, ArticleCounts | None] = {}
        self._listed: Container[int] = ()
        self._failing: Container[int] = ()
        self._announced: SavedSearch | None = None
        self._update_title()

    def show(
        self,
        lists: Sequence[SavedSearch],
        counts: Mapping[int, ArticleCounts | None],
        listed: Container[int],
        failing: Container[int] = (),
    ) -> None:
        """Show these saved searches; the cursor stays on its list if it is among them.

        Args:
            lists: The saved searches, in the user's order.
            counts: Id → the numbers of articles; None if they cannot be counted, missing if not counted yet.
            listed: The ids of those whose articles are in the list of articles.
            failing: The ids of feeds that could not be fetched the last time; a mark tells them.
        """
        highlighted = self.highlighted
        is_longer = len(lists) != len(self._lists)
        self._lists, self._counts, self._listed, self._failing = lists, counts, listed, failing
        self._update_title()
        if is_longer:
            self.refresh(layout=True)
        rows = (
            row for row, listed_search in enumerate(lists) if highlighted and listed_search.id == highlighted.id
        )
        self.update_rows(next(rows, self.cursor))

    def _update_title(self) -> None:
        self.border_title = Content(f"Lists {len(self._lists):,}")

    @property
    def highlighted(self) -> SavedSearch | None:
        """The list under the cursor."""
        return self._lists[self.cursor] if self._lists else None

    def highlight_listed(self) -> None:
        """Put the cursor on the list whose articles are listed, if there is one."""
        rows = (row for row, saved_search in enumerate(self._lists) if saved_search.id in self._listed)
        self.cursor = next(rows, self.cursor)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return as many lines as there are lists; the style sheet says how many are seen at most."""
        return len(self._lists)

    def on_focus(self) -> None:
        """Tell on which list the cursor is."""
        self._announce()

    def cursor_moved(self) -> None:
        if self.has_focus:
            self._announce()

    def _announce(self) -> None:
        if self.highlighted and self.highlighted != self._announced:
            self.post_message(self.Highlighted(self.highlighted))
        self._announced = self.highlighted

    def on_blur(self) -> None:
        """Announce the list again when the cursor comes back."""
        self._announced = None

    def action_open_list(self) -> None:
        self.choose_highlighted()

    def action_rename_list(self) -> None:
        if self.highlighted:
            self.post_message(self.RenameWanted(self.highlighted))

    def action_edit_query(self) -> None:
        if self.highlighted:
            self.post_message(self.QueryWanted(self.highlighted))

    def action_list_up(self) -> None:
        if self.highlighted:
            self.post_message(self.MoveWanted(self.highlighted, -1))

    def action_list_down(self) -> None:
        if self.highlighted:
            self.post_message(self.MoveWanted(self.highlighted, 1))

    def action_forget_list(self) -> None:
        if self.highlighted:
            self.post_message(self.ForgetWanted(self.highlighted))

    # Rows

    def count(self) -> int:
        return len(self._lists)

    def choose(self, index: int) -> None:
        self.post_message(self.Opened(self._lists[index]))

    def draw(self, index: int, width: int) -> list[Line]:
        saved_search = self._lists[index]
        is_listed = saved_search.id in self._listed
        mark = Segment("▸ ", self.style_of("accent")) if is_listed else Segment("  ")
        name = Segment(visible(saved_search.name), self.style_of("strong" if is_listed else "text"))
        return [spread([mark, name], self._count_of(saved_search), width)]

    def _count_of(self, saved_search: SavedSearch) -> Line:
        """Return the unread articles and all of them, each in a column as wide as its widest number."""
        dim = self.style_of("dim")
        if saved_search.id not in self._counts:
            return [Segment("…", dim)]
        counts = self._counts[saved_search.id]
        if counts is None:
            return [Segment("?", self.style_of("accent"))]
        widest_count = max(
            (f"{other_counts.articles:,}" for other_counts in self._counts.values() if other_counts), key=len
        )
        articles = Segment(f"{counts.articles:,}".rjust(len(widest_count)), dim)
        unread = [Segment(f"●{counts.unread:,} ", self.style_of("accent"))] if counts.unread else []
        failing = [Segment("! ", self.style_of("accent"))] if saved_search.id in self._failing else []
        return [*failing, *unread, articles]
