"""Adding many new articles at once, with the same rows that TinyDB's ``insert`` would write."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from onrecord.archive.indexing import fulltext
from onrecord.archive.schema.documents import draft_article, merge_tags, record_document
from onrecord.archive.schema.tables import HIGHEST_ARTICLE, text_mark
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.records import Article, Draft


class AddedArticle(NamedTuple):
    """The article that now holds a text, and whether it is a new one."""

    id: int
    new: bool


def add_drafts(storage: SQLiteStorage, connection: Connection, drafts: Sequence[Draft]) -> list[AddedArticle]:
    """Store those drafts whose text the archive does not have yet, in a transaction.

    New articles are added to the full-text index directly, as nothing of theirs has to be removed before.

    Returns:
        For each draft the article that has its text, and whether it is new.
    """
    articles, texts = storage.rows(connection, "articles"), storage.rows(connection, "texts")
    assert articles is not None
    assert texts is not None
    following = max(articles.next_id(), _orphaned(connection) + 1)
    article_by_mark: dict[int, int] = {}
    new: dict[int, tuple[Article, str]] = {}
    added = []
    for draft in drafts:
        text = clean_text(draft.text)
        article = draft_article(draft, text, merge_tags(connection, [], draft.tags))
        mark = text_mark(article.text_hash)
        known = article_by_mark.get(mark) or _standing(connection, mark)
        article_by_mark[mark] = known or following
        added.append(AddedArticle(article_by_mark[mark], not known))
        if not known:
            # At once, so that the next article with this tag spells it the same.
            fulltext.add_tags(connection, following, article.tags)
            new[following] = article, text
            following += 1
    # To deflate texts takes as long as to index them, and neither holds Python's lock: side by side.
    with ThreadPoolExecutor(1) as beside:
        deflated = beside.submit(texts.encode_rows, {key: {"text": text} for key, (_, text) in new.items()})
        articles.append(articles.encode_rows({key: record_document(article) for key, (article, _) in new.items()}))
        fulltext.add_new_articles(connection, new)
        texts.append(deflated.result())
    return added


def _standing(connection: Connection, mark: int) -> int | None:
    """Return the article that has a text already."""
    (article,) = connection.execute("SELECT min(id) FROM articles WHERE text_mark = ?", (mark,)).fetchone()
    return None if article is None else int(article)


def _orphaned(connection: Connection) -> int:
    """Return the highest article id that anything refers to, whether the article exists or not."""
    highest = connection.execute(
        "SELECT max((SELECT coalesce(max(id), 0) FROM texts WHERE id < :highest), "
        "(SELECT coalesce(max(id), 0) FROM annotations WHERE id < :highest), "
        "(SELECT coalesce(max(article), 0) FROM notes WHERE article < :highest))",
        {"highest": HIGHEST_ARTICLE},
    ).fetchone()[0]
    return int(highest)
