"""The notes that readers write on articles and passages."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from tinydb.table import Document

from onrecord.archive.schema.documents import clean_tags, current_time, record_document
from onrecord.archive.schema.record_errors import NoSuchArticle, NoSuchNote
from onrecord.archive.search import execute
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.records import Anchor, Note


class NoteStore:
    """The notes of an archive."""

    def __init__(self, database: Database) -> None:
        """Use the tables of a database."""
        self._storage = database.storage
        self._articles = database.uncached("articles")
        self._notes = database.uncached("notes")

    def all(self) -> list[Note]:
        """Return all notes, in the order in which they were written."""
        with self._storage.reading() as connection:
            return execute.load_notes(connection, None)

    def on(self, article: int) -> list[Note]:
        """Return the notes on an article, in the order in which they were written."""
        with self._storage.reading() as connection:
            return execute.load_notes(connection, article)

    def add(self, article: int, body: str, anchor: Anchor | None = None, tags: Iterable[str] = ()) -> Note:
        """Write a note on an article, or on the passage of the anchor.

        Raises:
            NoSuchArticle: No article has this id.
        """
        (note,) = self.add_to_each([article], body, anchor, tags)
        return note

    def add_to_each(
        self, articles: Iterable[int], body: str, anchor: Anchor | None = None, tags: Iterable[str] = ()
    ) -> list[Note]:
        """Write the same note on each of several articles.

        Raises:
            NoSuchArticle: An article is missing; then the note is on none of them.
        """
        written, all_tags = current_time(), clean_tags(tags)
        notes = [
            Note(
                id=0,
                article=article,
                body=clean_text(body),
                tags=all_tags,
                anchor=anchor,
                created=written,
                updated=written,
            )
            for article in articles
        ]
        with self._storage.transaction() as connection:
            for note in notes:
                self._require_article(note.article)
                note.id = self._notes.insert(record_document(note))
                self._count_notes(connection, note.article)
        return notes

    def update(self, note: int, body: str) -> Note:
        """Give a note another body.

        Raises:
            NoSuchNote: No note has this id.
        """
        with self._storage.transaction():
            self._notes.update({"body": clean_text(body), "updated": current_time()}, doc_ids=[note])
            return self._get(note)

    def remove(self, note: int) -> Note:
        """Remove a note and return it, so that ``restore`` can put it back.

        Raises:
            NoSuchNote: No note has this id.
        """
        with self._storage.transaction() as connection:
            removed = self._get(note)
            self._notes.remove(doc_ids=[note])
            self._count_notes(connection, removed.article)
        return removed

    def remove_each(self, notes: Iterable[int]) -> None:
        """Remove several notes, or with an error none of them.

        Raises:
            NoSuchNote: No note has one of these ids.
        """
        with self._storage.transaction():
            for note in notes:
                self.remove(note)

    def restore(self, note: Note) -> None:
        """Put back a removed note with its id and times.

        Raises:
            NoSuchArticle: Its article is gone.
        """
        with self._storage.transaction() as connection:
            self._require_article(note.article)
            self._notes.upsert(Document(record_document(note), note.id))
            self._count_notes(connection, note.article)

    def _get(self, note: int) -> Note:
        document = self._notes.get(doc_id=note)
        if document is None:
            raise NoSuchNote(note)
        return msgspec.convert({**document, "id": note}, Note)

    def _require_article(self, article: int) -> None:
        if not self._articles.contains(doc_id=article):
            raise NoSuchArticle(article)

    def _count_notes(self, connection: Connection, article: int) -> None:
        (count,) = connection.execute("SELECT count(*) FROM notes WHERE article = ?", (article,)).fetchone()
        self._articles.update({"notes": count}, doc_ids=[article])
