"""The notes on the article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.base.markdown_text import plain_text
from onrecord.base.records import Note
from onrecord.terminal.segments import Line, cut_line, short_date, visible, wrap
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList

_LINES = 4  # lines of a note that are shown
_ENOUGH = 4000  # characters of a note in which these lines are


@lru_cache(maxsize=256)
def preview_lines(markdown: str) -> tuple[str, ...]:
    """Return the lines of a Markdown text without its marks, of a long one those of its beginning."""
    text = plain_text(markdown[:_ENOUGH], bullet="• ", line_break="\n", keep_html=True)
    return tuple(line for line in text.splitlines() if line.strip())


class NoteList(RowList):
    """The reader's notes, the passage they are on, and when they were written."""

    BINDINGS = bindings("notes")
    EMPTY = "No notes. Press a to write one, on the article or on the passage chosen."

    @dataclass
    class Selected(Message):
        """The reader wants to see the place of this note in the text."""

        note: Note

    @dataclass
    class Edit(Message):
        """The reader wants to change this note."""

        note: Note

    @dataclass
    class Remove(Message):
        """The reader wants this note deleted."""

        note: Note

    def __init__(self) -> None:
        super().__init__(id="notes")
        self._notes: list[Note] = []

    def show(self, notes: list[Note]) -> None:
        """Show these notes; the cursor stays on its note if that is among them."""
        here = self.highlighted
        cursor = next((at for at, note in enumerate(notes) if here and note.id == here.id), self.cursor)
        self._notes = notes
        self.update_rows(cursor)

    @property
    def highlighted(self) -> Note | None:
        """The note under the cursor."""
        return self._notes[self.cursor] if self._notes else None

    def action_go_to(self) -> None:
        self.choose_highlighted()

    def action_edit_note(self) -> None:
        if self.highlighted:
            self.post_message(self.Edit(self.highlighted))

    def action_remove_note(self) -> None:
        if self.highlighted:
            self.post_message(self.Remove(self.highlighted))

    # Rows

    def count(self) -> int:
        return len(self._notes)

    def choose(self, index: int) -> None:
        self.post_message(self.Selected(self._notes[index]))

    def draw(self, index: int, width: int) -> list[Line]:
        note = self._notes[index]
        text, dim = self.style_of("text"), self.style_of("dim")
        day = short_date(note.updated or note.created, date.today())
        tags = "".join(f"  #{visible(tag)}" for tag in note.tags)
        lines: list[Line] = [
            cut_line([Segment("✎ ", self.style_of("accent")), Segment(f"{day}{tags}", dim)], width)
        ]
        if note.anchor:
            quote = wrap(visible(note.anchor.exact), width - 4, 2)
            lines += [[Segment("  ▏", dim), Segment(line, dim + Style(italic=True))] for line in quote]
        left = _LINES
        for part in preview_lines(note.body):
            wrapped = wrap(visible(part), width - 2, left) if left else []
            lines += [[Segment(f"  {line}", text)] for line in wrapped]
            left -= len(wrapped)
        return lines
