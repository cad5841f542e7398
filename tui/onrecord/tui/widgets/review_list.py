"""What is to be decided, best first, and the evidence for one of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from onrecord.base.records import Review
from onrecord.terminal.segments import Line, spread, visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.comparison import ComparisonSide
from onrecord.tui.widgets.row_list import RowList


class ReviewList(RowList):
    """A row a review."""

    BINDINGS = bindings("rows")

    class Moved(Message):
        """The cursor is on another review, or there are others."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ReviewList.Moved)

    def __init__(self) -> None:
        super().__init__(id="review-list")
        self.reviews: list[Review] = []
        self.instead = ""
        """What stands where reviews would be."""

    def show(self, reviews: list[Review], cursor: int = 0) -> None:
        """Show what is to be decided, with the cursor on one."""
        self.reviews = reviews
        self.update_rows(cursor)

    @property
    def highlighted(self) -> Review | None:
        """The review under the cursor."""
        return self.reviews[self.cursor] if self.reviews else None

    @property
    def empty_text(self) -> str:
        return self.instead

    def count(self) -> int:
        return len(self.reviews)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(len(self.reviews) + 1)

    def moved(self) -> None:
        self.post_message(self.Moved())

    def draw(self, index: int, width: int) -> list[Line]:
        review = self.reviews[index]
        dim, share = self.style_of("dim"), f"{review.score:>4.0%}"
        if review.kind == "wording":
            line = [Segment(" "), Segment(visible(review.one), self.style_of("text"))]
            differs = [
                Segment(f"≠ {', '.join(review.differs)} ", self.style_of("accent")),
                Segment(f"{share} ", dim),
            ]
            return [spread(line, differs, width)]
        line = [
            Segment(f" {visible(review.one)}", self.style_of("strong")),
            Segment("  =?  ", dim),
            Segment(f"{visible(review.other)}", self.style_of("text")),
            Segment(f"  {visible(review.why)}", dim),
        ]
        return [spread(line, [Segment(f"{share} ", dim)], width)]


@dataclass
class _Look:
    name: str = "bold"
    facts: str = "$foreground 75%"
    where: str = "$foreground 66%"
    mark: str = "bold underline $text-accent"


class ComparisonView(Static):
    """One side of a review."""

    def show(self, side: ComparisonSide | None) -> None:
        """Show who it is, what is known, and the words, with what matters in them marked."""
        if side is None:
            self.update("")
            return
        look = _Look()
        parts: list[str | tuple[str, str]] = []
        for what, style in ((side.name, look.name), *((fact, look.facts) for fact in side.facts)):
            differs = what in side.differing
            parts += [(f"≠ {visible(what)}", look.mark) if differs else (visible(what), style), "\n"]
        parts.append("\n")
        at = 0
        for start, end in side.marks:
            parts += [visible(side.words[at:start]), (visible(side.words[start:end]), look.mark)]
            at = end
        parts += [visible(side.words[at:]), "\n\n", (visible(side.where), look.where)]
        self.update(Content.assemble(*parts))
