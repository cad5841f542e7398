"""The saved searches: named lists of articles, with how many each finds and how many of them are unread."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from onrecord.archive import ArticleCounts
from onrecord.base.records import SavedSearch
from onrecord.terminal.segments import Line, spread, visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList


class SavedList(RowList):
    """A row for each list, in the reader's order; the one whose articles are listed is marked."""

    BINDINGS = bindings("saved")

    @dataclass
    class Opened(Message):
        """The reader wants to see the articles of this one."""

        saved_search: SavedSearch

    @dataclass
    class RenameWanted(Message):
        """The reader wants to call this one something else."""

        saved_search: SavedSearch

    @dataclass
    class MoveWanted(Message):
        """The reader wants this one so many places further down (negative: up)."""

        saved_search: SavedSearch
        step: int

    @dataclass
    class ForgetWanted(Message):
        """The reader wants this one deleted."""

        saved_search: SavedSearch

    def __init__(self, lists: Sequence[SavedSearch]) -> None:
        super().__init__(id="saved")
        self._lists = lists
        self._counts: Mapping[int, ArticleCounts | None] = {}
        self._listed: Container[int] = ()
        self._name_them()

    def show(
        self, lists: Sequence[SavedSearch], counts: Mapping[int, ArticleCounts | None], listed: Container[int]
    ) -> None:
        """Show these lists; the cursor stays on its list if that is among them.

        ``counts`` are by id, None where a list cannot be counted and missing where it is not counted yet;
        ``listed`` are those whose articles are in the list of articles.
        """
        here = self.highlighted
        is_longer = len(lists) != len(self._lists)
        self._lists, self._counts, self._listed = lists, counts, listed
        self._name_them()
        if is_longer:
            self.refresh(layout=True)
        self.update_rows(next((at for at, one in enumerate(lists) if here and one.id == here.id), self.cursor))

    def _name_them(self) -> None:
        self.border_title = Content(f"Lists {len(self._lists):,}")

    @property
    def highlighted(self) -> SavedSearch | None:
        """The list under the cursor."""
        return self._lists[self.cursor] if self._lists else None

    def highlight_listed(self) -> None:
        """Put the cursor on the list whose articles are listed, if there is one."""
        self.cursor = next((at for at, one in enumerate(self._lists) if one.id in self._listed), self.cursor)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are lists; the style sheet says how many are seen at most."""
        return len(self._lists)

    def action_open_list(self) -> None:
        self.choose_highlighted()

    def action_rename_list(self) -> None:
        if self.highlighted:
            self.post_message(self.RenameWanted(self.highlighted))

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
        one = self._lists[index]
        is_listed = one.id in self._listed
        mark = Segment("▸ ", self.style_of("accent")) if is_listed else Segment("  ")
        name = Segment(visible(one.name), self.style_of("strong" if is_listed else "text"))
        return [spread([mark, name], self._count_of(one), width)]

    def _count_of(self, one: SavedSearch) -> Line:
        """Unread articles and all of them, each in a column as wide as the widest."""
        dim = self.style_of("dim")
        if one.id not in self._counts:
            return [Segment("…", dim)]
        tally = self._counts[one.id]
        if tally is None:
            return [Segment("?", self.style_of("accent"))]
        most = max((f"{each.articles:,}" for each in self._counts.values() if each), key=len)
        articles = Segment(f"{tally.articles:,}".rjust(len(most)), dim)
        unread = [Segment(f"●{tally.unread:,} ", self.style_of("accent"))] if tally.unread else []
        return [*unread, articles]
