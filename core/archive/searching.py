"""Looking things up: what matches a query, and records from rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import filterfalse, islice
from operator import and_
from typing import NamedTuple

import msgspec

from core.archive import plan
from core.archive.errors import ArchiveError
from core.archive.query import And, Node, Not, Or, Query
from core.archive.schema import ARTICLES, NOTES
from core.archive.storage import Connection
from core.records import Article, Note

RANKED = 2000
"""How many of the newest matches are ranked by their words: a word that is everywhere has too many."""

# A word in the title counts most, then a tag, then a note (columns of ``search``: title, text, notes, tags).
_WEIGHTS = "8, 1, 2, 4"


class Found(NamedTuple):
    """A set of articles: those with these ids, or (``inverted``) all but those."""

    ids: set[int]
    inverted: bool = False

    def __and__(self, other: Found) -> Found:
        match self.inverted, other.inverted:
            case False, False:
                return Found(self.ids & other.ids)
            case False, True:
                return Found(self.ids - other.ids)
            case True, False:
                return Found(other.ids - self.ids)
            case _:
                return Found(self.ids | other.ids, True)

    def __invert__(self) -> Found:
        return Found(self.ids, not self.inverted)


EVERYTHING = Found(set(), True)


def found(connection: Connection, node: Node | None) -> Found:
    """The articles that a query's tree means."""
    if node is None:
        return EVERYTHING
    look = plan.look(node)
    if look is not None:
        return _looked(connection, look)
    match node:
        case Not(child):
            return ~found(connection, child)
        case Or(children):
            # What is in one of them is not outside all of them.
            return ~_all_of([~found(connection, child) for child in children])
        case And():
            looks, rest = plan.looks(node)
            return _all_of(
                [_looked(connection, look) for look in looks] + [found(connection, child) for child in rest]
            )
        case _:
            raise TypeError(f"not a node of a query: {node!r}")


def _looked(connection: Connection, look: plan.Look) -> Found:
    # A JSON array costs a third of what as many rows cost.
    return Found(set(json.loads(connection.execute(look.sql, look.values).fetchone()[0])))


def _all_of(parts: list[Found]) -> Found:
    return reduce(and_, parts)


class Orders:
    """The ids of all articles in the orders that were asked for, kept until something is written.

    What matches is picked out of these lists: that is faster than sorting what matches each time.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, list[int]]] = {}

    def ids(self, connection: Connection, order: str, version: int) -> list[int]:
        """All articles in an order of ``ORDERS``."""
        self._kept = {name: kept for name, kept in self._kept.items() if kept[0] == version}
        by = plan.ORDER_BY[order]
        if by not in self._kept:
            sql = f"SELECT json_group_array(id) FROM (SELECT id FROM articles ORDER BY {by})"
            self._kept[by] = version, json.loads(connection.execute(sql).fetchone()[0])
        return self._kept[by][1]


def pick(ids: list[int], found: Found, limit: int | None) -> list[int]:
    """Those of the ids that were found, in their order, the first ``limit``."""
    if not found.ids:
        return ids[:limit] if found.inverted else []
    choose = filterfalse if found.inverted else filter
    return list(islice(choose(found.ids.__contains__, ids), limit))


def ranked(connection: Connection, ids: list[int], query: Query) -> list[int]:
    """Ids of the newest first, the first of them put in the order of how well they match the query's words."""
    match = plan.text_match(query)
    if match is None:
        return ids
    # The + keeps the ids from the index's own lookup, which would start anew for each of them.
    best = _column(
        connection.execute(
            "SELECT rowid FROM search WHERE search MATCH ? AND +rowid IN (SELECT value FROM json_each(?)) "
            f"ORDER BY bm25(search, {_WEIGHTS}), rowid DESC",
            (match, json.dumps(ids[:RANKED])),
        )
    )
    seen = set(best)
    return best + [article for article in ids if article not in seen]


def page(connection: Connection, wanted: Sequence[int]) -> list[Article]:
    """See ``Archive.page``."""
    rows = dict(
        connection.execute(
            "SELECT id, document FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(wanted)),),
        )
    )
    return [article_of_row(article, rows[article]) for article in wanted if article in rows]


def article_of_row(article: int, stored: str) -> Article:
    """The record of a row of ``articles``. Raises ArchiveError."""
    try:
        return msgspec.convert({**ARTICLES.decode(stored), "id": article}, Article)
    except msgspec.ValidationError as error:
        raise ArchiveError(f"The article {article} is not as an article should be: {error}.") from error


def notes(connection: Connection, article: int | None) -> list[Note]:
    """See ``Archive.notes``."""
    rows = connection.execute(
        "SELECT id, document FROM notes WHERE ?1 IS NULL OR article = ?1 ORDER BY id", (article,)
    )
    return [msgspec.convert({**NOTES.decode(stored), "id": note}, Note) for note, stored in rows]


def unannotated(connection: Connection, version: int, limit: int | None) -> list[int]:
    """The articles whose annotator is another (``mark_of`` its version), newest first."""
    return _column(
        connection.execute(
            "SELECT id FROM articles WHERE annotator <> ? ORDER BY day DESC, id DESC LIMIT ?",
            (version, -1 if limit is None else limit),
        )
    )


def _column(rows: Iterable[tuple[int]]) -> list[int]:
    return [value for (value,) in rows]
