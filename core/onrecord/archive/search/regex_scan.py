"""Regular expressions: texts that may match are read one after the other.

The rest of the query narrows them down, and so does the index, by the words that every match contains.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from onrecord.archive.indexing.corrected_annotations import load_corrected_annotation
from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT, NUMBER_OF_ROW, IndexRow, index_rows
from onrecord.archive.query.ast import NAME_FIELDS, ORIGIN_FIELDS, QUOTE_FIELDS, And, Node, Not, Or, Pattern, Term
from onrecord.archive.query.regex import matches, required_words
from onrecord.archive.search import name_terms, plan
from onrecord.archive.search.cancellation import raise_if_cancelled
from onrecord.archive.search.id_set import EVERYTHING, IdSet, intersection, union
from onrecord.archive.storage.sqlite_storage import Connection

_list = msgspec.json.Decoder(list[int])

_BATCH_SIZE = 200
_ROWS_PER_PART = 50_000
_COLUMNS_OF_FIELD = {"": "title, tags, notes, text", "title": "title", "text": "text", "note": "notes"}


def scan_articles(connection: Connection, pattern: Pattern, within: IdSet) -> IdSet:
    """Return the articles that a regular expression matches.

    Args:
        connection: A connection to the archive.
        pattern: The expression and its field.
        within: The only articles that matter; of others the result says nothing.

    Raises:
        QueryTooSlow: The expression takes too long for a text.
        SearchCancelled: The search was cancelled.
    """
    if pattern.field == "tag":
        return _scan_tags(connection, pattern.pattern)
    if pattern.field in QUOTE_FIELDS:
        return IdSet({number >> ARTICLE_SHIFT for number in scan_quotes(connection, [pattern], within).ids})
    rows = _rows_with_required_words(connection, pattern)
    if pattern.field in NAME_FIELDS:
        candidates = within if rows is None else within & IdSet({number >> ARTICLE_SHIFT for number in rows})
        return IdSet({number >> ARTICLE_SHIFT for number in _scan_names(connection, pattern, candidates)})
    columns = _COLUMNS_OF_FIELD.get(pattern.field, pattern.field)
    view = "articles" if pattern.field in ORIGIN_FIELDS else "searchable"
    sql = f"SELECT id, {columns} FROM {view} WHERE id IN (SELECT value FROM json_each(?))"
    matching = set()
    for article, *values in _read_rows(connection, sql, within if rows is None else within & IdSet(rows)):
        raise_if_cancelled()
        if any(matches(pattern.pattern, value) for value in values):
            matching.add(article)
    return IdSet(matching)


def scan_quotes(connection: Connection, nodes: Sequence[Node], within: IdSet) -> IdSet:
    """Return the numbers of the quotes for which all conditions hold.

    Args:
        connection: A connection to the archive.
        nodes: Conditions on a quote.
        within: The only articles whose quotes matter.

    Raises:
        QueryTooSlow: A regular expression takes too long for a text.
        SearchCancelled: The search was cancelled.
    """
    required, excluded, scanned_nodes = plan.split_by_index(nodes, "said")
    numbers = EVERYTHING
    if required is not None:
        numbers &= IdSet(_matching_rows(connection, "said", required))
    if excluded is not None:
        numbers &= ~IdSet(_matching_rows(connection, "said", excluded))
    return narrow_quotes(connection, scanned_nodes, numbers, within)


def narrow_quotes(connection: Connection, nodes: Sequence[Node], numbers: IdSet, within: IdSet) -> IdSet:
    """Return those of the numbers whose quotes meet conditions that only texts decide: see ``scan_quotes``."""
    for node in nodes:
        numbers &= _scan_node(connection, node, numbers, within)
    return numbers


def quote_numbers_in_parts(connection: Connection, match: str) -> Iterator[list[int]]:
    """Yield the numbers of the quotes whose rows match, by period, a part at a time.

    To make a list of a million numbers at once would hold the interpreter's lock too long for the desk to paint.
    """
    sql = (
        f"SELECT json_group_array({NUMBER_OF_ROW}), max(rowid) "
        "FROM (SELECT rowid FROM said WHERE said MATCH ? AND rowid > ? LIMIT ?)"
    )
    last_row = -1
    while True:
        values = match, last_row, _ROWS_PER_PART
        numbers, last_row = connection.execute(sql, values).fetchone()
        part = _list.decode(numbers)
        yield part
        if len(part) < _ROWS_PER_PART:
            return


def _scan_node(connection: Connection, node: Node, numbers: IdSet, articles: IdSet) -> IdSet:
    match node:
        case And(nodes):
            return intersection(_scan_node(connection, child, numbers, articles) for child in nodes)
        case Or(nodes):
            return union(_scan_node(connection, child, numbers, articles) for child in nodes)
        case Not(child):
            return ~_scan_node(connection, child, numbers, articles)
        case Pattern():
            return IdSet(_scan_quotes(connection, node, numbers, articles))
        case Term():
            return IdSet(_matching_rows(connection, "said", plan.match_expression(node)))
        case _:
            raise TypeError(f"not about a quote: {node!r}")


def _scan_quotes(connection: Connection, pattern: Pattern, numbers: IdSet, articles: IdSet) -> set[int]:
    candidates = _rows_with_required_words(connection, pattern)
    if candidates is not None:
        numbers &= IdSet(candidates)
    if not numbers.inverted:
        articles &= IdSet({number >> ARTICLE_SHIFT for number in numbers.ids})
    column = 0 if pattern.field == "said" else 1
    return {
        number
        for number, cells in _index_rows_of(connection, articles, lambda rows: rows[0])
        if number in numbers and matches(pattern.pattern, cells[column].strip("\n"))
    }


def _scan_names(connection: Connection, pattern: Pattern, within: IdSet) -> set[int]:
    types = set(name_terms.ROW_TYPES[pattern.field])
    return {
        number
        for number, (names, kind) in _index_rows_of(connection, within, lambda rows: rows[1])
        if types & set(kind.split()) and matches(pattern.pattern, names)
    }


def _index_rows_of(
    connection: Connection,
    within: IdSet,
    select_rows: Callable[[tuple[list[IndexRow], list[IndexRow]]], list[IndexRow]],
) -> Iterator[tuple[int, IndexRow]]:
    """Yield the rows of ``said`` or ``named`` for articles with their numbers.

    They are made anew: the indexes keep no words themselves.
    """
    for article in _article_ids(connection, within):
        text_and_annotation = load_corrected_annotation(connection, article)
        for index, row in enumerate(select_rows(index_rows(*text_and_annotation))) if text_and_annotation else ():
            yield article << ARTICLE_SHIFT | index, row


def _read_rows(connection: Connection, sql: str, within: IdSet) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of articles, fetched in batches."""
    ids = iter(_article_ids(connection, within))
    while batch := list(islice(ids, _BATCH_SIZE)):
        yield from connection.execute(sql, (json.dumps(batch),)).fetchall()


def _article_ids(connection: Connection, within: IdSet) -> Iterator[int]:
    """Yield the ids of articles; raise SearchCancelled when the search is cancelled."""
    ids: Iterable[int] = within.ids
    if within.inverted:
        ids = [article for (article,) in connection.execute("SELECT id FROM articles") if article in within]
    for article in sorted(ids):
        raise_if_cancelled()
        yield article


def _scan_tags(connection: Connection, pattern: str) -> IdSet:
    tags = [tag for (tag,) in connection.execute("SELECT DISTINCT tag FROM tagged") if matches(pattern, tag)]
    sql = "SELECT DISTINCT article FROM tagged WHERE tag IN (SELECT value FROM json_each(?))"
    return IdSet(_first_column(connection.execute(sql, (json.dumps(tags),))))


def _rows_with_required_words(connection: Connection, pattern: Pattern) -> set[int] | None:
    """Return the rows that have all words which the expression requires; None if it requires none.

    Rows are given by the ids of their articles, those of ``said`` and ``named`` by their numbers.
    """
    words = required_words(pattern.pattern)
    if not words:
        return None
    table = plan.INDEX_OF_FIELD[pattern.field]
    # The user may have changed the types of names, so these are not part of the expression.
    expression_of = plan.name_expression if table == "named" else plan.match_expression
    terms = [
        expression_of(Term("" if table == "search" else pattern.field, word, True, is_prefix))
        for word, is_prefix in words
    ]
    return _matching_rows(connection, table, " AND ".join(terms))


def _matching_rows(connection: Connection, table: str, match: str) -> set[int]:
    if table == "said":
        return {number for batch in quote_numbers_in_parts(connection, match) for number in batch}
    article_or_number = NUMBER_OF_ROW if table == "named" else plan.ARTICLE_OF_ROW[table]
    sql = f"SELECT json_group_array({article_or_number}) FROM {table} WHERE {table} MATCH ?"
    return set(_list.decode(connection.execute(sql, (match,)).fetchone()[0]))


def _first_column(rows: Iterable[tuple[int]]) -> set[int]:
    return {value for (value,) in rows}
