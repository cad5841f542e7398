"""Running queries: what they refer to is resolved, then matches are looked up and put in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, filterfalse, islice

from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT
from onrecord.archive.query.ast import ORDERS, Node, Pattern, Query, Term, leaves
from onrecord.archive.query.parser import parse
from onrecord.archive.search import (
    execute,
    expand_names,
    expand_prefixes,
    name_terms,
    newest_articles,
    newest_rows,
    plan,
    saved_searches,
)
from onrecord.archive.search.article_ids import ArticleIds
from onrecord.archive.search.cancellation import IsCancelled, cancellable
from onrecord.archive.search.id_set import EVERYTHING, IdSet
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage


class QueryRunner:
    """Resolves and runs queries on a storage. It remembers orders and scans until something is written."""

    def __init__(self, storage: SQLiteStorage) -> None:
        """Use the storage of an archive."""
        self._storage = storage
        self._orders = execute.OrderCache()
        self._last_scan: tuple[int, Node | None, IdSet] | None = None

    @contextmanager
    def resolved(
        self, query: str | Query, is_cancelled: IsCancelled | None = None
    ) -> Iterator[tuple[Connection, Query]]:
        """Yield a connection, and the query with its saved searches, feeds and names resolved, to be run within.

        Args:
            query: Text, or what ``parse`` made of it.
            is_cancelled: Asked now and then while texts are read.

        Raises:
            QueryError: The query cannot be understood.
            NoSuchSearch: The query refers to a saved search that does not exist.
        """
        parsed = query if isinstance(query, Query) else parse(query)
        with self._storage.reading() as connection, cancellable(connection, is_cancelled):
            if saved_searches.refers_to_saved(parsed):
                parsed = saved_searches.expand_saved(parsed, saved_searches.load_saved(connection))
            if any(isinstance(leaf, Term | Pattern) and leaf.field == "feed" for leaf in leaves(parsed.node)):
                from onrecord.archive.search import feed_terms

                parsed = feed_terms.resolve_feeds(connection, parsed)
            yield connection, expand_names.expand_names(connection, parsed)

    def matches(self, connection: Connection, query: Query) -> IdSet:
        """Return the articles that a resolved query finds."""
        if not query.reads_texts():
            return execute.matching_articles(connection, query.node)
        # A list asks for its first articles, all of them, their number and facets one after the other.
        version = self._storage.version()
        scan = self._last_scan
        if scan is None or scan[:2] != (version, query.node):
            scan = self._last_scan = version, query.node, execute.matching_articles(connection, query.node)
        return scan[2]

    def articles(self, connection: Connection, query: Query, order: str, limit: int | None) -> ArticleIds:
        """Return the articles that a resolved query finds, in an order, all or at most so many."""
        is_short = limit is not None and limit <= execute.MAX_RANKED and order in plan.INDEXED_ORDERS
        is_spelled_out = is_short or order == "best"
        spelled = expand_prefixes.expand_prefixes(connection, query) if is_spelled_out else query
        if limit is not None and is_short and spelled.node:
            look = plan.single_statement(spelled.node)
            if look and look.match:
                return self.ordered(connection, spelled, order, look.match, limit)
            first = self._first_of_rows(connection, spelled, limit)
            if first is not None:
                return first
        return self.ordered(connection, spelled, order, self.matches(connection, query), limit)

    def _first_of_rows(self, connection: Connection, query: Query, limit: int) -> ArticleIds | None:
        """Return the newest matches, if the rows of ``said`` or ``named`` alone decide the query; else None."""
        index, match = (query.node and plan.match_in_index(query.node)) or ("", "")
        if index not in ("said", "named") or (index == "named" and name_terms.are_types_decided(connection)):
            return None
        for rows in newest_rows.newest_rows(connection, index, match, limit):
            articles = rows.articles()
            if rows.are_all or len(articles) >= limit:
                return self.ordered(connection, query, "newest", IdSet(articles), limit)
        newest = partial(self._orders.pick, connection, "newest", self._storage.version(), EVERYTHING)
        first_rows = newest_rows.first_rows(connection, index, match, newest, limit, one_per_article=True)
        return None if first_rows is None else ArticleIds(number >> ARTICLE_SHIFT for number in first_rows)

    def first_matches(self, connection: Connection, query: Query, count: int) -> IdSet | None:
        """Return the articles of the last ``count`` matching rows of the index that decides a resolved query.

        They are the newest ones, in ``said`` and ``named`` those of the newest periods; in ``origins``, they were
        added last.

        Returns:
            At most ``count`` articles; None if no more rows match, or if one index alone cannot decide the query.
        """
        spelled = expand_prefixes.expand_prefixes(connection, query)
        if spelled.node is None:
            newest = self._orders.pick(connection, "newest", self._storage.version(), EVERYTHING, count + 1)
            return IdSet(set(newest[:count])) if len(newest) > count else None
        index, match = plan.match_in_index(spelled.node) or ("", "")
        if not index or (index == "named" and name_terms.are_types_decided(connection)):
            return None
        return newest_articles.of_last_rows(connection, index, match, count)

    def ordered(
        self, connection: Connection, query: Query, order: str, matches: IdSet | str, limit: int | None
    ) -> ArticleIds:
        """Put matches in order.

        Args:
            connection: The connection to read with.
            query: The resolved query, its prefixes spelled out where it says what to rank by.
            order: One of ``ORDERS``.
            matches: Article ids, or an FTS5 query on ``search`` where its index is in this order by itself.
            limit: How many articles at most; not None where ``matches`` is an FTS5 query.
        """
        words = plan.ranking_expression(query, execute.common_word_test(connection)) if order == "best" else None
        if words is None:
            return self._picked(connection, "newest" if order == "best" else order, matches, limit)
        candidates = (
            matches if isinstance(matches, str) else self._picked(connection, "best", matches, execute.MAX_RANKED)
        )
        ranked_ids, are_all = execute.rank_by_words(connection, words, candidates)
        if are_all or (limit is not None and limit <= len(ranked_ids)):
            return ArticleIds(ranked_ids[:limit])
        unranked = filterfalse(set(ranked_ids).__contains__, self._picked(connection, "newest", matches, limit))
        return ArticleIds(islice(chain(ranked_ids, unranked), limit))

    def _picked(self, connection: Connection, order: str, matches: IdSet | str, limit: int | None) -> ArticleIds:
        """Return the first matches in an order, unranked; arguments as in ``ordered``."""
        if isinstance(matches, IdSet):
            return self._orders.pick(connection, order, self._storage.version(), matches, limit)
        assert limit is not None
        return newest_articles.last_matches(connection, matches, limit)


def chosen_order(query: Query, order: str) -> str:
    """Return the order that a query itself asks for, else ``order``.

    Raises:
        ArchiveError: There is no such order.
    """
    order = query.sort or order
    if order not in ORDERS:
        raise ArchiveError(f"There is no order “{order}”; there are {', '.join(ORDERS)}.")
    return order
