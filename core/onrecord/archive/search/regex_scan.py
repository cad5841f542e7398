"""Regular expressions: the texts that may hold them are read, one after the other.

Which these are, the rest of the query tells, and an index, by the words without which there is no match.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from onrecord.archive.indexing.corrected_annotations import whole_reading
from onrecord.archive.indexing.fulltext import SHIFT, Row, index_rows
from onrecord.archive.query.ast import NAME_FIELDS, ORIGIN_FIELDS, QUOTE_FIELDS, And, Node, Not, Or, Pattern, Term
from onrecord.archive.query.regex import matches, required_words
from onrecord.archive.search import name_terms, plan
from onrecord.archive.search.cancellation import raise_if_cancelled
from onrecord.archive.search.id_set import EVERYTHING, IdSet, intersection, union
from onrecord.archive.storage.sqlite_storage import Connection

_list = msgspec.json.Decoder(list[int])

_BATCH_SIZE = 200
_ARTICLES_PER_PART = 4096  # articles
_COLUMNS_OF_FIELD = {"": "title, tags, notes, text", "title": "title", "text": "text", "note": "notes"}


def scan_articles(connection: Connection, pattern: Pattern, within: IdSet) -> IdSet:
    """Of the articles ``within``, those that match; what it says of others means nothing.

    Raises QueryTooSlow and Stopped.
    """
    if pattern.field == "tag":
        return _scan_tags(connection, pattern.pattern)
    if pattern.field in QUOTE_FIELDS:
        return IdSet({row >> SHIFT for row in scan_quotes(connection, [pattern], within).ids})
    rows = _rows_with_required_words(connection, pattern)
    if pattern.field in NAME_FIELDS:
        candidates = within if rows is None else within & IdSet({row >> SHIFT for row in rows})
        return IdSet({row >> SHIFT for row in _scan_names(connection, pattern, candidates)})
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
    """Of the quotes of the articles ``within``, the rows of ``said`` of those for which all nodes hold.

    Raises QueryTooSlow and Stopped.
    """
    wanted, unwanted, scanned_nodes = plan.split_by_index(nodes, "said")
    quote_rows = EVERYTHING
    if wanted is not None:
        quote_rows &= IdSet(_matching_rows(connection, "said", wanted))
    if unwanted is not None:
        quote_rows &= ~IdSet(_matching_rows(connection, "said", unwanted))
    for node in scanned_nodes:
        quote_rows &= _scan_node(connection, node, quote_rows, within)
    return quote_rows


def quote_rows_in_parts(connection: Connection, match: str) -> Iterator[list[int]]:
    """The rows of ``said`` that match, ascending and in parts.

    A million of them at once would be made without a break, for which whoever draws the desk had to wait.
    """
    sql = "SELECT json_group_array(rowid) FROM said WHERE said MATCH ? AND rowid >= ? AND rowid < ?"
    (last_article,) = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    for first_article in range(0, last_article + 1, _ARTICLES_PER_PART):
        values = match, first_article << SHIFT, (first_article + _ARTICLES_PER_PART) << SHIFT
        yield _list.decode(connection.execute(sql, values).fetchone()[0])


def _scan_node(connection: Connection, node: Node, among: IdSet, within: IdSet) -> IdSet:
    match node:
        case And(nodes):
            return intersection(_scan_node(connection, child, among, within) for child in nodes)
        case Or(nodes):
            return union(_scan_node(connection, child, among, within) for child in nodes)
        case Not(child):
            return ~_scan_node(connection, child, among, within)
        case Pattern():
            return IdSet(_scan_quotes(connection, node, among, within))
        case Term():
            return IdSet(_matching_rows(connection, "said", plan.match_expression(node)))
        case _:
            raise TypeError(f"not about a quote: {node!r}")


def _scan_quotes(connection: Connection, pattern: Pattern, among: IdSet, within: IdSet) -> set[int]:
    rows = _rows_with_required_words(connection, pattern)
    if rows is not None:
        among &= IdSet(rows)
    if not among.inverted:
        within &= IdSet({row >> SHIFT for row in among.ids})
    column = 0 if pattern.field == "said" else 1
    return {
        row
        for row, cells in _index_rows_of(connection, within, lambda rows: rows[0])
        if row in among and matches(pattern.pattern, cells[column].strip("\n"))
    }


def _scan_names(connection: Connection, pattern: Pattern, within: IdSet) -> set[int]:
    types = set(name_terms.ROW_TYPES[pattern.field])
    return {
        row
        for row, (names, kind) in _index_rows_of(connection, within, lambda rows: rows[1])
        if types & set(kind.split()) and matches(pattern.pattern, names)
    }


def _index_rows_of(
    connection: Connection, within: IdSet, select_rows: Callable[[tuple[list[Row], list[Row]]], list[Row]]
) -> Iterator[tuple[int, Row]]:
    """What stands in ``said`` or ``named`` of articles, which keep no words themselves."""
    for article in _article_ids(connection, within):
        text_and_annotation = whole_reading(connection, article)
        for index, row in enumerate(select_rows(index_rows(*text_and_annotation))) if text_and_annotation else ():
            yield article << SHIFT | index, row


def _read_rows(connection: Connection, sql: str, within: IdSet) -> Iterator[tuple]:
    """The rows of articles, some at a time."""
    ids = iter(_article_ids(connection, within))
    while batch := list(islice(ids, _BATCH_SIZE)):
        yield from connection.execute(sql, (json.dumps(batch),)).fetchall()


def _article_ids(connection: Connection, within: IdSet) -> Iterator[int]:
    """The ids of articles, as long as nobody says to stop."""
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
    """Where all words stand that the expression needs: articles, or rows of ``said`` or ``named``.

    None if it may need none.
    """
    words = required_words(pattern.pattern)
    if not words:
        return None
    table = plan.INDEX_OF_FIELD[pattern.field]
    # What the rows of names are, the reader may have decided otherwise.
    match_of = plan.name_expression if table == "named" else plan.match_expression
    terms = [
        match_of(Term("" if table == "search" else pattern.field, word, True, is_prefix))
        for word, is_prefix in words
    ]
    return _matching_rows(connection, table, " AND ".join(terms))


def _matching_rows(connection: Connection, table: str, match: str) -> set[int]:
    if table == "said":
        return {row for batch in quote_rows_in_parts(connection, match) for row in batch}
    article_or_row = plan.ARTICLE_OF_ROW[table] if table == "search" else "rowid"
    sql = f"SELECT json_group_array({article_or_row}) FROM {table} WHERE {table} MATCH ?"
    return set(_list.decode(connection.execute(sql, (match,)).fetchone()[0]))


def _first_column(rows: Iterable[tuple[int]]) -> set[int]:
    return {value for (value,) in rows}
