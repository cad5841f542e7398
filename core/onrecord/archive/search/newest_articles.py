"""The newest articles that match an expression in ``search``, of which there may be very many.

The rows of ``search`` are in the order of periods of ten days, and within a period in the order of ids. So of the
period in which the last of the wanted articles lies all matches have to be read: in an archive of a million
articles these may be more than ten thousand. What is that frequent is soon met in the newest articles of the
period. Where articles were added in the order of their days, these have the last rows, which are known; else they
are asked one by one.
"""

from __future__ import annotations

import json
from itertools import islice

import msgspec

from onrecord.archive.schema.tables import PERIOD_SHIFT
from onrecord.archive.search import plan
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.storage.sqlite_storage import Connection

_ROWS_OF_LOOKUP = 140
"""How many rows are read in the time that it takes to ask one article for a phrase, and a third as many again, as
what stands together in time makes more of them needed than their share tells."""

_LARGEST_COUNT = 3
"""How many articles are looked at for each one that is needed; all of them are counted first."""

_LARGEST_COUNT_IN_ORDER = 25
"""How many it are where ids follow days, so that hardly any article is asked: for each word of the expression, as
FTS5 reads a phrase no faster than its commonest word."""

_LEAST_MORE = 8
"""How many more articles are asked at least, where the first ones are not enough."""

_ARTICLE_MASK = (1 << PERIOD_SHIFT) - 1
_decode_rows = msgspec.json.Decoder(list[int]).decode
_decode_articles = msgspec.json.Decoder(set[int]).decode


def first_matches(connection: Connection, match_expression: str, limit: int) -> IdSet:
    """Return enough of the articles that match an expression to hold the ``limit`` newest.

    Args:
        connection: A connection to the archive.
        match_expression: What is matched in ``search``.
        limit: How many articles are needed.
    """
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    rows = [row for (row,) in connection.execute(sql, (match_expression, limit))]
    articles = {row & _ARTICLE_MASK for row in rows}
    if rows and len(rows) == limit:
        period = rows[-1] >> PERIOD_SHIFT
        rows_of_period = [row for row in rows if row >> PERIOD_SHIFT == period]
        newest = _newest_of_period(connection, match_expression, rows_of_period)
        articles.update(newest or _rest_of_period(connection, match_expression, rows[-1]))
    return IdSet(articles)


def of_last_rows(connection: Connection, index: str, match_expression: str, count: int) -> IdSet | None:
    """Return the articles of the last ``count`` rows of an index that match; None where there are no more."""
    sql = (
        f"SELECT json_group_array(article) FROM (SELECT {plan.ARTICLE_OF_ROW[index]} AS article FROM {index} "
        f"WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?)"
    )
    articles = _decode_rows(connection.execute(sql, (match_expression, count + 1)).fetchone()[0])
    return IdSet(set(articles[:count])) if len(articles) > count else None


def _rest_of_period(connection: Connection, match_expression: str, last_row: int) -> set[int]:
    """Return the articles of a period that match and have rows before one of its rows."""
    article = plan.ARTICLE_OF_ROW["search"]
    sql = f"SELECT json_group_array({article}) FROM search WHERE search MATCH ? AND rowid >= ? AND rowid < ?"
    first_row = last_row >> PERIOD_SHIFT << PERIOD_SHIFT
    return _decode_articles(connection.execute(sql, (match_expression, first_row, last_row)).fetchone()[0])


def _newest_of_period(connection: Connection, match_expression: str, last_rows: list[int]) -> list[int]:
    """Return as many of the newest articles of a period that match as there are rows, without reading all of it.

    Args:
        connection: A connection to the archive.
        match_expression: What is matched in ``search``.
        last_rows: The last rows of the period that match, in falling order.

    Returns:
        Articles; none where it is as fast to read all of the period, or where it proves to be.
    """
    needed, last_row = len(last_rows), last_rows[-1]
    period = last_row >> PERIOD_SHIFT
    days = _days_of_period(period)
    if days is None or plan.has_prefix(match_expression):
        return []
    sql = "SELECT id FROM articles WHERE day >= ? AND day < ? ORDER BY day DESC, id DESC"
    newest_rows = (period << PERIOD_SHIFT | article for (article,) in connection.execute(sql, days))
    rows = list(islice(newest_rows, needed))
    ids_follow_days = 2 * sum(row >= last_row for row in rows) > needed
    word_count = 1 + match_expression.count(" ")
    most = needed * (word_count * _LARGEST_COUNT_IN_ORDER if ids_follow_days else _LARGEST_COUNT)
    later_count = _count_articles(connection, last_row, period + 1 << PERIOD_SHIFT, most + 1)
    if later_count > most:
        return []
    later_count = max(later_count, needed)  # others may have removed some since
    # It takes as many articles, if the share of matches is everywhere as it is in the last rows.
    rows += islice(newest_rows, later_count - needed)
    likely_matches = needed * _likely_earlier(connection, last_row, later_count) // later_count
    cost_of_lookup = _ROWS_OF_LOOKUP * plan.phrase_count(match_expression)
    matches: list[int] = []
    known_matches = set(last_rows)
    read_count = 0
    while rows and read_count < 2 * later_count:
        unknown_rows = [row for row in rows if row < last_row]
        if len(unknown_rows) * cost_of_lookup > likely_matches:
            return []
        known_matches.update(_matching_rows(connection, match_expression, unknown_rows) if unknown_rows else ())
        matches += [row for row in rows if row in known_matches]
        if len(matches) >= needed:
            return [row & _ARTICLE_MASK for row in matches]
        read_count += len(rows)
        likely_more = 6 * read_count * (needed - len(matches)) // (5 * max(1, len(matches)))
        rows = list(islice(newest_rows, min(later_count, max(_LEAST_MORE, likely_more))))
    return []


def _days_of_period(period: int) -> tuple[str, str] | None:
    """Return the text with which the days of a period begin, and one with which they end, itself exclusive.

    None stands for a period that is not one of the calendar; without a day an article is of period 0.
    """
    if not period:
        return "", "0000-00-1"
    month, ten_days = divmod(period, 10)
    if not 1 <= month % 100 <= 12 or ten_days > 3:
        return None
    beginning = f"{month // 100:04}-{month % 100:02}"
    return f"{beginning}-{ten_days}" if ten_days else beginning, f"{beginning}-{ten_days + 1}"


def _count_articles(connection: Connection, first_row: int, end_row: int, most: int) -> int:
    """Return how many articles have rows from one to another in ``search``, counted up to ``most``."""
    row = f"period << {PERIOD_SHIFT} | id"
    sql = f"SELECT count(*) FROM (SELECT 1 FROM articles WHERE {row} >= ? AND {row} < ? LIMIT ?)"
    return int(connection.execute(sql, (first_row, end_row, most)).fetchone()[0])


def _likely_earlier(connection: Connection, last_row: int, later_count: int) -> int:
    """Return how many articles of a period are likely to be before a row, if rows are everywhere as close.

    To count them would take as long as to ask a hundred articles.

    Args:
        connection: A connection to the archive.
        last_row: The row, which an article of the period has.
        later_count: How many articles of the period have this row or a later one.
    """
    row = f"period << {PERIOD_SHIFT} | id"
    period = last_row >> PERIOD_SHIFT
    bounds = period << PERIOD_SHIFT, period + 1 << PERIOD_SHIFT, last_row
    sql = (
        f"SELECT (SELECT coalesce(min({row}), ?3) FROM articles WHERE {row} >= ?1), "
        f"(SELECT coalesce(max({row}), ?3) FROM articles WHERE {row} < ?2)"
    )
    lowest, highest = map(int, connection.execute(sql, bounds).fetchone())
    return max(0, later_count * (last_row - lowest) // (max(last_row, highest) - last_row + 1))


def _matching_rows(connection: Connection, match_expression: str, rows: list[int]) -> list[int]:
    """Return those of some rows of ``search`` that match.

    For each row FTS5 goes to the first match of all in its direction before it goes to the row. The last match is
    near the newest articles; the first one may be far, and is looked for anew each time.
    """
    sql = (
        "SELECT json_group_array(value) FROM json_each(?1) AS asked WHERE value = "
        "(SELECT rowid FROM search WHERE search MATCH ?2 AND rowid = asked.value ORDER BY rowid DESC LIMIT 1)"
    )
    return _decode_rows(connection.execute(sql, (json.dumps(rows), match_expression)).fetchone()[0])
