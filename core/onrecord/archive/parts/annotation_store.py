"""The annotations of articles, with the reader's corrections applied to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from tinydb.table import Document

from onrecord.archive.schema.documents import annotation_counts, read_annotation, stored_text_of
from onrecord.archive.schema.tables import text_mark
from onrecord.archive.search import execute
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.records import Annotation, Article


class AnnotationStore:
    """The annotations of an archive's articles."""

    def __init__(self, database: Database) -> None:
        """Use the tables of a database."""
        self._storage = database.storage
        self._articles = database.uncached("articles")
        self._texts = database.uncached("texts")
        self._annotations = database.uncached("annotations")

    def store(self, article: int, annotation: Annotation) -> Article | None:
        """Store the annotation of an article in place of an older one, with its counts and quotes.

        An article whose language was not known gets that of the annotation.

        Returns:
            The article with its new counts; None, and nothing is stored, when the article is gone or has another
            text by now.
        """
        return self.store_many([(article, annotation)])[0]

    def store_many(self, annotations: Iterable[tuple[int, Annotation]]) -> list[Article | None]:
        """Store the annotations of articles in one transaction; return for each what ``store`` returns."""
        with self._storage.transaction() as connection:
            return [self._store(connection, article, annotation) for article, annotation in annotations]

    def _store(self, connection: Connection, article: int, annotation: Annotation) -> Article | None:
        document = self._articles.get(doc_id=article)
        if document is None or annotation.text_hash not in ("", document.get("text_hash")):
            return None
        stored = msgspec.to_builtins(annotation)
        language = document.get("language") or annotation.language
        self._articles.update(annotation_counts(stored) | {"language": language}, doc_ids=[article])
        self._annotations.upsert(Document(stored, article))
        return next(iter(execute.load_articles(connection, [article])))

    def get(self, article: int) -> Annotation | None:
        """Return the annotation of an article with the reader's corrections, None if it has none yet."""
        annotation = self.uncorrected(article)
        return None if annotation is None else self.corrected(article, annotation)

    def uncorrected(self, article: int) -> Annotation | None:
        """Return the annotation as the annotator made it, None if the article has none yet, or one of no use."""
        document = self._annotations.get(doc_id=article)
        return None if document is None else read_annotation(document)

    def corrected(self, article: int, annotation: Annotation) -> Annotation:
        """Return an annotation of an article, which need not be the stored one, with the reader's corrections."""
        from onrecord.archive.indexing import corrected_annotations

        with self._storage.reading() as connection:
            if not corrected_annotations.has_corrections(connection):
                return annotation
            document = self._texts.get(doc_id=article)
            if document is None:
                return annotation
            return corrected_annotations.apply_all_corrections(
                connection, article, annotation, stored_text_of(document)
            )

    def pending(self, version: str, languages: Sequence[str], limit: int | None = None) -> list[int]:
        """Return the articles that this version of the annotator has not annotated, the newest first.

        Args:
            version: The version of the annotator.
            languages: The codes of the languages that it reads; articles in others are left out.
            limit: How many to return; None for all.
        """
        with self._storage.reading() as connection:
            return execute.unannotated_ids(connection, text_mark(version), languages, limit)

    def unsupported(self, languages: Sequence[str]) -> dict[str, int]:
        """Return the languages of articles that are not among some, each with its articles, the most first."""
        with self._storage.reading() as connection:
            return execute.count_languages(connection, languages)
