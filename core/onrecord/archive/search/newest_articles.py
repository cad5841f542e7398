"""The newest articles that match an expression in ``search``, where very many may match.

The id of a row of ``search`` is the period of ten days in which its article was published, followed by the
article's id. Reading the matching rows from the last one down therefore gives the newest periods first. Within a
period it gives the highest ids first, and these need not have the latest days. So in the oldest period that was
reached, here the *boundary period*, rows that were not read may belong to newer articles than those that were.

There are two ways to be sure of the newest articles of the boundary period:

- Read all its matching rows. In an archive of a million articles these may be more than ten thousand.
- Go through its articles from the latest day down, and check each for a match until enough have one. That is
  faster if the expression is frequent. Where articles were added in the order of their days, these are the
  articles whose rows have been read already, and hardly any has to be checked.
"""

from __future__ import annotations

import json
from itertools import islice

import msgspec

from onrecord.archive.schema.tables import PERIOD_SHIFT
from onrecord.archive.search import plan
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.storage.sqlite_storage import Connection

_ROWS_PER_CHECK = 140
"""How many rows are read in the time that it takes to check one article for one phrase.

A third was added to the measured figure: matches cluster in time, so it takes more checks than their share
suggests.
"""

_MAX_ARTICLES_PER_MATCH = 3
"""Articles are checked only if one in so many matches; if matches are rarer, the rows of the period are read."""

_MAX_ARTICLES_PER_MATCH_IN_ORDER = 25
"""The same where ids follow days, so that hardly any article has to be checked.

It counts once for each word of the expression: FTS5 reads a phrase no faster than its commonest word.
"""

_MIN_BATCH = 8
"""How many further articles are checked at least when the first ones did not have enough matches."""

_ARTICLE_MASK = (1 << PERIOD_SHIFT) - 1
_decode_rows = msgspec.json.Decoder(list[int]).decode
_decode_articles = msgspec.json.Decoder(set[int]).decode


def first_matches(connection: Connection, match_expression: str, limit: int) -> IdSet:
    """Return matching articles, among them the ``limit`` newest.

    Args:
        connection: A connection to the archive.
        match_expression: An FTS5 expression for ``search``.
        limit: How many of the newest articles the result has to contain.

    Returns:
        Article ids: more than ``limit`` where the boundary period has more matches, fewer only if no more match.
    """
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    rows = [row for (row,) in connection.execute(sql, (match_expression, limit))]
    articles = {row & _ARTICLE_MASK for row in rows}
    if rows and len(rows) == limit:
        boundary_period = rows[-1] >> PERIOD_SHIFT
        boundary_rows = [row for row in rows if row >> PERIOD_SHIFT == boundary_period]
        newest = _newest_of_period(connection, match_expression, boundary_rows)
        articles.update(newest or _rest_of_period(connection, match_expression, rows[-1]))
    return IdSet(articles)


def of_last_rows(connection: Connection, index: str, match_expression: str, count: int) -> IdSet | None:
    """Return the articles of the last ``count`` matching rows of an index; None if no more rows match."""
    sql = (
        f"SELECT json_group_array(article) FROM (SELECT {plan.ARTICLE_OF_ROW[index]} AS article FROM {index} "
        f"WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?)"
    )
    articles = _decode_rows(connection.execute(sql, (match_expression, count + 1)).fetchone()[0])
    return IdSet(set(articles[:count])) if len(articles) > count else None


def _rest_of_period(connection: Connection, match_expression: str, end_row: int) -> set[int]:
    """Return the matching articles of a row's period whose rows come before this row."""
    article = plan.ARTICLE_OF_ROW["search"]
    sql = f"SELECT json_group_array({article}) FROM search WHERE search MATCH ? AND rowid >= ? AND rowid < ?"
    first_row = end_row >> PERIOD_SHIFT << PERIOD_SHIFT
    return _decode_articles(connection.execute(sql, (match_expression, first_row, end_row)).fetchone()[0])


def _newest_of_period(connection: Connection, match_expression: str, known_rows: list[int]) -> list[int]:
    """Return the newest matching articles of a period by checking one article after the other.

    Args:
        connection: A connection to the archive.
        match_expression: An FTS5 expression for ``search``.
        known_rows: The last matching rows of the period, in descending order. As many articles are needed.

    Returns:
        Article ids. An empty list if reading all matching rows of the period is likely to be as fast, or proves to
        be, because too few of the checked articles match.
    """
    needed, lowest_known_row = len(known_rows), known_rows[-1]
    period = lowest_known_row >> PERIOD_SHIFT
    days = _days_of_period(period)
    if days is None or plan.has_prefix(match_expression):
        return []
    sql = "SELECT id FROM articles WHERE day >= ? AND day < ? ORDER BY day DESC, id DESC"
    rows_by_day = (period << PERIOD_SHIFT | article for (article,) in connection.execute(sql, days))
    batch = list(islice(rows_by_day, needed))
    ids_follow_days = 2 * sum(row >= lowest_known_row for row in batch) > needed
    word_count = 1 + match_expression.count(" ")
    max_per_match = word_count * _MAX_ARTICLES_PER_MATCH_IN_ORDER if ids_follow_days else _MAX_ARTICLES_PER_MATCH
    max_count = needed * max_per_match
    # How many articles of the period, whether they match or not, are in the range of the known rows.
    covered_count = _count_articles(connection, lowest_known_row, period + 1 << PERIOD_SHIFT, max_count + 1)
    if covered_count > max_count:
        return []
    covered_count = max(covered_count, needed)  # another program may have removed some since
    # If matches are spread evenly, about as many of the latest articles have enough of them.
    batch += islice(rows_by_day, covered_count - needed)
    likely_unread_matches = needed * _likely_earlier(connection, lowest_known_row, covered_count) // covered_count
    rows_per_check = _ROWS_PER_CHECK * plan.phrase_count(match_expression)
    matches: list[int] = []
    matching_rows = set(known_rows)
    checked_count = 0
    while batch and checked_count < 2 * covered_count:
        unknown_rows = [row for row in batch if row < lowest_known_row]
        if len(unknown_rows) * rows_per_check > likely_unread_matches:
            return []
        matching_rows.update(_matching_rows(connection, match_expression, unknown_rows) if unknown_rows else ())
        matches += [row for row in batch if row in matching_rows]
        if len(matches) >= needed:
            return [row & _ARTICLE_MASK for row in matches]
        checked_count += len(batch)
        # As many as are needed at the present share of matches, and a fifth more.
        likely_more = 6 * checked_count * (needed - len(matches)) // (5 * max(1, len(matches)))
        batch = list(islice(rows_by_day, min(covered_count, max(_MIN_BATCH, likely_more))))
    return []


def _days_of_period(period: int) -> tuple[str, str] | None:
    """Return two texts between which exactly the days of a period sort, the second one exclusive.

    Articles without a day have period 0. None if the period is not one of the calendar: the day of its articles is
    a text that is no date.
    """
    if not period:
        return "", "0000-00-1"
    month, ten_days = divmod(period, 10)
    if not 1 <= month % 100 <= 12 or ten_days > 3:
        return None
    beginning = f"{month // 100:04}-{month % 100:02}"
    return f"{beginning}-{ten_days}" if ten_days else beginning, f"{beginning}-{ten_days + 1}"


def _count_articles(connection: Connection, first_row: int, end_row: int, max_count: int) -> int:
    """Return how many articles have rows of ``search`` from ``first_row`` up to ``end_row``, exclusive.

    Counting stops at ``max_count``.
    """
    row = f"period << {PERIOD_SHIFT} | id"
    sql = f"SELECT count(*) FROM (SELECT 1 FROM articles WHERE {row} >= ? AND {row} < ? LIMIT ?)"
    return int(connection.execute(sql, (first_row, end_row, max_count)).fetchone()[0])


def _likely_earlier(connection: Connection, row: int, later_count: int) -> int:
    """Estimate how many articles of a row's period have lower rows, assuming that rows are evenly spread.

    Counting them would take as long as checking a hundred articles.

    Args:
        connection: A connection to the archive.
        row: A row of ``search``.
        later_count: How many articles of the period have this row or a higher one.
    """
    row_sql = f"period << {PERIOD_SHIFT} | id"
    period = row >> PERIOD_SHIFT
    bounds = period << PERIOD_SHIFT, period + 1 << PERIOD_SHIFT, row
    sql = (
        f"SELECT (SELECT coalesce(min({row_sql}), ?3) FROM articles WHERE {row_sql} >= ?1), "
        f"(SELECT coalesce(max({row_sql}), ?3) FROM articles WHERE {row_sql} < ?2)"
    )
    lowest, highest = map(int, connection.execute(sql, bounds).fetchone())
    return max(0, later_count * (row - lowest) // (max(row, highest) - row + 1))


def _matching_rows(connection: Connection, match_expression: str, rows: list[int]) -> list[int]:
    """Return those of the given rows of ``search`` that match, by one look-up for each.

    In each look-up, before FTS5 goes to the row, it finds the first match in its reading direction. So the
    look-ups read downwards: the last match is near the newest articles, and the first one may be far from them.
    """
    sql = (
        "SELECT json_group_array(value) FROM json_each(?1) AS wanted WHERE value = "
        "(SELECT rowid FROM search WHERE search MATCH ?2 AND rowid = wanted.value ORDER BY rowid DESC LIMIT 1)"
    )
    return _decode_rows(connection.execute(sql, (json.dumps(rows), match_expression)).fetchone()[0])
