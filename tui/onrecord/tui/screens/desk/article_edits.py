"""What the user changes of an article: tags, notes, star and read mark."""

from __future__ import annotations

from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import Note
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.pane_focus import PaneFocus


class ArticleEditController:
    """Changes the open article and its notes. What an article was when its dialog opened is what is changed."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        article: ArticleController,
        session: EditSession,
        focus: PaneFocus,
    ) -> None:
        """Change nothing yet.

        Args:
            host: The desk.
            archive: The archive that holds the articles.
            article: The owner of the open article.
            session: Makes the changes.
            focus: Moves the cursor between the panes.
        """
        self._host = host
        self._archive = archive
        self._article = article
        self._session = session
        self._focus = focus

    def read(self, article: int) -> None:
        """Go into an article, which marks it as read."""
        self._article.show(article)
        self._focus.focus("reader")
        opened = self._article.open_article
        if opened and not opened.article.read and not self._archive.read_only:
            self._session.attempt(lambda: self._archive.articles.update([article], read=True))

    def toggle_read(self) -> None:
        """Mark the open article as read or unread."""
        if self._article.open_article is not None:
            article = self._article.open_article.article
            self._session.attempt(lambda: self._session.edits.mark_read(article.id, not article.read))

    def toggle_star(self) -> None:
        """Star the open article or take its star away."""
        if self._article.open_article is not None:
            article = self._article.open_article.article
            self._session.attempt(lambda: self._session.edits.star(article.id, not article.starred))

    # Tags

    def ask_tags(self) -> None:
        """Let the user change the tags of the open article."""
        if self._article.open_article is None or not self._session.may_change():
            return
        article = self._article.open_article.article

        def tag(changes: tuple[list[str], list[str]] | None) -> None:
            if changes and any(changes):
                self._session.attempt(lambda: self._session.edits.tag(article.id, *changes))

        try:
            article_counts = self._archive.articles.tags()
        except ArchiveError as error:
            self._host.complain(error)
        else:
            self._host.ask(dialogs.tag_prompt(article_counts, article.tags), tag)

    # Notes

    def write_note(self) -> None:
        """Let the user write a note on the open article, or on the passage that they have selected."""
        opened = self._article.open_article
        if opened is None or not self._session.may_change():
            return
        article = opened.article
        selection = self._article.panes.reader.selection
        anchor = opened.anchor(selection) if selection else None

        def store(body: str) -> None:
            self._session.edits.write_note(article.id, body, anchor)

        def show(body: str | None) -> None:
            if body:
                self._host.show_changes()
                self._article.panes.reader.selection = None
                self._article.panes.sidebar.tab = "notes"

        passage = anchor.exact if anchor else None
        self._host.ask(dialogs.note_editor(article.title, passage, "", store), show)

    def edit_note(self, note: Note) -> None:
        """Let the user edit a note."""
        if not self._session.may_change():
            return

        def store(body: str) -> None:
            if body != note.body:
                self._session.edits.edit_note(note, body)

        def show(body: str | None) -> None:
            if body is not None:
                self._host.show_changes()

        opened = self._article.open_article
        title = opened.article.title if opened else ""
        passage = note.anchor.exact if note.anchor else None
        self._host.ask(dialogs.note_editor(title, passage, note.body, store), show)

    def open_note(self, note: Note) -> None:
        """Go to the passage of a note; one on the whole article is edited."""
        if note.anchor is None:
            self.edit_note(note)
        else:
            self._article.go_to((note.anchor.start, note.anchor.end))

    def remove_note(self, note: Note) -> None:
        """Delete a note."""
        self._session.attempt(
            lambda: self._session.edits.remove_note(note), "Note deleted; ctrl+z brings it back."
        )
