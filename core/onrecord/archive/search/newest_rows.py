"""The newest rows of ``said`` and ``named`` that match an expression, of which there may be very many.

The rows are in the order of periods of ten days, and within a period in the order of their articles' ids. So the
last rows are those of the newest periods. All of the period in which they end has to be read, as any of its rows
may belong to the newest articles. What is too frequent for that is soon met in the newest articles, looked into
one after the other.

Rows are returned as numbers, which have no period (``index_rows.NUMBER_OF_ROW``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from onrecord.archive.indexing.index_rows import (
    ARTICLE_SHIFT,
    MAX_ROWS,
    NUMBER_OF_ROW,
    first_row_of_period,
    first_row_sql,
    number_of_row,
)
from onrecord.archive.search import plan
from onrecord.archive.storage.sqlite_storage import Connection

_LARGEST_PERIOD = 20_000
"""How many rows of the period in which the last rows end are read at most."""

_SAMPLE_SIZE = 200
"""How many of the first rows of that period tell how many there are likely to be."""

_MORE = 8
"""How many times as many rows are read where those of the newest periods are not enough."""

_LOOKED_INTO = (16, 64, 256, 1000, 4000)
"""How many articles are looked into, one attempt after the other, or fewer where these are likely to be enough."""

_LEAST_MORE = 16
"""How many more articles are looked into at least."""

_decode_rows = msgspec.json.Decoder(list[int]).decode
_decode_rows_by_article = msgspec.json.Decoder(list[list[int]]).decode


class NewestRows(NamedTuple):
    """The rows of the newest periods that match, ascending in an article, and whether there are no others."""

    numbers: list[int]
    are_all: bool

    def articles(self) -> set[int]:
        """Return the articles that have the rows."""
        return {number >> ARTICLE_SHIFT for number in self.numbers}


def newest_rows(connection: Connection, index: str, match: str, limit: int) -> Iterator[NewestRows]:
    """Yield the rows of the newest periods that match an expression, each time of more periods.

    Args:
        connection: A connection to the archive.
        index: ``said`` or ``named``.
        match: The expression.
        limit: How many rows are needed.

    Yields:
        At least ``limit`` rows or all there are; then more, for as long as it is likely to be faster to read them
        than to look into articles (``first_rows``).
    """
    if plan.has_prefix(match):  # FTS5 reads all rows of a prefix at each look
        sql = f"SELECT json_group_array({NUMBER_OF_ROW}) FROM {index} WHERE {index} MATCH ?"
        yield NewestRows(_decode_rows(connection.execute(sql, (match,)).fetchone()[0]), True)
        return
    count = max(limit, 1)
    while count <= _LARGEST_PERIOD:
        rows = _last_rows(connection, index, match, count)
        if len(rows) < count:
            yield NewestRows(list(map(number_of_row, rows)), True)
            return
        rest = _rest_of_period(connection, index, match, rows[0])
        if rest is None:
            return
        yield NewestRows([*map(number_of_row, rest), *map(number_of_row, rows)], False)
        count *= _MORE


def _last_rows(connection: Connection, index: str, match: str, count: int) -> list[int]:
    """Return the last rows that match, ascending."""
    sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?"
    rows = [row for (row,) in connection.execute(sql, (match, count))]
    rows.reverse()
    return rows


def _rest_of_period(connection: Connection, index: str, match: str, end: int) -> list[int] | None:
    """Return the rows of a period that match and come before a row; None where these are likely to be too many."""

    def rows_from(start: int, most: int) -> list[int]:
        sql = (
            "SELECT json_group_array(row) FROM "
            f"(SELECT rowid AS row FROM {index} WHERE {index} MATCH ? AND rowid >= ? AND rowid < ? LIMIT ?)"
        )
        return _decode_rows(connection.execute(sql, (match, start, end, most)).fetchone()[0])

    first_rows = rows_from(first_row_of_period(end), _SAMPLE_SIZE)
    if len(first_rows) < _SAMPLE_SIZE:
        return first_rows
    # If rows are everywhere in the period as close as in its beginning.
    span = max(1, first_rows[-1] - first_rows[0])
    likely_count = (end - first_rows[0]) * (_SAMPLE_SIZE - 1) // span
    if likely_count > _LARGEST_PERIOD:
        return None
    rest = rows_from(first_rows[-1] + 1, 2 * _LARGEST_PERIOD)
    return None if len(rest) == 2 * _LARGEST_PERIOD else first_rows + rest


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
    numbers: list[int] = []
    start = 0
    for most in _LOOKED_INTO:
        while start < most:
            likely_end = 6 * start * limit // (5 * len(numbers)) if numbers else most
            end = min(most, max(likely_end, start + _LEAST_MORE))
            articles = articles_in_order(end)
            new_numbers = rows_of_articles(connection, index, match, articles[start:])
            numbers += _one_an_article(new_numbers) if one_an_article else new_numbers
            if len(numbers) >= limit or len(articles) < end:
                return numbers[:limit]
            start = end
    return None


def _one_an_article(numbers: Iterable[int]) -> Iterable[int]:
    first_number: dict[int, int] = {}
    for number in numbers:
        first_number.setdefault(number >> ARTICLE_SHIFT, number)
    return first_number.values()


def rows_of_articles(connection: Connection, index: str, match: str, articles: Sequence[int]) -> list[int]:
    """Return the rows of articles in ``said`` or ``named`` that match, in the order of the articles.

    FTS5 goes to the first match of all before it goes to the rows of an article. The articles are mostly new ones,
    so the last match is nearer: of a million articles it takes a quarter of the time.
    """
    sql = (
        "SELECT json_group_array(json((SELECT json_group_array(number) FROM "
        f"(SELECT {NUMBER_OF_ROW} AS number FROM {index} WHERE {index} MATCH ?2 "
        f"AND rowid BETWEEN first_row AND first_row + {MAX_ROWS - 1} ORDER BY rowid DESC)))) FROM "
        f"(SELECT {first_row_sql('period', 'articles.id')} AS first_row "
        "FROM json_each(?1) AS wanted CROSS JOIN articles ON articles.id = wanted.value)"
    )
    values = msgspec.json.encode(list(articles)).decode(), match
    numbers_by_article = _decode_rows_by_article(connection.execute(sql, values).fetchone()[0])
    return [number for numbers in numbers_by_article for number in reversed(numbers)]
