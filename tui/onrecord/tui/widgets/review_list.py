"""The list of reviews, and the view that compares the two sides of one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from onrecord.base.archive_records import Review
from onrecord.terminal.segments import Line, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.comparison import ComparisonSide
from onrecord.tui.widgets.row_list import RowList


class ReviewList(RowList):
    """The list of reviews, the most certain first."""

    BINDINGS = bindings("rows")

    class Moved(Message):
        """The cursor is on another review, or the list has other reviews."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ReviewList.Moved)

    def __init__(self) -> None:
        super().__init__(id="review-list")
        self.reviews: list[Review] = []
        """The first review of each row."""
        self._sizes: list[int] = []
        self.placeholder = ""
        """The text shown in place of reviews."""

    def show(self, reviews: list[Review], sizes: list[int], cursor: int = 0) -> None:
        """Show what is to be decided.

        Args:
            reviews: The first review of each row.
            sizes: How many articles each row stands for.
            cursor: The row of the cursor.
        """
        self.reviews, self._sizes = reviews, sizes
        self.update_rows(cursor)

    @property
    def highlighted(self) -> Review | None:
        """The review under the cursor."""
        return self.reviews[self.cursor] if self.reviews else None

    @property
    def highlighted_size(self) -> int:
        """The number of articles for which the row under the cursor stands; 0 where there is none."""
        return self._sizes[self.cursor] if self._sizes else 0

    @property
    def empty_text(self) -> str:
        return self.placeholder

    def count(self) -> int:
        return len(self.reviews)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(len(self.reviews) + 1)

    def cursor_moved(self) -> None:
        self.post_message(self.Moved())

    def draw(self, index: int, width: int) -> list[Line]:
        review = self.reviews[index]
        dim, share = self.style_of("dim"), f"{review.score:>4.0%}"
        if review.kind == "wording":
            line = [Segment(" "), Segment(visible(review.subject), self.style_of("text"))]
            differs = [
                Segment(f"≠ {', '.join(review.differs)} ", self.style_of("accent")),
                Segment(f"{share} ", dim),
            ]
            return [spread(line, differs, width)]
        line = [
            Segment(f" {visible(review.subject)}", self.style_of("strong")),
            Segment("  =?  ", dim),
            Segment(f"{visible(review.other)}", self.style_of("text")),
            *(
                [Segment(f"  in {self._sizes[index]:,} articles", self.style_of("accent"))]
                * (self._sizes[index] > 1)
            ),
            Segment(f"  {visible(review.why)}", dim),
        ]
        return [spread(line, [Segment(f"{share} ", dim)], width)]


_NAME_STYLE = "bold"
_FACT_STYLE = "$foreground 75%"
_SOURCE_STYLE = "$foreground 66%"
_MARK_STYLE = "bold underline $text-accent"


class ComparisonView(Static):
    """One side of a review."""

    def show(self, side: ComparisonSide | None) -> None:
        """Show the name, the facts and the words of a side, with the differences marked; nothing for None."""
        if side is None:
            self.update("")
            return
        parts: list[str | tuple[str, str]] = []
        for fact, style in ((side.name, _NAME_STYLE), *((fact, _FACT_STYLE) for fact in side.facts)):
            differs = fact in side.differing
            parts += [(f"≠ {visible(fact)}", _MARK_STYLE) if differs else (visible(fact), style), "\n"]
        parts.append("\n")
        position = 0
        for start, end in side.marks:
            parts += [visible(side.words[position:start]), (visible(side.words[start:end]), _MARK_STYLE)]
            position = end
        parts += [visible(side.words[position:]), "\n\n", (visible(side.where), _SOURCE_STYLE)]
        self.update(Content.assemble(*parts))
