"""Articles with their texts and tags: adding, reading, changing, removing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from onrecord.archive.parts.annotation_store import AnnotationStore
from onrecord.archive.schema.document_forms import StoredText
from onrecord.archive.schema.documents import clean_tags, merge_tags, stored_texts
from onrecord.archive.schema.record_errors import NoSuchArticle, check_lengths
from onrecord.archive.schema.record_rows import read_record
from onrecord.archive.schema.tables import TEXTS
from onrecord.archive.search import execute
from onrecord.archive.storage.damage_marker import damage_message
from onrecord.archive.storage.errors import ArchiveDamaged
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.archive.storage.steps import Steps
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.addresses import without_password
from onrecord.base.callbacks import OnProgress
from onrecord.base.name_keys import fold
from onrecord.base.records import Annotation, Article, Draft

if TYPE_CHECKING:
    from onrecord.archive.indexing.bulk_add import AddedArticle
    from onrecord.archive.maintenance.trash import RemovedArticle

BATCH = 1000
"""Articles added in one transaction at most."""

BATCH_LENGTH = 3_000_000
"""Characters of texts after which a transaction takes no more: others can write after some tenths of a second."""


class ArticleChanges(TypedDict, total=False):
    """The fields of an article that ``ArticleStore.update`` can change; None leaves a field as it is."""

    title: str | None
    source: str | None
    author: str | None
    published: str | None
    url: str | None
    language: str | None
    read: bool | None
    starred: bool | None
    position: int | None
    text: str | None


class ArticleStore:
    """The articles of an archive, with their texts and tags.

    Every method that changes something stores all of it, or nothing. Changes of very many articles are made in
    steps, so that others can write in between: see ``storage.steps``.
    """

    def __init__(self, database: Database, annotations: AnnotationStore) -> None:
        """Use the tables of a database.

        Args:
            database: An open archive's database.
            annotations: Where the annotation of a new article is stored.
        """
        self._database = database
        self._storage = database.storage
        self._annotations = annotations
        self._articles = database.uncached("articles")
        self._texts = database.uncached("texts")
        self._steps = Steps(
            database.storage,
            {
                "update": self._update,
                "put back": self._put_back,
                "tag": self._tag,
                "remove": self._remove,
                "restore": self._restore,
            },
        )

    def finish_steps(self, on_progress: OnProgress | None = None) -> None:
        """Finish the changes of very many articles that a program began and did not finish."""
        self._steps.finish(on_progress)

    def add(self, draft: Draft, annotation: Annotation | None = None) -> AddedArticle:
        """Store an article, unless an article with the same text is stored already.

        A changed text of an article that is stored, at the same address, is a new version of it.

        Args:
            draft: The new article.
            annotation: The annotation of its text, stored with it if the text is new.

        Returns:
            The id of the article that now has this text, and what is new.
        """
        from onrecord.archive.indexing import bulk_add

        with self._storage.transaction() as connection:
            (added,) = bulk_add.add_drafts(self._storage, connection, [draft])
            if (added.new or added.new_version) and annotation is not None:
                self._annotations.store(added.id, annotation)
        return added

    def add_many(self, drafts: Iterable[Draft]) -> Iterator[AddedArticle]:
        """Store articles, many of them in one transaction, and yield each result once it is on the disk."""
        from onrecord.archive.indexing import bulk_add, newest_index

        for batch in _batches(drafts):
            with self._storage.transaction() as connection:
                added = bulk_add.add_drafts(self._storage, connection, batch)
            yield from added
        newest_index.fit(self._storage)

    def get(self, article: int) -> Article:
        """Return an article, without its text.

        Raises:
            NoSuchArticle: No article has this id.
        """
        for record in self.get_many([article]):
            return record
        raise NoSuchArticle(article)

    def get_many(self, article_ids: Sequence[int]) -> list[Article]:
        """Return articles in the order of their ids as given; ids without an article are left out."""
        with self._storage.reading() as connection:
            return execute.load_articles(connection, article_ids)

    def existing(self, article_ids: Iterable[int]) -> set[int]:
        """Return those of some ids that have an article."""
        with self._storage.reading() as connection:
            return execute.existing_ids(connection, article_ids)

    def text(self, article: int) -> str:
        """Return the text of an article.

        Raises:
            NoSuchArticle: No article has this id.
            ArchiveDamaged: The text of the article is lost.
        """
        document = self._texts.get(doc_id=article)
        if document is None:
            self._raise_if_lost(article)
            raise NoSuchArticle(article)
        return read_record(TEXTS, StoredText, article, document).text

    def _raise_if_lost(self, article: int) -> None:
        """Raise ArchiveDamaged if there is an article without its text, which no change can leave."""
        lost = "SELECT 1 FROM articles WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM texts WHERE id = ?1)"
        with self._storage.reading() as connection:
            if connection.execute(lost, (article,)).fetchone():
                raise ArchiveDamaged(damage_message(self._storage.file, f"the text of article {article} is lost"))

    def update(self, article_ids: Iterable[int], **changes: Unpack[ArticleChanges]) -> None:
        """Change fields of articles; ids without an article are left out.

        A new ``text`` is a new version (``new_versions.replace_text``).

        Args:
            article_ids: The articles to change.
            **changes: The new values; a field that is None stays as it is.
        """
        values = {
            field: clean_text(value) if isinstance(value, str) else value
            for field, value in changes.items()
            if value is not None
        }
        if "url" in values:
            values["url"] = without_password(str(values["url"]))
        check_lengths(values)
        self._steps.run("update", article_ids, values)

    def _update(self, connection: Connection, article_ids: Sequence[int], values: Mapping[str, Any]) -> int:
        fields = {field: value for field, value in values.items() if field != "text"}
        if "text" not in values:
            return len(self._articles.update(fields, doc_ids=article_ids))
        from onrecord.archive.indexing.new_versions import replace_text

        changed_ids = execute.existing_ids(connection, article_ids)
        for article in changed_ids:
            replace_text(self._storage, connection, article, values["text"], fields)
        return len(changed_ids)

    def put_back(self, articles: Iterable[Article], fields: Sequence[str]) -> None:
        """Set fields of articles to what these records say; articles that are gone are left out.

        Args:
            articles: The articles as they were.
            fields: The names of the fields, which may be ``tags`` or fields of ``ArticleChanges`` but the text.
        """
        values_by_id = {str(article.id): [getattr(article, field) for field in fields] for article in articles}
        self._steps.run("put back", map(int, values_by_id), {"fields": list(fields), "values": values_by_id})

    def _put_back(self, _: Connection, article_ids: Sequence[int], before: Mapping[str, Any]) -> int:
        for article in article_ids:
            values = zip(before["fields"], before["values"][str(article)], strict=True)
            self._articles.update(dict(values), doc_ids=[article])
        return len(article_ids)

    def remove(self, article_ids: Iterable[int]) -> int:
        """Remove articles with their texts, annotations, notes and corrections, so that they can be restored.

        Returns:
            How many articles were removed.
        """
        self.purge()
        with self._storage.reading() as connection:
            # Not before the newest article was added: the clock may have been set back.
            (newest,) = connection.execute("SELECT max(added) FROM articles").fetchone()
        now = max(datetime.now(UTC).isoformat(), newest or "")
        return self._steps.run("remove", article_ids, {"removed": now})

    def _remove(self, connection: Connection, article_ids: Sequence[int], moment: Mapping[str, Any]) -> int:
        from onrecord.archive.maintenance import trash

        return trash.remove(self._database, connection, article_ids, moment["removed"])

    def restore(self, article_ids: Iterable[int]) -> int:
        """Bring back removed articles with their texts, annotations, notes and corrections.

        Removed articles can be restored for 30 days. An article whose text has been added again since stays
        removed.

        Returns:
            How many articles were restored.
        """
        return self._steps.run("restore", article_ids)

    def _restore(self, connection: Connection, article_ids: Sequence[int], _: Mapping[str, Any]) -> int:
        from onrecord.archive.maintenance import trash

        return trash.restore(self._database, connection, article_ids)

    def removed(self) -> list[RemovedArticle]:
        """Return the removed articles that can be restored, the last removed first."""
        from onrecord.archive.maintenance import trash

        return trash.removed_articles(self._database)

    def purge(self) -> int:
        """Delete for good what was removed more than 30 days ago, in steps, where that may be written.

        It has to be found so on several days; what is cut off is gone on with at the next time.

        Returns:
            How many articles were deleted; nothing is written when there are none.
        """
        from onrecord.archive.maintenance import trash
        from onrecord.archive.storage.steps import in_steps

        with self._storage.reading() as connection:
            if self._storage.refused or not trash.is_overdue(connection):
                return 0
        with self._storage.transaction() as connection:
            earliest = trash.note_day(connection)
        return sum(in_steps(self._storage, trash.purge(self._database, connection, earliest))) if earliest else 0

    def tag(self, article_ids: Iterable[int], add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Add tags to articles and remove tags from them.

        Tags are compared without case and accents; a tag keeps the spelling in which it was first used.
        """
        removed_keys = sorted({fold(tag) for tag in clean_tags(remove)})
        added = list(add)
        check_lengths({"tags": added})
        self._steps.run("tag", article_ids, {"added": added, "removed keys": removed_keys})

    def _tag(self, connection: Connection, article_ids: Sequence[int], tags: Mapping[str, Any]) -> int:
        def change(document: MutableMapping[str, Any]) -> None:
            remaining = [tag for tag in stored_texts(document, "tags") if fold(tag) not in tags["removed keys"]]
            document["tags"] = merge_tags(connection, remaining, tags["added"])

        return len(self._articles.update(change, doc_ids=article_ids))

    def tags(self) -> dict[str, int]:
        """Return all tags with the number of articles that have each, the most frequent first."""
        with self._storage.reading() as connection:
            counts = connection.execute("SELECT min(tag), count(*) FROM tagged GROUP BY key ORDER BY 2 DESC, 1")
            return dict(counts.fetchall())


def _batches(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    """Yield drafts in lists of at most ``BATCH``; a list ends when its texts are ``BATCH_LENGTH`` long."""
    batch: list[Draft] = []
    length = 0
    for draft in drafts:
        batch.append(draft)
        length += len(draft.text)
        if len(batch) >= BATCH or length >= BATCH_LENGTH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch
