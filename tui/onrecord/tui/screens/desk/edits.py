"""What the reader changes: tags, notes, stars, read marks, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from onrecord.archive import ArchiveError
from onrecord.base.records import Note
from onrecord.tui.screens.desk.article_list import Listing

if TYPE_CHECKING:
    from onrecord.tui.widgets.note_list import NoteList


class Changes(Listing):
    """Each change is one transaction of ``work``; what is on the screen follows."""

    def attempt(self, change: Callable[[], object], done: str = "") -> None:
        """Change the archive and show it; a failure is said and has changed nothing."""
        try:
            change()
        except ArchiveError as error:
            self.complain(error)
        else:
            if done:
                self.say(done)
        self.show_changes()

    def may_change(self) -> bool:
        """Whether the archive may be written; where it may not, say why before the reader writes anything."""
        if self.archive.read_only:
            self.say(self.archive.read_only, severity="warning")
        return not self.archive.read_only

    def read_article(self, article: int) -> None:
        """Go into an article, which marks it as read."""
        self.open_article(article)
        self.focus_pane("reader")
        if self.reading and not self.reading.article.read and not self.archive.read_only:
            self.attempt(lambda: self.archive.articles.update([article], read=True))

    def action_tag(self) -> None:
        if self.reading is None or not self.may_change():
            return
        article = self.reading.article

        def tag(change: tuple[list[str], list[str]] | None) -> None:
            if change and any(change):
                self.attempt(lambda: self.work.tag(article.id, *change))

        from onrecord.tui.screens.prompts import TagPrompt

        try:
            known = self.archive.articles.tags()
        except ArchiveError as error:
            self.complain(error)
        else:
            self.app.push_screen(TagPrompt(known, article.tags), tag)

    def action_note(self) -> None:
        if self.reading is None or not self.may_change():
            return
        article = self.reading.article
        anchor = self.reading.anchor(self.reader.selection) if self.reader.selection else None

        def store(body: str) -> None:
            self.work.write_note(article.id, body, anchor)

        def show(body: str | None) -> None:
            if body:
                self.show_changes()
                self.reader.selection = None
                self.side.tab = "notes"

        from onrecord.tui.screens.prompts import NoteEditor

        self.app.push_screen(NoteEditor(article.title, anchor.exact if anchor else None, "", store), show)

    def on_note_list_edit(self, event: NoteList.Edit) -> None:
        self._edit_note(event.note)

    def _edit_note(self, note: Note) -> None:
        if not self.may_change():
            return

        def store(body: str) -> None:
            if body != note.body:
                self.work.edit_note(note, body)

        def show(body: str | None) -> None:
            if body is not None:
                self.show_changes()

        from onrecord.tui.screens.prompts import NoteEditor

        title = self.reading.article.title if self.reading else ""
        passage = note.anchor.exact if note.anchor else None
        self.app.push_screen(NoteEditor(title, passage, note.body, store), show)

    def on_note_list_selected(self, event: NoteList.Selected) -> None:
        if event.note.anchor is None:
            self._edit_note(event.note)
        else:
            self.go_to((event.note.anchor.start, event.note.anchor.end))

    def on_note_list_remove(self, event: NoteList.Remove) -> None:
        self.attempt(lambda: self.work.remove_note(event.note), "Note deleted; ctrl+z brings it back.")

    def action_toggle_read(self) -> None:
        if self.reading is not None:
            article = self.reading.article
            self.attempt(lambda: self.work.mark_read(article.id, not article.read))

    def action_toggle_star(self) -> None:
        if self.reading is not None:
            article = self.reading.article
            self.attempt(lambda: self.work.star(article.id, not article.starred))

    def action_undo(self) -> None:
        self.attempt(lambda: self.say(f"Undone: {what}." if (what := self.work.undo()) else "Nothing to undo."))
