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
from onrecord.archive.query.regex import holds, needed
from onrecord.archive.search import name_terms, plan
from onrecord.archive.search.cancellation import go_on
from onrecord.archive.search.id_set import EVERYTHING, IdSet, all_of, any_of
from onrecord.archive.storage.sqlite_storage import Connection

_list = msgspec.json.Decoder(list[int])

_BATCH = 200
_PART = 4096  # articles
_SEARCHABLE = {"": "title, tags, notes, text", "title": "title", "text": "text", "note": "notes"}


def articles(connection: Connection, pattern: Pattern, within: IdSet) -> IdSet:
    """Of the articles ``within``, those that match; what it says of others means nothing.

    Raises QueryTooSlow and Stopped.
    """
    if pattern.field == "tag":
        return _tagged(connection, pattern.pattern)
    if pattern.field in QUOTE_FIELDS:
        return IdSet({row >> SHIFT for row in quotes(connection, [pattern], within).ids})
    rows = _needed_rows(connection, pattern)
    if pattern.field in NAME_FIELDS:
        narrowed = within if rows is None else within & IdSet({row >> SHIFT for row in rows})
        return IdSet({row >> SHIFT for row in _names(connection, pattern, narrowed)})
    columns = _SEARCHABLE.get(pattern.field, pattern.field)
    view = "articles" if pattern.field in ORIGIN_FIELDS else "searchable"
    sql = f"SELECT id, {columns} FROM {view} WHERE id IN (SELECT value FROM json_each(?))"
    found = set()
    for article, *values in _read(connection, sql, within if rows is None else within & IdSet(rows)):
        go_on()
        if any(holds(pattern.pattern, value) for value in values):
            found.add(article)
    return IdSet(found)


def quotes(connection: Connection, nodes: Sequence[Node], within: IdSet) -> IdSet:
    """Of the quotes of the articles ``within``, the rows of ``said`` of those for which all nodes hold.

    Raises QueryTooSlow and Stopped.
    """
    wanted, unwanted, rest = plan.split(nodes, "said")
    found = EVERYTHING
    if wanted is not None:
        found &= IdSet(_matching(connection, "said", wanted))
    if unwanted is not None:
        found &= ~IdSet(_matching(connection, "said", unwanted))
    for node in rest:
        found &= _quotes(connection, node, found, within)
    return found


def quotes_matching(connection: Connection, match: str) -> Iterator[list[int]]:
    """The rows of ``said`` that match, ascending and in parts.

    A million of them at once would be made without a break, for which whoever draws the desk had to wait.
    """
    sql = "SELECT json_group_array(rowid) FROM said WHERE said MATCH ? AND rowid >= ? AND rowid < ?"
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    for first in range(0, last + 1, _PART):
        values = match, first << SHIFT, (first + _PART) << SHIFT
        yield _list.decode(connection.execute(sql, values).fetchone()[0])


def _quotes(connection: Connection, node: Node, among: IdSet, within: IdSet) -> IdSet:
    match node:
        case And(nodes):
            return all_of(_quotes(connection, child, among, within) for child in nodes)
        case Or(nodes):
            return any_of(_quotes(connection, child, among, within) for child in nodes)
        case Not(child):
            return ~_quotes(connection, child, among, within)
        case Pattern():
            return IdSet(_said(connection, node, among, within))
        case Term():
            return IdSet(_matching(connection, "said", plan.match_of(node)))
        case _:
            raise TypeError(f"not about a quote: {node!r}")


def _said(connection: Connection, pattern: Pattern, among: IdSet, within: IdSet) -> set[int]:
    rows = _needed_rows(connection, pattern)
    if rows is not None:
        among &= IdSet(rows)
    if not among.inverted:
        within &= IdSet({row >> SHIFT for row in among.ids})
    column = 0 if pattern.field == "said" else 1
    return {
        row
        for row, cells in _annotated(connection, within, lambda rows: rows[0])
        if row in among and holds(pattern.pattern, cells[column].strip("\n"))
    }


def _names(connection: Connection, pattern: Pattern, within: IdSet) -> set[int]:
    types = set(name_terms.TYPES[pattern.field])
    return {
        row
        for row, (names, kind) in _annotated(connection, within, lambda rows: rows[1])
        if types & set(kind.split()) and holds(pattern.pattern, names)
    }


def _annotated(
    connection: Connection, within: IdSet, choose: Callable[[tuple[list[Row], list[Row]]], list[Row]]
) -> Iterator[tuple[int, Row]]:
    """What stands in ``said`` or ``named`` of articles, which keep no words themselves."""
    for article in _ids(connection, within):
        reading = whole_reading(connection, article)
        for number, row in enumerate(choose(index_rows(*reading))) if reading else ():
            yield article << SHIFT | number, row


def _read(connection: Connection, sql: str, within: IdSet) -> Iterator[tuple]:
    """The rows of articles, some at a time."""
    ids = iter(_ids(connection, within))
    while batch := list(islice(ids, _BATCH)):
        yield from connection.execute(sql, (json.dumps(batch),)).fetchall()


def _ids(connection: Connection, within: IdSet) -> Iterator[int]:
    """The ids of articles, as long as nobody says to stop."""
    ids: Iterable[int] = within.ids
    if within.inverted:
        ids = [article for (article,) in connection.execute("SELECT id FROM articles") if article in within]
    for article in sorted(ids):
        go_on()
        yield article


def _tagged(connection: Connection, pattern: str) -> IdSet:
    tags = [tag for (tag,) in connection.execute("SELECT DISTINCT tag FROM tagged") if holds(pattern, tag)]
    sql = "SELECT DISTINCT article FROM tagged WHERE tag IN (SELECT value FROM json_each(?))"
    return IdSet(_column(connection.execute(sql, (json.dumps(tags),))))


def _needed_rows(connection: Connection, pattern: Pattern) -> set[int] | None:
    """Where all words stand that the expression needs: articles, or rows of ``said`` or ``named``.

    None if it may need none.
    """
    words = needed(pattern.pattern)
    if not words:
        return None
    table = plan.TABLES[pattern.field]
    # What the rows of names are, the reader may have decided otherwise.
    match_of = plan.name_match if table == "named" else plan.match_of
    terms = [
        match_of(Term("" if table == "search" else pattern.field, word, True, begins)) for word, begins in words
    ]
    return _matching(connection, table, " AND ".join(terms))


def _matching(connection: Connection, table: str, match: str) -> set[int]:
    if table == "said":
        return {row for part in quotes_matching(connection, match) for row in part}
    found = plan.ARTICLE[table] if table == "search" else "rowid"
    sql = f"SELECT json_group_array({found}) FROM {table} WHERE {table} MATCH ?"
    return set(_list.decode(connection.execute(sql, (match,)).fetchone()[0]))


def _column(rows: Iterable[tuple[int]]) -> set[int]:
    return {value for (value,) in rows}
