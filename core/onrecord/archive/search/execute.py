"""Running queries: the articles that match one, their order, and records from rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import filterfalse, islice
from typing import NamedTuple

import msgspec

from onrecord.archive.indexing import newest_index
from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT
from onrecord.archive.query.ast import And, Node, Not, Or, Pattern, Term, reads_texts
from onrecord.archive.schema.document_forms import Misfit, converted, fitting_fields
from onrecord.archive.schema.record_rows import read_records
from onrecord.archive.schema.tables import ARTICLES, HIGHEST_ARTICLE, NOTES, SEARCH_ROW, SEARCH_VIEWS
from onrecord.archive.search import plan
from onrecord.archive.search.article_ids import ArticleIds
from onrecord.archive.search.id_set import EVERYTHING, IdSet, intersection, union
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Article, Note

MAX_RANKED = 1000
"""How many of the newest matches are ranked by their words; all matches of a common word would be too many."""

_ENOUGH_RANKED = 30
"""So many matches in the index of the newest articles are ranked alone, and not together with earlier ones."""

_SAMPLE_SIZE = 1000
"""In how many of the newest articles a word is counted to judge whether it is common."""

_COMMON_SHARE = 0.9
"""A word is common if more than this share of these articles have it."""

_MAX_SORTED = 1000
"""Up to this many matches are sorted by SQLite; for more, the sorted ids of all articles are cached."""

# Where an index has the order, the first matches are found in one of two ways (``_first_in_order``): by reading
# the index from its beginning and picking the matches, or by sorting the matches alone.

_MAX_SORTED_IF_INDEXED = 5000
"""With more matches than this the index is read for as long as it takes, and the matches are never sorted."""

_READ_PER_SORTED = 25
"""How many ids are read from the index in the time that it takes to sort one match."""

_SORTED_PER_WANTED = 8
"""Up to this many matches for each one that is wanted are sorted without trying the index first."""

_READ_BEFORE_SORTED = 6
"""With more, so many ids for each match are tried first: in vain they add a quarter to the time of sorting."""

_MAX_BATCH = 100_000
"""How many ids are read from the index by one statement at most."""

_set = msgspec.json.Decoder(set[int])
_list = msgspec.json.Decoder(list[int])

# The columns of ``search`` are title, text, notes and tags.
_WEIGHTS = "8, 1, 2, 4"


def matching_articles(connection: Connection, node: Node | None, within: IdSet = EVERYTHING) -> IdSet:
    """Return the articles for which a condition holds.

    Args:
        connection: A connection to the archive.
        node: The condition; None holds for all articles.
        within: The articles that matter, so that no other texts need to be read. Whether the result contains
            other articles is undefined.

    Raises:
        QueryTooSlow: A regular expression takes too long.
        SearchCancelled: The search was cancelled.
    """
    if node is None:
        return EVERYTHING
    statement = plan.single_statement(node)
    if statement is not None:
        return _run(connection, statement)
    match node:
        case Pattern():
            from onrecord.archive.search import regex_scan

            return regex_scan.scan_articles(connection, node, within)
        case Not(child):
            return ~matching_articles(connection, child, within)
        case Or(children):
            return union(matching_articles(connection, child, within) for child in children)
        case And():
            return _match_all(connection, node, within)
        case _:
            raise TypeError(f"not a node of a query: {node!r}")


def _match_all(connection: Connection, node: And, within: IdSet) -> IdSet:
    statements, quote_nodes, rest = plan.plan_conjunction(node)
    scanning = [child for child in rest if reads_texts(child)]
    matches = intersection(
        [
            within,
            *(_run(connection, statement) for statement in statements),
            *(matching_articles(connection, child) for child in rest if child not in scanning),
        ]
    )
    if quote_nodes:
        from onrecord.archive.search import regex_scan

        matches &= IdSet(
            {number >> ARTICLE_SHIFT for number in regex_scan.scan_quotes(connection, quote_nodes, matches).ids}
        )
    for child in scanning:
        matches &= matching_articles(connection, child, matches)
    return matches


def _run(connection: Connection, statement: plan.Statement) -> IdSet:
    # To fetch a JSON array takes a third of the time of as many rows.
    return IdSet(_set.decode(connection.execute(statement.sql, statement.values).fetchone()[0]))


class OrderCache:
    """Caches the ids of all articles in the orders that were asked for, until the archive changes.

    To pick many matches from such a list is faster than to sort them each time.
    """

    def __init__(self) -> None:
        self._ids_by_order: dict[str, tuple[int, ArticleIds]] = {}  # ids with the archive's version

    def pick(
        self, connection: Connection, order: str, version: int, matches: IdSet, limit: int | None = None
    ) -> ArticleIds:
        """Return the first ``limit`` of the matches in an order, or all of them.

        Args:
            connection: A connection to the archive.
            order: One of ``ORDERS``.
            version: The version of the archive's content (``SQLiteStorage.version``).
            matches: The articles to pick.
            limit: How many to return; None for all.
        """
        order_by = plan.ORDER_BY[order]
        if self._ids_by_order.get(order_by, (None,))[0] != version:
            if limit is not None and order in plan.INDEXED_ORDERS:
                return _first_in_order(connection, order_by, matches, limit)
            if not matches.inverted and len(matches.ids) <= _MAX_SORTED:
                return _sort(connection, order_by, matches, limit)
        return _pick(self.ids(connection, order, version), matches, limit)

    def ids(self, connection: Connection, order: str, version: int) -> ArticleIds:
        """Return the ids of all articles in one of ``ORDERS``."""
        self._ids_by_order = {name: cached for name, cached in self._ids_by_order.items() if cached[0] == version}
        order_by = plan.ORDER_BY[order]
        if order_by not in self._ids_by_order:
            sql = f"SELECT json_group_array(id) FROM (SELECT id FROM articles ORDER BY {order_by})"
            self._ids_by_order[order_by] = version, ArticleIds.from_json(connection.execute(sql).fetchone()[0])
        return self._ids_by_order[order_by][1]


def _first_in_order(connection: Connection, order_by: str, matches: IdSet, limit: int) -> ArticleIds:
    """Return the first ``limit`` of the matches in an order that an index has.

    The index is read as far as needed, or the matches are sorted, whichever is likely to be faster.
    """
    likely_place = _likely_place(connection, matches, limit)
    ids = _read_in_order(connection, order_by, limit, likely_place)
    match_count = len(matches.ids)
    if matches.inverted or match_count > _MAX_SORTED_IF_INDEXED:
        return _pick(ids, matches, limit)
    max_read = 4 * likely_place
    if match_count <= likely_place // _READ_PER_SORTED:
        max_read = _READ_BEFORE_SORTED * match_count if match_count > _SORTED_PER_WANTED * limit else 0
    # The likely place assumes an even spread. Matches of one time stand close together, and may be anywhere.
    first_ids = _pick(islice(ids, max_read), matches, limit)
    if len(first_ids) == limit:
        return first_ids
    return _sort(connection, order_by, matches, limit)


def _sort(connection: Connection, order_by: str, matches: IdSet, limit: int | None) -> ArticleIds:
    sql = f"SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {order_by}"
    rows = connection.execute(sql, (json.dumps(list(matches.ids)),))
    return ArticleIds(article for (article,) in islice(rows, limit))


def _likely_place(connection: Connection, matches: IdSet, limit: int) -> int:
    """Return how many of the first articles are likely to contain ``limit`` matches, if these are spread evenly.

    A third is added, and the result is at most the highest article id.
    """
    (highest,) = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    match_count = highest - len(matches.ids) if matches.inverted else len(matches.ids)
    return min(int(highest), 4 * limit * int(highest) // (3 * max(match_count, 1)) + 1)


def _read_in_order(connection: Connection, order_by: str, limit: int, likely_place: int) -> Iterator[int]:
    """Yield the ids of all articles in an order that an index has, read in growing batches.

    Args:
        connection: A connection to the archive.
        order_by: The order in SQL.
        limit: How many matches are wanted. The first batch has twice as many ids, as it may be enough.
        likely_place: How many ids are likely to be enough. Each batch is up to four times as large as the one
            before, until it has this size.
    """
    sql = f"SELECT json_group_array(id) FROM (SELECT id FROM articles ORDER BY {order_by} LIMIT ? OFFSET ?)"
    offset, batch_size = 0, min(2 * limit + 1, _MAX_BATCH)
    while True:
        ids = _list.decode(connection.execute(sql, (batch_size, offset)).fetchone()[0])
        yield from ids
        if len(ids) < batch_size:
            return
        offset += batch_size
        batch_size = min(max(likely_place, batch_size), 4 * batch_size, _MAX_BATCH)


def _pick(ids: Iterable[int], matches: IdSet, limit: int | None) -> ArticleIds:
    if not matches.ids:
        return ArticleIds(islice(ids, limit) if matches.inverted else ())
    select = filterfalse if matches.inverted else filter
    return ArticleIds(islice(select(matches.ids.__contains__, ids), limit))


def common_word_test(connection: Connection) -> Callable[[str], bool]:
    """Return a function that tells whether nearly all articles have a word, judging by the newest ones.

    Such words do not matter for the rank: bm25 gives a word that more than half of all articles have a millionth
    of the weight of any other word.
    """
    sql = f"SELECT {SEARCH_ROW} FROM articles ORDER BY {plan.ORDER_BY['best']} LIMIT 1 OFFSET ?"
    first_row = connection.execute(sql, (_SAMPLE_SIZE - 1,)).fetchone()

    def is_common(word: str) -> bool:
        if first_row is None:
            return False
        sql = "SELECT count(*) FROM search WHERE search MATCH ? AND rowid >= ?"
        (count,) = connection.execute(sql, (plan.phrase_expression(Term("", word)), *first_row)).fetchone()
        return bool(count > _COMMON_SHARE * _SAMPLE_SIZE)

    return is_common


class Ranking(NamedTuple):
    """The ids of ranked articles, the best first, and whether no others match."""

    article_ids: list[int]
    are_all: bool


def rank_by_words(connection: Connection, words: str, candidates: str | Sequence[int]) -> Ranking:
    """Rank articles by how well they match the words, the best first; of equal ones the newer comes first.

    The rank is FTS5's ``bm25`` (https://sqlite.org/fts5.html#the_bm25_function): a word counts by how often it
    stands in the article, relative to the article's length, and more the fewer articles have it. A hit in the
    title counts eight times, in a tag four times and in a note twice as much as one in the text. The words of a
    phrase count where they stand close together.

    In a large archive, how many articles have a word is counted among the newest ones (``newest_index``), and only
    these are ranked if there are enough of them: to count among all takes ten times as long in a million articles.

    Args:
        connection: A connection to the archive.
        words: The match expression to rank by (``plan.ranking_expression``).
        candidates: The ids of the articles to rank; or a match expression for ``search``, to rank the newest
            ``MAX_RANKED`` of the articles that match it.
    """
    index = "newest_search" if _are_enough_newest(connection, candidates) else "search"
    ranks = _ranks(connection, index, words, candidates)
    rows = sorted(ranks, key=lambda row: (ranks[row], -row))
    return Ranking([row & HIGHEST_ARTICLE for row in rows], index == "search" and len(rows) < MAX_RANKED)


def _are_enough_newest(connection: Connection, candidates: str | Sequence[int]) -> bool:
    """Return whether enough of the candidates are in the index of the newest articles to rank no others."""
    if newest_index.read_floor(connection) is None:
        return False
    rows = _candidate_rows(connection, "newest_search", candidates, _ENOUGH_RANKED)
    return len(rows) == _ENOUGH_RANKED


def _ranks(connection: Connection, index: str, words: str, candidates: str | Sequence[int]) -> dict[int, float]:
    """Return the ranks of those candidates that an index has, by their rows: the better, the lower."""
    rank = f"bm25({index}, {_WEIGHTS})"
    if candidates == words:
        sql = f"SELECT rowid, {rank} FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?"
        return dict(connection.execute(sql, (words, MAX_RANKED)))
    rows = _candidate_rows(connection, index, candidates, MAX_RANKED)
    sql = (
        f"SELECT rowid, {rank} FROM {index} WHERE {index} MATCH ? AND rowid >= ? "
        "AND +rowid IN (SELECT value FROM json_each(?))"
    )
    ranks = connection.execute(sql, (words, min(rows, default=0), json.dumps(rows)))
    return dict.fromkeys(rows, 0.0) | dict(ranks)


def _candidate_rows(connection: Connection, index: str, candidates: str | Sequence[int], limit: int) -> list[int]:
    """Return the last rows of an index that are candidates of a ranking, in descending order."""
    if isinstance(candidates, str):
        sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?"
        return _first_column(connection.execute(sql, (candidates, limit)))
    view = SEARCH_VIEWS[index]
    sql = f"SELECT row FROM {view} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY row DESC LIMIT ?"
    return _first_column(connection.execute(sql, (json.dumps(list(candidates)), limit)))


class ArticleCounts(NamedTuple):
    """How many articles there are, and how many of them are unread."""

    articles: int
    unread: int


def count_articles(connection: Connection, matches: IdSet | plan.Statement) -> ArticleCounts:
    """Return the counts of the matches, given as a set of article ids or as a statement that selects them."""
    condition: str
    parameters: tuple[str | int, ...]
    if isinstance(matches, plan.Statement):
        condition, parameters = f"id IN (SELECT value FROM json_each(({matches.sql})))", matches.values
    else:
        condition, parameters = matches.where("id")
    counts = connection.execute(f"SELECT count(*), total(read = 0) FROM articles WHERE {condition}", parameters)
    return ArticleCounts(*map(int, counts.fetchone()))


def existing_ids(connection: Connection, articles: Iterable[int]) -> set[int]:
    """Return those of the ids that belong to articles of the archive."""
    sql = "SELECT json_group_array(id) FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    return _run(connection, plan.Statement(sql, (json.dumps(list(articles)),))).ids


def load_articles(connection: Connection, article_ids: Sequence[int]) -> list[Article]:
    """Return the records of articles in the order of their ids; those that are gone are left out."""
    rows = dict(
        connection.execute(
            "SELECT id, document FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(article_ids)),),
        )
    )
    return [decode_article(article, rows[article]) for article in article_ids if article in rows]


def decode_article(article: int, stored: str) -> Article:
    """Return the record of a row of ``articles``.

    A malformed document must not keep a whole list from being shown: its record has the fields that are valid.
    """
    document = ARTICLES.decode(stored)
    try:
        return converted({**document, "id": article}, Article)
    except Misfit:
        usable = {"title": f"Article {article}"} | fitting_fields(ARTICLES.name, document)
        return converted({**usable, "id": article}, Article)


def load_notes(connection: Connection, article: int | None, after: int | None = None) -> list[Note]:
    """Return the notes on an article, or all notes for None, in the order in which they were written.

    Malformed documents are left out.

    Args:
        connection: A connection to the archive.
        article: The id of the article; None for all.
        after: The id of a note; only later notes are returned. None for all.
    """
    limits = {"article = ?": article, "id > ?": after}
    wanted = {condition: value for condition, value in limits.items() if value is not None}
    where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
    rows = connection.execute(f"SELECT id, document FROM notes {where} ORDER BY id", tuple(wanted.values()))
    return read_records(NOTES, Note, rows)


def unannotated_ids(
    connection: Connection, version: int, languages: Sequence[str], limit: int | None
) -> list[int]:
    """Return the articles that the present annotator has not annotated, the newest first.

    Args:
        connection: A connection to the archive.
        version: The present annotator's version as a number (``tables.text_mark``).
        languages: Codes of languages; articles in others are left out.
        limit: How many to return; None for all.
    """
    return _first_column(
        connection.execute(
            "SELECT id FROM articles WHERE annotator <> ? AND language IN (SELECT value FROM json_each(?)) "
            "ORDER BY day DESC, id DESC LIMIT ?",
            (version, json.dumps(languages), -1 if limit is None else limit),
        )
    )


def count_languages(connection: Connection, excluded: Sequence[str]) -> dict[str, int]:
    """Return the number of articles in each language that is not excluded, the most frequent language first."""
    counts = connection.execute(
        "SELECT language, count(*) FROM articles WHERE language NOT IN (SELECT value FROM json_each(?)) "
        "GROUP BY 1 ORDER BY 2 DESC, 1",
        (json.dumps(excluded),),
    )
    return dict(counts.fetchall())


def _first_column(rows: Iterable[tuple[int]]) -> list[int]:
    return [value for (value,) in rows]
