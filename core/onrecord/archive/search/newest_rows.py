"""The newest rows of ``said`` and ``named`` that match an expression, where very many may match.

The id of a row is the period of ten days in which its article was published, followed by the article's id and the
row's place in the article. Reading the matching rows from the last one down therefore gives the newest periods
first. Within a period it gives the highest article ids first, and these need not have the latest days. So the
oldest period that is reached has to be read as a whole (``newest_rows``).

For very frequent expressions even one period is too much. But then a few of the newest articles have enough
matching rows, which are looked up article by article (``first_rows``).

Rows are returned as numbers of quotes, which do not contain the period (``index_rows.NUMBER_OF_ROW``).
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

_MAX_PERIOD_ROWS = 20_000
"""How many matching rows of one period are read at most."""

_SAMPLE_SIZE = 200
"""From how many of its first matching rows the number of all matching rows of a period is estimated."""

_GROWTH = 8
"""How many times as many rows are read the next time, if those of the newest periods were not enough."""

_ARTICLE_COUNTS = (16, 64, 256, 1000, 4000)
"""Up to how many articles are looked up in the first attempt, the second, and so on.

An attempt takes fewer where these are likely to have enough rows.
"""

_MIN_BATCH = 16
"""How many further articles an attempt looks up at least."""

_decode_rows = msgspec.json.Decoder(list[int]).decode
_decode_rows_by_article = msgspec.json.Decoder(list[list[int]]).decode


class NewestRows(NamedTuple):
    """The matching rows of the newest periods.

    Args:
        numbers: The rows as numbers of quotes; those of an article stand together, ascending.
        are_all: Whether no other rows match.
    """

    numbers: list[int]
    are_all: bool

    def articles(self) -> set[int]:
        """Return the ids of the articles to which the rows belong."""
        return {number >> ARTICLE_SHIFT for number in self.numbers}


def newest_rows(connection: Connection, index: str, match: str, limit: int) -> Iterator[NewestRows]:
    """Yield the matching rows of the newest periods, each time those of more periods.

    Args:
        connection: A connection to the archive.
        index: ``said`` or ``named``.
        match: An FTS5 expression for this index.
        limit: How many rows are needed.

    Yields:
        All matching rows of some of the newest periods: the first time at least ``limit`` rows, or all that match;
        then more. It ends early, maybe without any, where ``first_rows`` is likely to be faster.
    """
    if plan.has_prefix(match):  # FTS5 reads all rows of a prefix at each look-up
        sql = f"SELECT json_group_array({NUMBER_OF_ROW}) FROM {index} WHERE {index} MATCH ?"
        yield NewestRows(_decode_rows(connection.execute(sql, (match,)).fetchone()[0]), True)
        return
    count = max(limit, 1)
    while count <= _MAX_PERIOD_ROWS:
        rows = _last_rows(connection, index, match, count)
        if len(rows) < count:
            yield NewestRows(list(map(number_of_row, rows)), True)
            return
        rest = _rest_of_period(connection, index, match, rows[0])
        if rest is None:
            return
        yield NewestRows([*map(number_of_row, rest), *map(number_of_row, rows)], False)
        count *= _GROWTH


def _last_rows(connection: Connection, index: str, match: str, count: int) -> list[int]:
    """Return the last ``count`` matching rows, in ascending order."""
    sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?"
    rows = [row for (row,) in connection.execute(sql, (match, count))]
    rows.reverse()
    return rows


def _rest_of_period(connection: Connection, index: str, match: str, end_row: int) -> list[int] | None:
    """Return the matching rows of a row's period that come before it; None if they are likely to be too many."""

    def rows_from(start_row: int, max_count: int) -> list[int]:
        sql = (
            "SELECT json_group_array(row) FROM "
            f"(SELECT rowid AS row FROM {index} WHERE {index} MATCH ? AND rowid >= ? AND rowid < ? LIMIT ?)"
        )
        return _decode_rows(connection.execute(sql, (match, start_row, end_row, max_count)).fetchone()[0])

    sample = rows_from(first_row_of_period(end_row), _SAMPLE_SIZE)
    if len(sample) < _SAMPLE_SIZE:
        return sample
    # The estimate assumes that all rows of the period are as close together as those of the sample.
    sample_span = max(1, sample[-1] - sample[0])
    likely_count = (end_row - sample[0]) * (_SAMPLE_SIZE - 1) // sample_span
    if likely_count > _MAX_PERIOD_ROWS:
        return None
    other_rows = rows_from(sample[-1] + 1, 2 * _MAX_PERIOD_ROWS)
    return None if len(other_rows) == 2 * _MAX_PERIOD_ROWS else sample + other_rows


def first_rows(
    connection: Connection,
    index: str,
    match: str,
    articles_in_order: Callable[[int], Sequence[int]],
    limit: int,
    *,
    one_per_article: bool = False,
) -> list[int] | None:
    """Return the first matching rows in an order of articles, looking up one article after the other.

    Args:
        connection: A connection to the archive.
        index: ``said`` or ``named``.
        match: An FTS5 expression for this index.
        articles_in_order: Returns the ids of the first articles in the order; how many is its argument.
        limit: How many rows to return at most.
        one_per_article: Whether to return only the first row of each article.

    Returns:
        The rows as numbers of quotes; None if the articles of the last attempt do not have enough.
    """
    numbers: list[int] = []
    start = 0
    for max_end in _ARTICLE_COUNTS:
        while start < max_end:
            # As many as are needed at the present share of matches, and a fifth more.
            likely_end = 6 * start * limit // (5 * len(numbers)) if numbers else max_end
            end = min(max_end, max(likely_end, start + _MIN_BATCH))
            articles = articles_in_order(end)
            new_numbers = rows_of_articles(connection, index, match, articles[start:])
            numbers += _first_of_each_article(new_numbers) if one_per_article else new_numbers
            if len(numbers) >= limit or len(articles) < end:
                return numbers[:limit]
            start = end
    return None


def _first_of_each_article(numbers: Iterable[int]) -> Iterable[int]:
    first_number: dict[int, int] = {}
    for number in numbers:
        first_number.setdefault(number >> ARTICLE_SHIFT, number)
    return first_number.values()


def rows_of_articles(connection: Connection, index: str, match: str, articles: Sequence[int]) -> list[int]:
    """Return the matching rows of some articles in ``said`` or ``named``, by one look-up for each article.

    In each look-up, before FTS5 goes to the rows of the article, it finds the first match in its reading
    direction. So the look-ups read downwards: the articles are mostly new ones, and the last match is near them.
    In an archive of a million articles this takes a quarter of the time.

    Returns:
        The rows as numbers of quotes, in the order of ``articles``, ascending within an article.
    """
    sql = (
        "SELECT json_group_array(json((SELECT json_group_array(number) FROM "
        f"(SELECT {NUMBER_OF_ROW} AS number FROM {index} WHERE {index} MATCH ?2 "
        f"AND rowid BETWEEN first_row AND first_row + {MAX_ROWS - 1} ORDER BY rowid DESC)))) FROM "
        f"(SELECT {first_row_sql('day_number', 'articles.id')} AS first_row "
        "FROM json_each(?1) AS wanted CROSS JOIN articles ON articles.id = wanted.value)"
    )
    values = msgspec.json.encode(list(articles)).decode(), match
    numbers_by_article = _decode_rows_by_article(connection.execute(sql, values).fetchone()[0])
    return [number for numbers in numbers_by_article for number in reversed(numbers)]
