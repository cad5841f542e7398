"""The first rows of what very many rows of an index have, looked up one article after the other.

The rows of ``said`` and ``named`` are in the order of their articles' ids, not of their days. So to find the
newest of a frequent word or name all of its rows would have to be read, of which an archive of a million articles
has millions. But what is frequent is soon met in the newest articles, whichever they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT
from onrecord.archive.storage.sqlite_storage import Connection

_ROWS_OF_LOOKUP = 100
"""How many rows are read in the time that it takes to look into one article."""

_SAMPLE_SIZE = 2000
"""How many of the first rows tell how frequent they are; so many are read in half a thousandth of a second."""

_LOOKED_INTO = (16, 64, 128, 256, 512, 1000, 2000, 4000)
"""How many articles are looked into, one attempt after the other."""

_decode_rows = msgspec.json.Decoder(list[int]).decode


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
    sample = _rows_up_to(connection, index, match, _SAMPLE_SIZE)
    if len(sample) < _SAMPLE_SIZE:
        return sample
    lowest, highest = connection.execute(
        "SELECT (SELECT min(id) FROM articles), (SELECT max(id) FROM articles)"
    ).fetchone()
    rows_an_article = len(sample) / max(1, (sample[-1] >> ARTICLE_SHIFT) - lowest + 1)
    likely_count = rows_an_article * (highest - lowest + 1)
    worthwhile = limit / rows_an_article * _ROWS_OF_LOOKUP
    if likely_count > worthwhile:
        return None
    # There may be more of them later on.
    most = 2 * int(worthwhile)
    rows = _rows_up_to(connection, index, match, most + 1)
    return rows if len(rows) <= most else None


def _rows_up_to(connection: Connection, index: str, match: str, most: int) -> list[int]:
    sql = f"SELECT json_group_array(rowid) FROM (SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT ?)"
    return _decode_rows(connection.execute(sql, (match, most)).fetchone()[0])


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
    for count in _LOOKED_INTO:
        articles = articles_in_order(count)
        new_rows = rows_of_articles(connection, index, match, articles[start:])
        rows += _one_an_article(new_rows) if one_an_article else new_rows
        if len(rows) >= limit or len(articles) < count:
            return rows[:limit]
        start = count
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
