"""Bookmarks in the text of an article: setting them, and going to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onrecord.base.records import Anchor, Note
from onrecord.terminal.segments import cut
from onrecord.tui.model.bookmarks import bookmarks, nearest_word
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.screens.choice_menu import Choice
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.host import DeskHost

_LABEL_WIDTH = 50  # columns of the words at a bookmark


class BookmarkController:
    """Sets bookmarks at the cursor of the text, and goes to them."""

    def __init__(
        self, host: DeskHost, article: ArticleController, session: EditSession, leave: Callable[[], None]
    ) -> None:
        """Set nothing yet.

        Args:
            host: The desk.
            article: The owner of the open article.
            session: Stores bookmarks, so that the user can take them back.
            leave: Remembers the place that is left for a bookmark.
        """
        self._host = host
        self._article = article
        self._session = session
        self._leave = leave

    def ask_letter(self) -> None:
        """Let the user choose a letter, and set its bookmark at the cursor, or take away the one that is there."""
        opened = self._article.open_article
        if opened is None or not self._session.may_change():
            return
        word = nearest_word(opened.text, self._article.panes.reader.cursor)
        if word is None:
            self._host.say("This text has no word to set a bookmark at.")
            return
        existing, anchor = bookmarks(opened.notes), opened.anchor(word)

        def store(letter: str | None) -> None:
            if letter is not None:
                self._store(opened, letter, existing.get(letter), anchor)

        self._host.ask(dialogs.bookmark_menu("Set a bookmark", _choices(opened, existing), takes_new=True), store)

    def _store(self, opened: OpenArticle, letter: str, before: Note | None, anchor: Anchor) -> None:
        edits = self._session.edits
        if before is not None and before.anchor is not None and before.anchor.start == anchor.start:
            self._session.attempt(
                lambda: edits.remove_note(before),
                f"Bookmark {letter} is taken away; {self._host.shown_key('undo')} brings it back.",
                load=lambda: edits.indexing_load([opened.article.id]),
            )
        else:
            self._session.attempt(
                lambda: edits.set_bookmark(opened.article.id, letter, anchor, before),
                f"Bookmark {letter} is set; {self._host.shown_key('go_to_bookmark')}{letter} comes back here.",
                load=lambda: edits.indexing_load([opened.article.id]),
            )

    def ask_place(self) -> None:
        """Let the user choose one of the bookmarks, and go there."""
        opened = self._article.open_article
        existing = bookmarks(opened.notes) if opened else {}
        if opened is None or not existing:
            key = self._host.shown_key("set_bookmark")
            self._host.say(f"No bookmarks in this article; {key} and a letter set one in its text.")
            return

        def go(letter: str | None) -> None:
            note = existing.get(letter or "")
            if note is not None and note.anchor is not None:
                self._leave()
                self._article.read_at((opened.article.id, (note.anchor.start, note.anchor.end)))

        self._host.ask(dialogs.bookmark_menu("Go to a bookmark", _choices(opened, existing), takes_new=False), go)


def _choices(opened: OpenArticle, existing: Mapping[str, Note]) -> list[Choice]:
    """Return the bookmarks with the words that stand there."""
    return [
        Choice(
            letter,
            letter,
            cut(" ".join(opened.text[note.anchor.start :][: 4 * _LABEL_WIDTH].split()), _LABEL_WIDTH),
        )
        for letter, note in existing.items()
        if note.anchor
    ]
