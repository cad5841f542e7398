"""Two texts side by side, paragraph beside paragraph, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from onrecord.base.records import Span
from onrecord.base.text_changes import ParagraphPair, TextChange
from onrecord.terminal.segments import Line, wrap_highlighted
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList

_MARGIN = 1  # columns before the text on the left, as before its title
_GAP = 3  # columns between the texts
_MAX_LINES = 500  # of a paragraph


class ParagraphPairs(RowList):
    """Pairs of paragraphs; the cursor goes from pair to pair, or from difference to difference."""

    BINDINGS = bindings("rows")
    EMPTY = "comparing…"
    CLICK_CHOOSES = False

    def __init__(self) -> None:
        super().__init__(id="paragraph-pairs")
        self._pairs: Sequence[ParagraphPair] = ()

    def show(self, pairs: Sequence[ParagraphPair], cursor: int | None = None) -> None:
        """Show two texts, with the cursor on a pair, or on the first one that differs."""
        self._pairs = pairs
        differences = (row for row, pair in enumerate(pairs) if pair.differs)
        self.update_rows(next(differences, 0) if cursor is None else cursor)

    def go_to_difference(self, step: int) -> bool:
        """Go to the next pair that differs (1) or the previous one (-1), and return whether there is one."""
        rows = range(self.cursor + 1, len(self._pairs)) if step > 0 else range(self.cursor - 1, -1, -1)
        for row in rows:
            if self._pairs[row].differs:
                self.cursor = row
                return True
        return False

    def count(self) -> int:
        return len(self._pairs)

    def draw(self, index: int, width: int) -> list[Line]:
        pair = self._pairs[index]
        column = max(10, (width - _MARGIN - _GAP) // 2)
        left, right = self._column(pair.left, column), self._column(pair.right, column)
        sign = Segment(" ≠ " if pair.differs else "   ", self.style_of("accent"))
        margin, blank = Segment(" " * _MARGIN), Segment("   ")
        lines: list[Line] = []
        for number in range(max(len(left), len(right))):
            left_line = left[number] if number < len(left) else []
            right_line = right[number] if number < len(right) else []
            padding = Segment(" " * (column - sum(segment.cell_length for segment in left_line)))
            lines.append([margin, *left_line, padding, blank if number else sign, *right_line])
        return [*lines, []]

    def _column(self, pieces: Sequence[TextChange], width: int) -> list[Line]:
        text, spans = paragraph_with_marks(pieces)
        return wrap_highlighted(text, spans, width, _MAX_LINES, self.style_of("text"), self.style_of("hit"))


def paragraph_with_marks(pieces: Sequence[TextChange]) -> tuple[str, list[Span]]:
    """Return a paragraph on one line with single spaces, and where it differs, in characters of that line."""
    text = ""
    spans: list[Span] = []
    for piece in pieces:
        words = " ".join(piece.text.split())
        if not words:
            text += " " if piece.text and text and not text.endswith(" ") else ""
            continue
        if piece.text[0].isspace() and text and not text.endswith(" "):
            text += " "
        if piece.kind != "same":
            spans.append((len(text), len(text) + len(words)))
        text += words
        if piece.text[-1].isspace():
            text += " "
    return text.rstrip(), spans
