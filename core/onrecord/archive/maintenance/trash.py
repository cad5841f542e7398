"""Removing articles, and restoring those that were removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from tinydb.table import Document

from onrecord.archive.maintenance.article_documents import ARTICLE_TABLES, complete_documents
from onrecord.archive.schema.document_forms import Misfit, RemovedEntry, converted
from onrecord.archive.schema.documents import stored_text_of
from onrecord.archive.schema.tables import text_mark
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.records import Article

RETENTION = timedelta(days=30)
"""How long removed articles can be restored."""

_OVERDUE_DAYS = 3
"""On how many days they have to be found overdue before they go: a clock that is wrong once takes nothing away."""

_PURGED_AT_ONCE = 20
"""How many are deleted between two looks at the clock."""


class RemovedArticle(NamedTuple):
    """An article that was removed, and when, as an ISO time."""

    article: Article
    removed: str


_TABLES_OF_ARTICLE = ("notes", "corrections", "versions")


def remove(db: Database, connection: Connection, ids: Iterable[int], now: str) -> int:
    """Move articles and what belongs to them to the table ``removed``, in a transaction, and return how many."""
    removed = db.table("removed", cache_size=0)
    count = 0
    for article in dict.fromkeys(ids):
        if not db.table("articles", cache_size=0).contains(doc_id=article):
            continue
        documents = _documents(db, connection, article)
        removed.upsert(Document({"removed": now, "documents": documents}, article))
        # The article goes last: the index needs it while the rest is taken out.
        for table, own in reversed(documents.items()):
            db.table(table, cache_size=0).remove(doc_ids=[doc_id for doc_id, _ in own])
        count += 1
    return count


def note_day(connection: Connection) -> str:
    """Note the day on which something is overdue, in a transaction.

    Returns:
        Before when an article has to have been removed to go now: ``RETENTION`` before each of the last
        ``_OVERDUE_DAYS`` days that were noted. Empty where fewer were.
    """
    connection.execute("CREATE TABLE IF NOT EXISTS overdue_days (number INTEGER PRIMARY KEY, day TEXT UNIQUE)")
    connection.execute("INSERT OR IGNORE INTO overdue_days (day) VALUES (?)", (_now().date().isoformat(),))
    noted = connection.execute("SELECT day FROM overdue_days ORDER BY number DESC LIMIT ?", (_OVERDUE_DAYS,))
    days = [day for (day,) in noted]
    connection.execute(f"DELETE FROM overdue_days WHERE day NOT IN ({', '.join('?' * len(days))})", days)
    return (date.fromisoformat(min(days)) - RETENTION).isoformat() if len(days) == _OVERDUE_DAYS else ""


def purge(db: Database, connection: Connection, earliest: str) -> Iterator[int]:
    """Delete the articles that were removed before a day, some of them whenever the next item is asked for.

    Args:
        db: The database of the archive.
        connection: A connection to it, which is in a transaction whenever an item is asked for.
        earliest: The day, as an ISO date.

    Yields:
        How many were deleted.
    """
    removed = db.table("removed", cache_size=0)
    overdue = "SELECT id FROM removed WHERE removed < ? AND id > ? ORDER BY id LIMIT ?"
    last_id = 0
    while rows := connection.execute(overdue, (earliest, last_id, _PURGED_AT_ONCE)).fetchall():
        article_ids = [article for (article,) in rows]
        last_id = article_ids[-1]
        yield len(removed.remove(doc_ids=article_ids))


def is_overdue(connection: Connection) -> bool:
    """Return whether there is something that was removed longer ago than ``RETENTION``."""
    rows = connection.execute("SELECT 1 FROM removed WHERE removed < ? LIMIT 1", (_earliest(),))
    return rows.fetchone() is not None


def removed_articles(db: Database) -> list[RemovedArticle]:
    """Return the articles that can be restored, the last removed first; documents of another form are left out."""
    articles = []
    for entry in db.table("removed", cache_size=0):
        documents = _removed_documents(entry)
        with suppress(Misfit):
            articles += [
                RemovedArticle(converted(facts | {"id": entry.doc_id}, Article), entry["removed"])
                for _, facts in documents.get("articles", ())
            ]
    return sorted(articles, key=lambda article: article.removed, reverse=True)


def _earliest() -> str:
    return (_now() - RETENTION).isoformat()


def _now() -> datetime:
    return datetime.now(UTC)


def restore(db: Database, connection: Connection, ids: Iterable[int]) -> int:
    """Move articles back from the table ``removed``, in a transaction, and return how many.

    An article whose text the archive has again stays removed.
    """
    removed = db.table("removed", cache_size=0)
    count = 0
    for article in dict.fromkeys(ids):
        documents = _removed_documents(removed.get(doc_id=article) or {})
        if not documents:
            continue
        mark = text_mark(stored_text_of(documents["articles"][0][1], "text_hash"))
        if connection.execute("SELECT 1 FROM articles WHERE text_mark = ?", (mark,)).fetchone():
            continue
        own = {table: dict(document) for table in ARTICLE_TABLES for _, document in documents[table]}
        # An earlier version may have removed them: what is counted from the documents is counted anew.
        for table, document in complete_documents(article, own, len(documents["notes"])).items():
            db.table(table, cache_size=0).upsert(Document(document, article))
        for table in _TABLES_OF_ARTICLE:
            for doc_id, document in documents.get(table, ()):  # versions came after the first removed articles
                db.table(table, cache_size=0).upsert(Document(document, doc_id))
        removed.remove(doc_ids=[article])
        count += 1
    return count


def _removed_documents(entry: Mapping[str, Any]) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    """Return the documents of a removed article by their tables; none if the entry is of another form."""
    try:
        documents = converted(dict(entry), RemovedEntry).documents
    except Misfit:
        return {}
    is_whole = documents.keys() >= {*ARTICLE_TABLES, "notes"} and len(documents["articles"]) == 1
    return documents if is_whole else {}


def _documents(db: Database, connection: Connection, article: int) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    ids = {table: [article] for table in ARTICLE_TABLES}
    for table in _TABLES_OF_ARTICLE:
        rows = connection.execute(f"SELECT id FROM {table} WHERE article = ?", (article,))
        ids[table] = [doc_id for (doc_id,) in rows]
    return {
        table: [(document.doc_id, dict(document)) for document in db.table(table, cache_size=0).get(doc_ids=own)]
        for table, own in ids.items()
    }
