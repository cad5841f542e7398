"""The newest articles that match an expression, where very many may match: the last rows of an index."""

from __future__ import annotations

import msgspec

from onrecord.archive.search import plan
from onrecord.archive.search.article_ids import ArticleIds
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.storage.sqlite_storage import Connection

_decode_ids = msgspec.json.Decoder(list[int]).decode


def last_matches(connection: Connection, match_expression: str, limit: int) -> ArticleIds:
    """Return the ``limit`` newest articles that match an expression for ``search``, the newest first."""
    return ArticleIds(_articles_of_last_rows(connection, "search", match_expression, limit))


def of_last_rows(connection: Connection, index: str, match_expression: str, count: int) -> IdSet | None:
    """Return the articles of the last ``count`` matching rows of an index; None if no more rows match."""
    articles = _articles_of_last_rows(connection, index, match_expression, count + 1)
    return IdSet(set(articles[:count])) if len(articles) > count else None


def _articles_of_last_rows(connection: Connection, index: str, match_expression: str, count: int) -> list[int]:
    """Return the article of each of the last ``count`` matching rows of an index, from the last row on."""
    sql = (
        f"SELECT json_group_array(article) FROM (SELECT {plan.ARTICLE_OF_ROW[index]} AS article FROM {index} "
        f"WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?)"
    )
    return _decode_ids(connection.execute(sql, (match_expression, count)).fetchone()[0])
