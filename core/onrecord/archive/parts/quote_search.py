"""The quotes of an archive: those that a query asks for, and where else the same words stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import islice

from onrecord.archive.query.ast import Node, Query
from onrecord.archive.quote_matching import occurrences
from onrecord.archive.search import expand_prefixes, plan
from onrecord.archive.search import quotes as quote_rows
from onrecord.archive.search.article_ids import ArticleIds
from onrecord.archive.search.cancellation import IsCancelled
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.search.query_runner import QueryRunner, chosen_order
from onrecord.archive.search.quotes import QuoteId, QuoteIds
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.archive_records import QuoteOccurrence
from onrecord.base.records import Quote

_PAGE = 200


class QuoteSearch:
    """The quotes of an archive's articles. A quote's id is its article's id with its index in the article."""

    def __init__(self, storage: SQLiteStorage, runner: QueryRunner) -> None:
        """Use the storage of an archive, and what runs its queries."""
        self._storage = storage
        self._runner = runner

    def ids(
        self,
        query: str | Query = "",
        order: str = "newest",
        limit: int | None = None,
        *,
        articles: Sequence[int] | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> QuoteIds:
        """Return the ids of the quotes that a query asks for, by article in an order, then as in the text.

        ``said:``, ``speaker:``, ``kind:`` and ``cue:`` choose among the quotes, all else among the articles.

        Args:
            query: What to look for; empty means all quotes.
            order: One of ``ORDERS``, for the articles; a ``sort:`` in the query precedes it.
            limit: How many quotes at most.
            articles: Takes the quotes of these articles, in their order, whether the query finds them or not.
            is_cancelled: Asked during long scans of texts; see ``ArticleSearch.ids``, as for the errors.
        """
        with self._runner.resolved(query, is_cancelled) as (connection, resolved):
            article_node, quote_filter = plan.split_quote_conditions(resolved)
            if articles is not None:
                in_given_order = lambda most: articles[:most]  # noqa: E731
                return quote_rows.matching_quotes(
                    connection, quote_filter, IdSet(set(articles)), in_given_order, limit
                )
            article_query = Query(article_node, resolved.sort)
            order = chosen_order(resolved, order)
            if limit is not None:
                first = self._first(connection, article_query, quote_filter, order, limit)
                if first is not None:
                    return first
            matches = self._runner.matches(connection, article_query)
            spelled = (
                expand_prefixes.expand_prefixes(connection, article_query) if order == "best" else article_query
            )
            in_order = partial(self._runner.ordered, connection, spelled, order, matches)
            return quote_rows.matching_quotes(connection, quote_filter, matches, in_order, limit)

    def _first(
        self, connection: Connection, article_query: Query, quote_filter: Sequence[Node], order: str, limit: int
    ) -> QuoteIds | None:
        """Return the first quotes; None where all have to be gone through."""
        matches = cache(partial(self._runner.matches, connection, article_query))

        def of_these(articles: set[int]) -> ArticleIds:
            return self._runner.ordered(connection, article_query, order, matches() & IdSet(articles), limit)

        in_order = partial(self._runner.articles, connection, article_query, order)
        # Which articles are ranked depends on all that the query finds.
        select = None if order == "best" else of_these
        is_newest_first = order == "newest"
        return quote_rows.first_quotes(
            connection, quote_filter, in_order, select, limit, is_newest_first=is_newest_first
        )

    def get_many(self, quote_ids: Sequence[QuoteId]) -> list[Quote]:
        """Return quotes in the order of their ids as given; ids without a quote are left out."""
        with self._storage.reading() as connection:
            return quote_rows.load_quotes(connection, quote_ids)

    def find(self, query: str | Query = "", limit: int | None = None) -> Iterator[Quote]:
        """Return the quotes that a query asks for, read as they are iterated over.

        Raises:
            QueryError: The query cannot be understood.
        """
        quote_ids = iter(self.ids(query, limit=limit))
        pages = iter(lambda: list(islice(quote_ids, _PAGE)), [])
        return (quote for page in pages for quote in self.get_many(page))

    def occurrences(self, article: int, index: int) -> list[QuoteOccurrence]:
        """Return where the words of a quote stand: itself and others that share most of them, the oldest first.

        Args:
            article: The article of the quote.
            index: The quote's place among the article's attributions.

        Returns:
            The occurrences; none where there is no such quote.
        """
        with self._storage.reading() as connection:
            quotes = quote_rows.load_quotes(connection, [(article, index)])
            return occurrences.find_occurrences(connection, quotes[0]) if quotes else []

    def article_counts(self, quotes: Sequence[Quote]) -> list[int]:
        """Return in how many articles the words of each quote stand, its own counted.

        It reads all quotes with the same words, so it belongs in a thread and on a page of quotes. An indirect
        quote, or one of few words, counts as one; ``occurrences`` looks for those, too.
        """
        with self._storage.reading() as connection:
            return occurrences.count_articles(connection, quotes)
