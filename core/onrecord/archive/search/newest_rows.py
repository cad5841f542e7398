"""The first rows of what very many rows of an index have, looked up one article after the other.

The rows of ``said`` and ``named`` are in the order of their articles' ids, not of their days. So to find the
newest of a frequent word or name all of its rows would have to be read, of which an archive of a million articles
has millions. But what is frequent is soon met in the newest articles, whichever they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT
from onrecord.archive.search import plan
from onrecord.archive.storage.sqlite_storage import Connection

_ROWS_OF_LOOKUP = 200
"""How many rows are read in the time that it takes to look into one article of an index of several pieces.

It is less in one piece, but names stand in clusters of days: more articles are looked into than their share tells.
"""

_SAMPLE_SIZE = 2000
"""How many of the first rows tell how frequent they are; so many are read in half a thousandth of a second."""

_LOOKED_INTO = (16, 64, 256, 1000, 4000)
"""How many articles are looked into, one attempt after the other, or fewer where these are likely to be enough."""

_LEAST_MORE = 16
"""How many more articles are looked into at least."""

_ALL = -1
"""How many rows are read where none is left out."""

_decode_rows = msgspec.json.Decoder(list[int]).decode
_decode_articles = msgspec.json.Decoder(set[int]).decode


def few_rows(connection: Connection, index: str, match: str, limit: int) -> list[int] | None:
    """Return all rows that match an expression, unless the first ones are sooner met in the newest articles.

    Args:
        connection: A connection to the archive.
        index: ``said`` or ``named``.
        match: The expression.
        limit: How many rows are needed.

    Returns:
        The rows, ascending; None where it is likely to be faster to look into articles (``first_rows``).
    """
    sample = _sample(connection, index, match)
    if len(sample) < _SAMPLE_SIZE:
        return sample
    rows = _few(connection, index, match, limit, sample, "rowid")
    return None if rows is None else _decode_rows(rows)


def few_articles(connection: Connection, index: str, match: str, limit: int) -> set[int] | None:
    """Return the articles of ``few_rows``."""
    sample = _sample(connection, index, match)
    if len(sample) < _SAMPLE_SIZE:
        return {row >> ARTICLE_SHIFT for row in sample}
    articles = _few(connection, index, match, limit, sample, f"rowid >> {ARTICLE_SHIFT}")
    return None if articles is None else _decode_articles(articles)


def _sample(connection: Connection, index: str, match: str) -> list[int]:
    """Return the first rows that match."""
    return _decode_rows(_column_of_rows(connection, index, match, "rowid", _SAMPLE_SIZE))


def _few(
    connection: Connection, index: str, match: str, limit: int, sample: Sequence[int], column: str
) -> str | None:
    """Return a column of all rows that match as a JSON array; None where that is not likely to be faster."""
    sql = "SELECT (SELECT min(id) FROM articles), (SELECT max(id) FROM articles)"
    lowest, highest = connection.execute(sql).fetchone()
    rows_an_article = len(sample) / max(1, (sample[-1] >> ARTICLE_SHIFT) - lowest + 1)
    likely_count = rows_an_article * (highest - lowest + 1)
    worthwhile = limit / rows_an_article * _ROWS_OF_LOOKUP
    if plan.has_prefix(match):
        return _column_of_rows(connection, index, match, column, _ALL)
    if likely_count > worthwhile:
        return None
    # There may be more of them later on.
    most = 2 * int(worthwhile)
    values = _column_of_rows(connection, index, match, column, most + 1)
    return values if values.count(",") < most else None


def _column_of_rows(connection: Connection, index: str, match: str, column: str, most: int) -> str:
    sql = f"SELECT json_group_array({column}) FROM (SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT ?)"
    return str(connection.execute(sql, (match, most)).fetchone()[0])


def first_rows(
    connection: Connection,
    index: str,
    match: str,
    articles_in_order: Callable[[int], Sequence[int]],
    limit: int,
    *,
    one_an_article: bool = False,
) -> list[int] | None:
    """Return the first rows that match an expression.

    Args:
        connection: A connection to the archive.
        index: ``said`` or ``named``.
        match: The expression.
        articles_in_order: Gives the first so many articles.
        limit: How many rows to return at most.
        one_an_article: Whether to return only the first row of each article.

    Returns:
        The rows in the order of the articles; None where it takes more articles than are looked into.
    """
    rows: list[int] = []
    start = 0
    for most in _LOOKED_INTO:
        while start < most:
            likely_end = 6 * start * limit // (5 * len(rows)) if rows else most
            end = min(most, max(likely_end, start + _LEAST_MORE))
            articles = articles_in_order(end)
            new_rows = rows_of_articles(connection, index, match, articles[start:])
            rows += _one_an_article(new_rows) if one_an_article else new_rows
            if len(rows) >= limit or len(articles) < end:
                return rows[:limit]
            start = end
    return None


def _one_an_article(rows: Iterable[int]) -> Iterable[int]:
    first_row: dict[int, int] = {}
    for row in rows:
        first_row.setdefault(row >> ARTICLE_SHIFT, row)
    return first_row.values()


def rows_of_articles(connection: Connection, index: str, match: str, articles: Sequence[int]) -> list[int]:
    """Return the rows of articles in ``said`` or ``named`` that match, in the order of the articles."""
    first_row = f"article.value << {ARTICLE_SHIFT}"
    sql = (
        f"SELECT json_group_array({index}.rowid) FROM json_each(?) AS article CROSS JOIN {index} "
        f"WHERE {index} MATCH ? "
        f"AND {index}.rowid BETWEEN {first_row} AND {first_row} | {(1 << ARTICLE_SHIFT) - 1}"
    )
    values = msgspec.json.encode(list(articles)).decode(), match
    return _decode_rows(connection.execute(sql, values).fetchone()[0])
