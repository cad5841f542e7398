"""The list of the notes on an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.base.markdown_text import plain_text
from onrecord.base.records import Note
from onrecord.terminal.segments import Line, cut_line, short_date, wrap
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.bookmarks import bookmark_letter
from onrecord.tui.widgets.row_list import RowList

_MAX_LINES = 4  # lines of a note that are shown
_MANY = 50
"""Of more notes than these, all rows are equally high: to find how high each is, its Markdown would be read."""
_HEIGHT = 5  # lines of such a row, the last one blank
_MAX_CHARACTERS = 4000  # characters of a note that are enough for these lines


@lru_cache(maxsize=256)
def preview_lines(markdown: str) -> tuple[str, ...]:
    """Return the first lines of a Markdown text, without its markup and without blank lines."""
    text = plain_text(markdown[:_MAX_CHARACTERS], bullet="• ", line_break="\n", keep_html=True)
    return tuple(line for line in text.splitlines() if line.strip())


def note_lines(note: Note) -> tuple[str, ...]:
    """Return what a list shows of the text of a note."""
    letter = bookmark_letter(note)
    return (f"Bookmark {letter}",) if letter else preview_lines(note.body)


class NoteList(RowList):
    """The list of notes: when each was written, the passage it is on, and its first lines."""

    BINDINGS = bindings("notes")
    _has_article = True

    @property
    def empty_text(self) -> str:
        how_to_write = f"Press {self._write_key} to write one, on the article or on the selected passage."
        return f"No notes. {how_to_write}" if self._has_article else ""

    @dataclass
    class Selected(Message):
        """The user wants to see the passage of this note in the text."""

        note: Note

    @dataclass
    class Edit(Message):
        """The user wants to edit this note."""

        note: Note

    @dataclass
    class Remove(Message):
        """The user wants to delete this note."""

        note: Note

    def __init__(self, write_key: str = "a") -> None:
        super().__init__(id="notes")
        self._write_key = write_key
        self._notes: list[Note] = []

    def show(self, notes: list[Note], *, has_article: bool = True) -> None:
        """Show these notes; the cursor stays on its note if it is among them.

        Args:
            notes: The notes.
            has_article: Whether there is an article to write one on.
        """
        self._has_article = has_article
        highlighted = self.highlighted
        rows = (row for row, note in enumerate(notes) if highlighted and note.id == highlighted.id)
        cursor = next(rows, self.cursor)
        self._notes = notes
        self.update_rows(cursor)

    @property
    def highlighted(self) -> Note | None:
        """The note under the cursor."""
        return self._notes[self.cursor] if self._notes else None

    def highlight(self, note: int) -> None:
        """Move the cursor to the note with this id, if it is in the list."""
        self.cursor = next((row for row, each in enumerate(self._notes) if each.id == note), self.cursor)

    def action_go_to(self) -> None:
        self.choose_highlighted()

    def action_edit_note(self) -> None:
        if self.highlighted:
            self.post_message(self.Edit(self.highlighted))
        else:
            self.say_empty()

    def action_remove_note(self) -> None:
        if self.highlighted:
            self.post_message(self.Remove(self.highlighted))
        else:
            self.say_empty()

    # Rows

    def count(self) -> int:
        return len(self._notes)

    def row_tops(self, width: int) -> Sequence[int]:
        if len(self._notes) <= _MANY:
            return super().row_tops(width)
        return range(0, _HEIGHT * len(self._notes) + 1, _HEIGHT)

    def choose(self, index: int) -> None:
        self.post_message(self.Selected(self._notes[index]))

    def draw(self, index: int, width: int) -> list[Line]:
        note = self._notes[index]
        text, dim = self.style_of("text"), self.style_of("dim")
        day = short_date(note.updated or note.created, date.today())
        tags = "".join(f"  #{visible(tag)}" for tag in note.tags)
        facts = f"{day}{tags}" + ("  earlier version" if note.version else "")
        lines: list[Line] = [cut_line([Segment("✎ ", self.style_of("accent")), Segment(facts, dim)], width)]
        if note.anchor:
            quote = wrap(visible(note.anchor.exact), width - 4, 2)
            lines += [[Segment("  ▏", dim), Segment(line, dim + Style(italic=True))] for line in quote]
        lines_left = _MAX_LINES if len(self._notes) <= _MANY else _HEIGHT - 1 - len(lines)
        for part in note_lines(note):
            wrapped = wrap(visible(part), width - 2, lines_left) if lines_left else []
            lines += [[Segment(f"  {line}", text)] for line in wrapped]
            lines_left -= len(wrapped)
        return lines
