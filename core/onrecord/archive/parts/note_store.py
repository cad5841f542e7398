"""The notes that readers write on articles and passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from tinydb.table import Document

from onrecord.archive.schema.documents import clean_tags, current_time, record_document
from onrecord.archive.schema.record_errors import NoSuchArticle, NoSuchNote, check_lengths
from onrecord.archive.schema.record_rows import read_record
from onrecord.archive.schema.tables import NOTES
from onrecord.archive.search import execute
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.archive.storage.steps import Steps
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.callbacks import OnProgress
from onrecord.base.records import Anchor, Note


class NoteStore:
    """The notes of an archive."""

    def __init__(self, database: Database) -> None:
        """Use the tables of a database."""
        self._storage = database.storage
        self._articles = database.uncached("articles")
        self._notes = database.uncached("notes")
        self._steps = Steps(database.storage, {"write notes": self._write, "remove notes": self._remove})

    def finish_steps(self, on_progress: OnProgress | None = None) -> None:
        """Finish the changes of very many notes that a program began and did not finish."""
        self._steps.finish(on_progress)

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
        article_ids = list(dict.fromkeys(articles))
        with self._storage.reading() as connection:
            existing_ids = execute.existing_ids(connection, article_ids)
            (last_note,) = connection.execute("SELECT coalesce(max(id), 0) FROM notes").fetchone()
        for article in article_ids:
            if article not in existing_ids:
                raise NoSuchArticle(article)
        note = Note(id=0, article=0, body=clean_text(body), tags=clean_tags(tags), anchor=anchor)
        note.created = note.updated = current_time()
        check_lengths({"body": note.body, "tags": note.tags})
        self._steps.run("write notes", article_ids, {"note": record_document(note)})
        with self._storage.reading() as connection:
            later_notes = execute.load_notes(connection, None, after=last_note)
        return [
            later
            for later in later_notes
            if later.article in existing_ids and (later.body, later.created) == (note.body, note.created)
        ]

    def _write(self, connection: Connection, article_ids: Sequence[int], arguments: Mapping[str, Any]) -> int:
        existing_ids = [article for article in article_ids if self._articles.contains(doc_id=article)]
        for article in existing_ids:
            self._notes.insert({**arguments["note"], "article": article})
            self._count_notes(connection, article)
        return len(existing_ids)

    def update(self, note: int, body: str) -> Note:
        """Give a note another body.

        Raises:
            NoSuchNote: No note has this id.
        """
        check_lengths({"body": body})
        with self._storage.transaction():
            self._notes.update({"body": clean_text(body), "updated": current_time()}, doc_ids=[note])
            return self._get(note)

    def move(self, note: int, anchor: Anchor) -> Note:
        """Set a note on another passage of its article.

        Raises:
            NoSuchNote: No note has this id.
        """
        with self._storage.transaction():
            place = {"anchor": msgspec.to_builtins(anchor), "version": "", "updated": current_time()}
            self._notes.update(place, doc_ids=[note])
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
        note_ids = list(notes)
        for note in note_ids:
            self._get(note)
        self._steps.run("remove notes", note_ids)

    def _remove(self, _: Connection, note_ids: Sequence[int], __: Mapping[str, Any]) -> int:
        existing_ids = [note for note in note_ids if self._notes.contains(doc_id=note)]
        for note in existing_ids:
            self.remove(note)
        return len(existing_ids)

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
        return read_record(NOTES, Note, note, document)

    def _require_article(self, article: int) -> None:
        if not self._articles.contains(doc_id=article):
            raise NoSuchArticle(article)

    def _count_notes(self, connection: Connection, article: int) -> None:
        (count,) = connection.execute("SELECT count(*) FROM notes WHERE article = ?", (article,)).fetchone()
        self._articles.update({"notes": count}, doc_ids=[article])
