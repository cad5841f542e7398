"""The full-text indexes, kept in step with the documents in the transaction that changes them.

Five FTS5 tables share one tokenizer: ``search`` (title, text, notes and tags of an article), ``newest_search``
(the same of the newest articles, see ``newest_index``), ``origins`` (source, author, url), ``said`` (a row for
each quote: its words, its speaker's names, its kind) and ``named`` (a row for each actor or entity: its names, its
type). ``tagged`` lists the tags of articles and of the notes on them, ``carried`` which feed has brought which
article. What depends on annotations is in ``annotation_rows``.

None of the indexes holds a second copy of the words. So before a document changes, its rows are removed by the
words with which they were added; they are added again at the end of the transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.archive.indexing import newest_index
from onrecord.archive.indexing.index_rows import first_row_sql
from onrecord.archive.schema.documents import stored_texts
from onrecord.archive.schema.tables import ARTICLES, NOTES, SEARCH_VIEWS, search_row
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.callbacks import OnProgress
from onrecord.base.hashtags import hashtags
from onrecord.base.name_keys import fold
from onrecord.base.records import Article

_PROGRESS_STEP = 500
"""Articles between two calls of a progress callback."""

_ROW_ORDERS = {
    "search": "coalesce(day_number, 0), value",
    "said": first_row_sql("coalesce(day_number, 0)", "value"),
}
"""The order of the rows of those indexes that have them by time; ``said`` stands for ``named``, too."""

_Document = Mapping[str, Any] | None


class IndexUpdater:
    """The watcher of the storage that keeps the indexes in step: see ``sqlite_storage.Watcher``."""

    def changing(self, connection: Connection, table: str, doc_id: int, old: _Document, new: _Document) -> None:
        """Remove what is indexed of a document that is about to change, and note what has to be indexed anew."""
        match table:
            case "articles":
                _article_changes(connection, doc_id, old, new)
            case "texts":
                _remove_rows(connection, "search", doc_id)
                _remove_rows(connection, "said", doc_id)
            case "annotations":
                _remove_rows(connection, "said", doc_id)
            case "notes" if _differ(old, new, "article", "body", "tags"):
                for article in _articles_of(old, new):
                    _remove_rows(connection, "search", article)
                    _remove_tags(connection, article, [*_note_tags(old), *_note_tags(new)])
            case "corrections":
                for article in _articles_of(old, new):
                    _remove_rows(connection, "said", article)
                documents = [document for document in (old, new) if document is not None]
                if len(_articles_of(*documents)) < len(documents):
                    connection.touched.add(("corrections", 0))

    def committing(self, connection: Connection) -> None:
        """Index what has changed in the transaction."""
        for index, article in sorted(connection.touched):
            if index not in _ROW_ORDERS:
                _add_rows(connection, index, article)
        for ordered_index in _ROW_ORDERS:
            article_ids = [article for index, article in connection.touched if index == ordered_index]
            for article in in_row_order(connection, ordered_index, article_ids):
                _add_rows(connection, ordered_index, article)


def add_new_articles(connection: Connection, new: Mapping[int, tuple[Article, str]]) -> None:
    """Index new articles, of which nothing has to be removed before.

    Args:
        connection: A connection in a transaction.
        new: The articles with their texts, by their ids.
    """
    # In ascending order: a row below the last one makes FTS5 write all that it still holds in memory.
    rows = sorted(
        (search_row(key, article.published), article.title, text, "\n".join(article.tags))
        for key, (article, text) in new.items()
    )
    floor = newest_index.read_floor(connection)
    newest_rows = [] if floor is None else [row for row in rows if row[0] >= floor]
    for index, rows_of_index in (("search", rows), ("newest_search", newest_rows)):
        connection.executemany(
            f"INSERT INTO {index} (rowid, title, text, tags) VALUES (?, ?, ?, ?)", rows_of_index
        )
    connection.executemany(
        "INSERT INTO origins (rowid, source, author, url) VALUES (?, ?, ?, ?)",
        ((key, article.source, article.author, article.url) for key, (article, _) in new.items()),
    )
    for key, (article, _) in new.items():
        add_feeds(connection, key, article.feeds)


def add_text_row(connection: Connection, article: int) -> None:
    """Index title, text, notes and tags of an article."""
    for index, view in SEARCH_VIEWS.items():
        connection.execute(
            f"INSERT INTO {index} (rowid, title, text, notes, tags) "
            f"SELECT row, title, text, notes, tags FROM {view} WHERE id = ?",
            (article,),
        )


def add_tags(connection: Connection, article: int, tags: Iterable[str]) -> None:
    """List the tags of an article that has none in the list yet."""
    for tag in tags:
        connection.execute("INSERT OR IGNORE INTO tagged VALUES (?, ?, ?)", (fold(tag), article, tag))


def add_feeds(connection: Connection, article: int, feeds: Iterable[str]) -> None:
    """List the feeds of an article that has none in the list yet."""
    for feed in feeds:
        connection.execute("INSERT OR IGNORE INTO carried VALUES (?, ?)", (feed, article))


def rebuild(connection: Connection, on_progress: OnProgress | None = None) -> None:
    """Build everything that is kept in step anew from the documents.

    Args:
        connection: A connection in a transaction.
        on_progress: Called with the articles done and all articles.
    """
    from onrecord.archive.indexing import actor_decisions, annotation_rows

    for table in ("search", "origins"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    connection.execute("DELETE FROM tagged")
    connection.execute("DELETE FROM carried")
    annotation_rows.clear_annotation_rows(connection)
    actor_decisions.update_decisions(connection)
    newest_index.begin(connection)
    annotated_ids = {article for (article,) in connection.execute("SELECT id FROM annotations")}
    article_ids = [article for (article,) in connection.execute("SELECT id FROM articles ORDER BY id")]
    ordered_ids = in_row_order(connection, "search", annotated_ids.union(article_ids))
    for start in range(0, len(ordered_ids), _PROGRESS_STEP):
        if on_progress:
            on_progress(min(start, len(article_ids)), len(article_ids))
        batch = ordered_ids[start : start + _PROGRESS_STEP]
        for index, ids in (("search", batch), ("said", annotated_ids.intersection(batch))):
            for article in in_row_order(connection, index, ids):
                _add_rows(connection, index, article)
    for article in article_ids:
        (stored,) = connection.execute("SELECT document FROM articles WHERE id = ?", (article,)).fetchone()
        add_feeds(connection, article, stored_texts(ARTICLES.decode(stored), "feeds"))
        _add_rows(connection, "tagged", article)
        _add_rows(connection, "origins", article)
    if on_progress:
        on_progress(len(article_ids), len(article_ids))


def _article_changes(connection: Connection, article: int, old: _Document, new: _Document) -> None:
    is_new = old is None
    if _differ(old, new, "tags"):
        _remove_tags(connection, article, [*_article_tags(old), *_article_tags(new)])
    if _differ(old, new, "feeds"):
        for feed in stored_texts(old, "feeds"):
            connection.execute("DELETE FROM carried WHERE feed = ? AND article = ?", (feed, article))
        add_feeds(connection, article, stored_texts(new, "feeds"))
    if _differ(old, new, "title", "tags", "published"):
        _remove_rows(connection, "search", article, is_new=is_new)
    if _differ(old, new, "source", "author", "url"):
        _remove_rows(connection, "origins", article, is_new=is_new)
    if _differ(old, new, "published"):
        # An annotation may be there before its article.
        _remove_rows(connection, "said", article)


def _remove_tags(connection: Connection, article: int, tags: Iterable[str]) -> None:
    """Take tags that may have changed off the list, and note that those of the article have to be listed anew."""
    for tag in tags:
        connection.execute("DELETE FROM tagged WHERE key = ? AND article = ?", (fold(tag), article))
        connection.touched.add(("tagged", article))


def _remove_rows(connection: Connection, index: str, article: int, *, is_new: bool = False) -> None:
    """Remove what an index has of an article, once in a transaction, and note that it has to be indexed anew."""
    if (index, article) in connection.touched:
        return
    connection.touched.add((index, article))
    if is_new:
        return
    if index == "search":
        for fulltext_index, view in SEARCH_VIEWS.items():
            row = f"SELECT row FROM {view} WHERE id = ?"
            connection.execute(f"DELETE FROM {fulltext_index} WHERE rowid = ({row})", (article,))
    elif index == "origins":
        connection.execute("DELETE FROM origins WHERE rowid = ?", (article,))
    else:
        from onrecord.archive.indexing import annotation_rows

        annotation_rows.remove_annotation_rows(connection, article)


def _add_rows(connection: Connection, index: str, article: int) -> None:
    """Index an article, or list its tags; for ``corrections``, work out anew which names belong to one actor."""
    if index == "search":
        add_text_row(connection, article)
    elif index == "origins":
        connection.execute(
            "INSERT INTO origins (rowid, source, author, url) "
            "SELECT id, source, author, url FROM articles WHERE id = ?",
            (article,),
        )
    elif index == "tagged":
        for table, condition, tags_of in ((ARTICLES, "id", _article_tags), (NOTES, "article", _note_tags)):
            sql = f"SELECT document FROM {table.name} WHERE {condition} = ? ORDER BY id"
            for (stored,) in connection.execute(sql, (article,)).fetchall():
                add_tags(connection, article, tags_of(table.decode(stored)))
    elif index == "corrections":
        from onrecord.archive.indexing import actor_decisions

        actor_decisions.update_decisions(connection)
    else:
        from onrecord.archive.indexing import annotation_rows

        annotation_rows.add_annotation_rows(connection, article)


def in_row_order(connection: Connection, index: str, article_ids: Iterable[int]) -> list[int]:
    """Sort articles by their rows in an index, which writes what comes out of order to the disk at once.

    Args:
        connection: A connection to the archive.
        index: ``search`` or ``said``.
        article_ids: The articles; one of which there is only the annotation is in ``said`` without a date.
    """
    sql = f"SELECT value FROM json_each(?) LEFT JOIN articles ON articles.id = value ORDER BY {_ROW_ORDERS[index]}"
    return [article for (article,) in connection.execute(sql, (json.dumps(list(article_ids)),))]


def _differ(old: _Document, new: _Document, *fields: str) -> bool:
    return old is None or new is None or any(old.get(field) != new.get(field) for field in fields)


def _articles_of(*documents: _Document) -> list[int]:
    """Return the articles to which the documents of a note or a correction belong."""
    values = (document.get("article") for document in documents if document is not None)
    return [article for article in values if isinstance(article, int)]


def _article_tags(document: _Document) -> list[str]:
    return stored_texts(document, "tags")


def _note_tags(document: _Document) -> list[str]:
    """Return the tags of a note: those that it was given, and those in its text."""
    body = document.get("body") if document else None
    return [*stored_texts(document, "tags"), *(hashtags(clean_text(body)) if isinstance(body, str) else ())]
