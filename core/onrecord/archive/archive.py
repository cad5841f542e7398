"""The archive: the one door to what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TextIO

import msgspec
from tinydb.table import Document

from onrecord.archive.actor_service import WhoIsWho
from onrecord.archive.indexing.fulltext import Index, Progress, fold, rebuild
from onrecord.archive.maintenance.migrations import set_up
from onrecord.archive.opening import FILE, Told, find
from onrecord.archive.saved_searches import Saving
from onrecord.archive.schema.documents import (
    count_quotes,
    document_of,
    move_anchor,
    now,
    of_new_text,
    tags_of,
    with_tags,
)
from onrecord.archive.schema.tables import LAYOUTS, mark_of, prepare
from onrecord.archive.search import execute as searching
from onrecord.archive.storage.errors import ArchiveDamaged, NoSuchArticle, NoSuchNote
from onrecord.archive.storage.rows import clean
from onrecord.archive.storage.sqlite_storage import WAIT, Connection, SQLiteStorage
from onrecord.archive.storage.tinydb_table import Database, SQLiteTable
from onrecord.base.lazy import later
from onrecord.base.records import Anchor, Annotation, Article, Draft, Note

if TYPE_CHECKING:
    from onrecord.archive.indexing import bulk_add
    from onrecord.archive.indexing.bulk_add import Added
    from onrecord.archive.maintenance import backup as backups
    from onrecord.archive.maintenance import health_check, tinydb_json, trash
    from onrecord.archive.maintenance.trash import Removed
else:
    bulk_add, backups = later("onrecord.archive.indexing.bulk_add"), later("onrecord.archive.maintenance.backup")
    health_check, tinydb_json = (
        later("onrecord.archive.maintenance.health_check"),
        later("onrecord.archive.maintenance.tinydb_json"),
    )
    trash = later("onrecord.archive.maintenance.trash")

BATCH = 1000
"""Articles added in one transaction: other writers wait for some tenths of a second at most."""


class Archive(WhoIsWho, Saving):
    """Articles with their texts, annotations, notes and tags, in a folder.

    Safe to use from several threads and several processes at once. Every method that changes something is one
    transaction: all of it is kept, or nothing. Every method may raise ArchiveError.
    """

    def __init__(
        self,
        file: Path,
        *,
        create: bool = True,
        wait: float = WAIT,
        told: Told | None = None,
        refused: str = "",
    ) -> None:
        self.file = file
        self.folder = file.parent
        self.db = Database(
            file,
            create=create,
            layouts=LAYOUTS,
            watcher=Index(),
            prepare=prepare,
            set_up=partial(set_up, told=told),
            wait=wait,
            refused=refused,
            storage=SQLiteStorage,
        )
        self._storage = self.db.storage
        self._orders = searching.OrderCache()
        self._counted: tuple[int, health_check.Statistics] | None = None
        self._articles = self._table("articles")
        self._texts = self._table("texts")
        self._annotations = self._table("annotations")
        self._notes = self._table("notes")
        self._corrections = self._table("corrections")
        self._searches = self._table("searches")

    @classmethod
    def open(cls, folder: Path, *, create: bool = True, wait: float = WAIT, told: Told | None = None) -> Self:
        """Open the archive in a folder; ``create`` makes folder and archive where there are none.

        ``wait`` is how many seconds to wait for another program that is writing; ``told`` is told how far it is
        when an archive of an earlier version is brought to this one, or a damaged one is read as far as it can be.
        Raises ArchiveMissing, ArchiveReadOnly, NotAnArchive, ArchiveTooNew, ArchiveLocked, ArchiveDamaged.
        """
        place = find(folder, create=create, told=told)
        try:
            return cls(place.file, create=create, wait=wait, told=told, refused=place.refused)
        except ArchiveDamaged:
            if place.refused:
                raise
        # It is known to be damaged now.
        place = find(folder, create=create, told=told)
        return cls(place.file, create=False, wait=wait, told=told, refused=place.refused)

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty where it can."""
        return self._storage.refused

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the archive for all threads."""
        self.db.close()

    # Articles

    def add(self, draft: Draft, annotation: Annotation | None = None) -> Added:
        """Store an article. The same text is stored once: a second time the article that stands is told."""
        with self._storage.transaction() as connection:
            (added,) = bulk_add.add(self._storage, connection, [draft])
            if added.new and annotation is not None:
                self._annotate(added.id, annotation)
        return added

    def add_many(self, drafts: Iterable[Draft]) -> Iterator[Added]:
        """Store articles, in transactions of some hundred; each is told once it is stored."""
        source = iter(drafts)
        while batch := list(islice(source, BATCH)):
            with self._storage.transaction() as connection:
                added = bulk_add.add(self._storage, connection, batch)
            yield from added

    def get(self, article: int) -> Article:
        """What a list shows of an article. Raises NoSuchArticle."""
        for found in self.page([article]):
            return found
        raise NoSuchArticle(article)

    def page(self, ids: Sequence[int]) -> list[Article]:
        """Articles in the order asked for; those that are gone are left out."""
        with self._storage.reading() as connection:
            return searching.load_articles(connection, ids)

    def text(self, article: int) -> str:
        """The text of an article. Raises NoSuchArticle."""
        document = self._texts.get(doc_id=article)
        if document is None:
            raise NoSuchArticle(article)
        return str(document["text"])

    def update(
        self,
        ids: Iterable[int],
        *,
        title: str | None = None,
        source: str | None = None,
        author: str | None = None,
        published: str | None = None,
        url: str | None = None,
        language: str | None = None,
        read: bool | None = None,
        starred: bool | None = None,
        position: int | None = None,
        text: str | None = None,
    ) -> None:
        """Change what is known of articles; None leaves it as it is. Ids that are gone are left out.

        A new ``text`` drops the annotation, whose offsets are those of the old one; the anchors of notes move.
        """
        changes: dict[str, Any] = {
            "title": title, "source": source, "author": author, "published": published, "url": url,
            "language": language, "read": read, "starred": starred, "position": position,
        }  # fmt: skip
        changes = {
            name: clean(value) if isinstance(value, str) else value
            for name, value in changes.items()
            if value is not None
        }
        text = None if text is None else clean(text)
        with self._storage.transaction() as connection:
            changed = self._articles.update(changes if text is None else of_new_text(text) | changes, doc_ids=ids)
            if text is not None:
                self._annotations.remove(doc_ids=changed)
                self._texts.update({"text": text}, doc_ids=changed)
                notes = [note.id for article in changed for note in searching.load_notes(connection, article)]
                self._notes.update(partial(move_anchor, text=text), doc_ids=notes)

    def remove(self, ids: Iterable[int]) -> int:
        """Remove articles with all that belongs to them; tells how many. ``restore`` brings them back."""
        with self._storage.transaction() as connection:
            return trash.remove(self.db, connection, ids)

    def restore(self, ids: Iterable[int]) -> int:
        """Bring back removed articles, notes and annotations included; tells how many.

        Removed articles are kept for a month. One whose text has been added again meanwhile stays removed.
        """
        with self._storage.transaction() as connection:
            return trash.restore(self.db, connection, ids)

    def removed(self) -> list[Removed]:
        """The removed articles that can be restored, what was removed last first."""
        return trash.listed(self.db)

    def purge(self) -> int:
        """Let go of what was removed more than a month ago; tells how many articles. Does nothing mostly."""
        with self._storage.reading() as connection:
            if not trash.is_overdue(connection):
                return 0
        with self._storage.transaction():
            return trash.purge(self.db)

    # Tags

    def tag(self, ids: Iterable[int], add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Put tags on articles and take tags off. A tag keeps the spelling in which it was used first."""
        added, removed = list(add), {fold(tag) for tag in tags_of(remove)}

        def change(document: MutableMapping[str, Any]) -> None:
            kept = [tag for tag in document["tags"] if fold(tag) not in removed]
            document["tags"] = with_tags(connection, kept, added)

        with self._storage.transaction() as connection:
            self._articles.update(change, doc_ids=ids)

    def tags(self) -> dict[str, int]:
        """All tags and how many articles have each, most used first."""
        with self._storage.reading() as connection:
            counts = connection.execute("SELECT min(tag), count(*) FROM tagged GROUP BY key ORDER BY 2 DESC, 1")
            return dict(counts.fetchall())

    # Annotations

    def annotate(self, article: int, annotation: Annotation) -> Article | None:
        """Store the annotation of an article in place of an older one, with its counts and quotes.

        None, and nothing stored, when the article is gone or has another text by now.
        """
        with self._storage.transaction():
            return self.get(article) if self._annotate(article, annotation) else None

    def _annotate(self, article: int, annotation: Annotation) -> bool:
        document = self._articles.get(doc_id=article)
        if document is None or (annotation.text_hash or document["text_hash"]) != document["text_hash"]:
            return False
        reading = msgspec.to_builtins(annotation)
        counts = {
            "annotator": annotation.annotator,
            "entities": len(annotation.entities),
            "quotes": count_quotes(reading),
            "actors": len(annotation.actors),
        }
        self._articles.update(counts, doc_ids=[article])
        self._annotations.upsert(Document(reading, article))
        return True

    def unannotated(self, version: str, limit: int | None = None) -> list[int]:
        """Articles that this version of the annotator has not read, newest first."""
        with self._storage.reading() as connection:
            return searching.unannotated_ids(connection, mark_of(version), limit)

    # Notes

    def add_note(self, article: int, body: str, anchor: Anchor | None = None, tags: Iterable[str] = ()) -> Note:
        """Write a note on an article, or on the passage of the anchor. Raises NoSuchArticle."""
        (note,) = self.add_notes([article], body, anchor, tags)
        return note

    def add_notes(
        self, articles: Iterable[int], body: str, anchor: Anchor | None = None, tags: Iterable[str] = ()
    ) -> list[Note]:
        """Write the same note on each of several articles. Raises NoSuchArticle; then it is on none."""
        written, all_tags = now(), tags_of(tags)
        notes = [
            Note(
                id=0,
                article=article,
                body=clean(body),
                tags=all_tags,
                anchor=anchor,
                created=written,
                updated=written,
            )
            for article in articles
        ]
        with self._storage.transaction() as connection:
            for note in notes:
                if not self._articles.contains(doc_id=note.article):
                    raise NoSuchArticle(note.article)
                note.id = self._notes.insert(document_of(note))
                self._count_notes(connection, note.article)
        return notes

    def update_note(self, note: int, body: str) -> Note:
        """Give a note another body. Raises NoSuchNote."""
        with self._storage.transaction():
            self._notes.update({"body": clean(body), "updated": now()}, doc_ids=[note])
            return self._note(note)

    def remove_note(self, note: int) -> Note:
        """Remove a note; it is returned, for ``restore_note``. Raises NoSuchNote."""
        with self._storage.transaction() as connection:
            removed = self._note(note)
            self._notes.remove(doc_ids=[note])
            self._count_notes(connection, removed.article)
        return removed

    def restore_note(self, note: Note) -> None:
        """Put back a removed note with its id and times. Raises NoSuchArticle."""
        with self._storage.transaction() as connection:
            if not self._articles.contains(doc_id=note.article):
                raise NoSuchArticle(note.article)
            self._notes.upsert(Document(document_of(note), note.id))
            self._count_notes(connection, note.article)

    def _note(self, note: int) -> Note:
        document = self._notes.get(doc_id=note)
        if document is None:
            raise NoSuchNote(note)
        return msgspec.convert({**document, "id": note}, Note)

    def _count_notes(self, connection: Connection, article: int) -> None:
        (count,) = connection.execute("SELECT count(*) FROM notes WHERE article = ?", (article,)).fetchone()
        self._articles.update({"notes": count}, doc_ids=[article])

    # The archive as a whole

    @property
    def is_partial(self) -> bool:
        """Whether this is what could be gathered from a damaged archive."""
        return self.file.name != FILE

    def backup(self, target: Path, progress: Progress | None = None) -> None:
        """Copy the archive into a file while it is used; the file is only there when it is whole.

        What stands there is replaced. ``progress`` is told of pages done and all pages. Raises ArchiveDamaged
        where the copy is not sound.
        """
        backups.backup(self._storage, target, progress)

    def write_plain(
        self, out: TextIO, articles: Iterable[int] | None = None, progress: Progress | None = None
    ) -> None:
        """Write all tables as TinyDB's own JSON, or only some articles with what belongs to them.

        ``progress`` is told of documents done and all documents.
        """
        tinydb_json.write(self._storage, out, None if articles is None else set(articles), progress)

    def read_plain(self, file: Path, progress: Progress | None = None) -> Iterator[tuple[Added, str]]:
        """Take over a file of TinyDB's JSON; see ``plain.read``. Tells of each article and its title."""
        return tinydb_json.read(self._storage, file, progress)

    def check(self) -> list[str]:
        """Look the archive over; a sentence for each thing that is wrong with it.

        Of an archive that is only read the full-text indexes are not looked at.
        """
        if self.read_only:
            with self._storage.reading() as connection:
                return health_check.check(connection, indexes=False)
        with self._storage.transaction() as connection:
            return health_check.check(connection)

    def reindex(self) -> None:
        """Make the full-text indexes anew from what is stored."""
        with self._storage.transaction() as connection:
            rebuild(connection)

    def statistics(self) -> health_check.Statistics:
        """How much the archive holds."""
        version = self.version()
        if self._counted is None or self._counted[0] != version:
            with self._storage.reading() as connection:
                self._counted = version, health_check.statistics(connection, self.file)
        return self._counted[1]

    def _table(self, name: str) -> SQLiteTable:
        # No cache of results: several threads and processes write.
        return self.db.table(name, cache_size=0)  # type: ignore[return-value]
