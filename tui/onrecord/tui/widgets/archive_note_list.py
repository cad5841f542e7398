"""The list of the notes of all articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.base.records import Article, Note
from onrecord.terminal.segments import Line, cut_line, short_date, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.note_list import note_lines
from onrecord.tui.widgets.row_list import RowList

_HEIGHT = 4  # lines of a row, the last one blank


@dataclass(frozen=True)
class NoteOfArticle:
    """A note, with the article that it is on."""

    note: Note
    article: Article

    @cached_property
    def words(self) -> str:
        """All that a filter looks into, in lower case."""
        tags = " ".join(f"#{tag}" for tag in (*self.note.tags, *self.article.tags))
        passage = self.note.anchor.exact if self.note.anchor else ""
        return "\n".join((self.note.body, tags, passage, self.article.title, self.article.source)).casefold()


class ArchiveNoteList(RowList):
    """Notes: each with its article, the passage it is on, and its first words."""

    BINDINGS = bindings("rows")
    EMPTY = "No notes. On the desk, a writes one."
    CLICK_CHOOSES = False

    @dataclass
    class Chosen(Message):
        """The user wants to read the article of this note."""

        note: Note

    def __init__(self) -> None:
        super().__init__(id="archive-notes")
        self._notes: Sequence[NoteOfArticle] = ()
        self._is_filtered = False

    @property
    def empty_text(self) -> str:
        return "No note has all these words." if self._is_filtered else self.EMPTY

    @property
    def highlighted(self) -> Note | None:
        """The note under the cursor."""
        return self._notes[self.cursor].note if self._notes else None

    def highlight(self, note_id: int) -> None:
        """Put the cursor on a note, if it is listed."""
        rows = (row for row, each in enumerate(self._notes) if each.note.id == note_id)
        self.cursor = next(rows, self.cursor)

    def show(self, notes: Sequence[NoteOfArticle], *, is_filtered: bool) -> None:
        """Show these notes, those that a filter finds or all; the cursor stays on its note if it is among them."""
        self._is_filtered = is_filtered
        highlighted = self._notes[self.cursor] if self._notes else None
        self._notes = notes
        self.update_rows(notes.index(highlighted) if highlighted in notes else 0)

    def count(self) -> int:
        return len(self._notes)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(0, _HEIGHT * len(self._notes) + 1, _HEIGHT)

    def choose(self, index: int) -> None:
        self.post_message(self.Chosen(self._notes[index].note))

    def draw(self, index: int, width: int) -> list[Line]:
        note, article = self._notes[index].note, self._notes[index].article
        dim = self.style_of("dim")
        day = short_date(note.updated or note.created, date.today())
        tags = "".join(f"  #{visible(tag)}" for tag in note.tags)
        title = Segment(visible(article.title), self.style_of("strong"))
        lines: list[Line] = [
            spread(
                [Segment(" ✎ ", self.style_of("accent")), title],
                [Segment(f"{tags}  {visible(article.source)}  {day} ", dim)],
                width,
            )
        ]
        if note.anchor:
            passage = visible(" ".join(note.anchor.exact.split()))
            lines.append(cut_line([Segment("   ▏", dim), Segment(passage, dim + Style(italic=True))], width))
        text = self.style_of("text")
        body = note_lines(note)[: _HEIGHT - 1 - len(lines)]
        return lines + [cut_line([Segment(f"   {visible(part)}", text)], width) for part in body]
