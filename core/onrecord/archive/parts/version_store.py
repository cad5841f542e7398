"""The versions of articles whose texts have changed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from onrecord.archive.schema.documents import read_annotation
from onrecord.archive.schema.record_errors import NoSuchArticle
from onrecord.archive.schema.record_rows import UnusableDocument, check_form, read_record
from onrecord.archive.schema.tables import ARTICLES, TEXTS, VERSIONS
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.records import ArticleVersion


class VersionStore:
    """The versions of an archive's articles. A new one comes with ``ArticleStore.add`` or ``update``."""

    def __init__(self, database: Database) -> None:
        """Use the tables of a database."""
        self._storage = database.storage

    def of(self, article: int) -> list[ArticleVersion]:
        """Return all versions of an article, the newest last.

        Raises:
            NoSuchArticle: No article has this id.
        """
        with self._storage.reading() as connection:
            facts, text, annotation = (
                rows.get(article)
                for name in ("articles", "texts", "annotations")
                if (rows := self._storage.rows(connection, name)) is not None
            )
        if facts is None or text is None:
            raise NoSuchArticle(article)
        for layout, document in ((ARTICLES, facts), (TEXTS, text)):
            check_form(layout, article, document)
        newest = facts | {"article": article, "text": text["text"], "annotation": annotation}
        return [*self.earlier(article), _version(0, newest)]

    def earlier(self, article: int) -> list[ArticleVersion]:
        """Return the versions of an article that others have replaced, the oldest first.

        Documents of another form are left out.
        """
        with self._storage.reading() as connection:
            rows = self._storage.rows(connection, "versions")
            documents = list(rows.scan("article = ?", (article,))) if rows is not None else []
        versions = []
        for doc_id, document in documents:
            with suppress(UnusableDocument):
                versions.append(_version(doc_id, document))
        return sorted(versions, key=lambda version: (version.replaced, version.id))


def _version(doc_id: int, document: dict[str, Any]) -> ArticleVersion:
    annotation = document.get("annotation")
    read = read_annotation(annotation) if annotation is not None else None
    return read_record(VERSIONS, ArticleVersion, doc_id, document | {"annotation": read})
