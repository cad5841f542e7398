"""Looking things up: what matches a query, and records from rows."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import filterfalse, islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from onrecord.archive.indexing.fulltext import SHIFT
from onrecord.archive.query.ast import And, Node, Not, Or, Pattern, Term, reads_texts
from onrecord.archive.schema.tables import ARTICLES, MONTH, NOTES
from onrecord.archive.search import plan
from onrecord.archive.search.id_set import EVERYTHING, IdSet, all_of, any_of
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.lazy import later
from onrecord.base.records import Article, Note

if TYPE_CHECKING:
    from onrecord.archive.search import regex_scan
else:
    regex_scan = later("onrecord.archive.search.regex_scan")

RANKED = 1000
"""How many matches, from the latest month on, are ranked by their words: a word may be everywhere."""

_LATEST = 1000
"""Articles from the latest on of which nearly all have a word that stands everywhere."""

_NEARLY_ALL = 0.9

_FEW = 1000
"""Matches up to this number are sorted by themselves, without the order of all articles."""

_list = msgspec.json.Decoder(list[int])
_set = msgspec.json.Decoder(set[int])

# A word in the title counts most, then a tag, then a note (columns of ``search``: title, text, notes, tags).
_WEIGHTS = "8, 1, 2, 4"


def found(connection: Connection, node: Node | None, within: IdSet = EVERYTHING) -> IdSet:
    """The articles that a query's tree means. Only those ``within`` matter, where that saves reading texts."""
    if node is None:
        return EVERYTHING
    look = plan.look(node)
    if look is not None:
        return _looked(connection, look)
    match node:
        case Pattern():
            return regex_scan.articles(connection, node, within)
        case Not(child):
            return ~found(connection, child, within)
        case Or(children):
            return any_of(found(connection, child, within) for child in children)
        case And():
            return _found_together(connection, node, within)
        case _:
            raise TypeError(f"not a node of a query: {node!r}")


def _found_together(connection: Connection, node: And, within: IdSet) -> IdSet:
    looks, quotes, rest = plan.looks(node)
    slow = [child for child in rest if reads_texts(child)]
    both = all_of(
        [
            within,
            *(_looked(connection, look) for look in looks),
            *(found(connection, child) for child in rest if child not in slow),
        ]
    )
    if quotes:
        both &= IdSet({row >> SHIFT for row in regex_scan.quotes(connection, quotes, both).ids})
    for child in slow:
        both &= found(connection, child, both)
    return both


def _looked(connection: Connection, look: plan.Look) -> IdSet:
    # A JSON array costs a third of what as many rows cost.
    return IdSet(_set.decode(connection.execute(look.sql, look.values).fetchone()[0]))


def first(connection: Connection, match: str, order: str, limit: int) -> IdSet:
    """Of what matches in ``search``, enough to hold the first ``limit`` in an order of ``plan.INDEXED``.

    All of the months in which they lie: within a month the index does not know which is the newer.
    """
    direction = "ASC" if order == "oldest" else "DESC"
    matched = "FROM search WHERE search MATCH ?"
    rows = connection.execute(f"SELECT rowid {matched} ORDER BY rowid {direction} LIMIT ?", (match, limit))
    last = 0
    found = {(last := row) & ((1 << MONTH) - 1) for (row,) in rows}
    if not found or len(found) < limit:
        return IdSet(found)
    month = last >> MONTH
    bounds = (last + 1, month + 1 << MONTH) if order == "oldest" else (month << MONTH, last)
    rest = f"SELECT json_group_array({plan.ARTICLE['search']}) {matched} AND rowid >= ? AND rowid < ?"
    return IdSet(found | _looked(connection, plan.Look(rest, (match, *bounds))).ids)


class Orders:
    """The ids of all articles in the orders that were asked for, kept until something is written.

    What matches is picked out of these lists: that is faster than sorting what matches each time.
    """

    def __init__(self) -> None:
        # An array takes an eighth of the memory.
        self._kept: dict[str, tuple[int, array[int]]] = {}

    def pick(
        self, connection: Connection, order: str, version: int, found: IdSet, limit: int | None = None
    ) -> list[int]:
        """What was found, all or the first ``limit``, in an order of ``ORDERS``."""
        by = plan.ORDER_BY[order]
        if self._kept.get(by, (None,))[0] != version:
            if not found.inverted and len(found.ids) <= _FEW:
                sql = "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY "
                return _column(connection.execute(sql + by, (json.dumps(list(found.ids)),)))[:limit]
            if limit is not None and order in plan.INDEXED:
                # Read from the index as far as it takes.
                rows = connection.execute(f"SELECT id FROM articles ORDER BY {by}")
                return _pick((article for (article,) in rows), found, limit)
        return _pick(self.ids(connection, order, version), found, limit)

    def ids(self, connection: Connection, order: str, version: int) -> Sequence[int]:
        """All articles in an order of ``ORDERS``."""
        self._kept = {name: kept for name, kept in self._kept.items() if kept[0] == version}
        by = plan.ORDER_BY[order]
        if by not in self._kept:
            sql = f"SELECT json_group_array(id) FROM (SELECT id FROM articles ORDER BY {by})"
            self._kept[by] = version, array("q", _list.decode(connection.execute(sql).fetchone()[0]))
        return self._kept[by][1]


def _pick(ids: Iterable[int], found: IdSet, limit: int | None) -> list[int]:
    if not found.ids:
        return list(islice(ids, limit)) if found.inverted else []
    choose = filterfalse if found.inverted else filter
    return list(islice(choose(found.ids.__contains__, ids), limit))


def everywhere(connection: Connection) -> Callable[[str], bool]:
    """Tells of a word whether nearly all articles have it, going by the latest.

    Where more than half of all have it, bm25 takes a millionth of what it counts for any other word.
    """
    sql = f"SELECT month << {MONTH} | id FROM articles ORDER BY {plan.ORDER_BY['best']} LIMIT 1 OFFSET ?"
    row = connection.execute(sql, (_LATEST - 1,)).fetchone()

    def told(word: str) -> bool:
        sql = "SELECT count(*) FROM search WHERE search MATCH ? AND rowid >= ?"
        (count,) = connection.execute(sql, (plan.phrase_of(Term("", word)), *row)).fetchone()
        return count > _NEARLY_ALL * _LATEST

    return told if row else lambda word: False


def ranked(connection: Connection, words: str, among: str | list[int]) -> list[int]:
    """The best of the newest: how well articles match ``plan.ranking``, the best first.

    ``among`` is what they match in ``search``, of which the first ``RANKED`` from the latest month on are ranked,
    or articles. The rank is FTS5's ``bm25`` (https://sqlite.org/fts5.html#the_bm25_function): each word counts by
    how often it stands in the article, set against the article's length, and the more the fewer articles of the
    archive have it; in the title eight times, in a tag four times, in a note twice as much as in the text. The
    words of a phrase count where they stand close together. Of equals the newer comes first.
    """
    rank = f"bm25(search, {_WEIGHTS})"
    newest = "FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    if among == words:
        ranks = dict(connection.execute(f"SELECT rowid, {rank} {newest}", (among, RANKED)))
        rows = list(ranks)
    else:
        if isinstance(among, str):
            rows = _column(connection.execute(f"SELECT rowid {newest}", (among, RANKED)))
        else:
            sql = f"SELECT month << {MONTH} | id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
            rows = _column(connection.execute(sql, (json.dumps(among),)))
        sql = (
            f"SELECT rowid, {rank} FROM search WHERE search MATCH ? AND rowid >= ? "
            "AND +rowid IN (SELECT value FROM json_each(?))"
        )
        ranks = dict(connection.execute(sql, (words, min(rows, default=0), json.dumps(rows))))
    rows.sort(key=lambda row: (ranks.get(row, 0.0), -row))
    return [row & ((1 << MONTH) - 1) for row in rows]


class Tally(NamedTuple):
    """How many articles there are, and how many of them are unread."""

    articles: int
    unread: int


def tally(connection: Connection, found: IdSet | plan.Look) -> Tally:
    """The count of what was found, or of what a look finds, whose ids need not become a set for that."""
    where: str
    values: tuple[str | int, ...]
    if isinstance(found, plan.Look):
        where, values = f"id IN (SELECT value FROM json_each(({found.sql})))", found.values
    else:
        where, values = found.where("id")
    counts = connection.execute(f"SELECT count(*), total(read = 0) FROM articles WHERE {where}", values)
    return Tally(*map(int, counts.fetchone()))


def present(connection: Connection, articles: Iterable[int]) -> set[int]:
    """See ``Archive.present``."""
    sql = "SELECT json_group_array(id) FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    return _looked(connection, plan.Look(sql, (json.dumps(list(articles)),))).ids


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
