"""What an archive answers to queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from onrecord.archive import saved_searches
from onrecord.archive.query.ast import ORDERS, Node, Pattern, Query
from onrecord.archive.query.parser import parse
from onrecord.archive.search import execute, expand_prefixes, plan
from onrecord.archive.search.cancellation import IsCancelled, cancellable
from onrecord.archive.search.execute import ArticleCounts
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.archive.storage.tinydb_table import SQLiteTable
from onrecord.base.lazy import later
from onrecord.base.records import Note, Quote, Span

if TYPE_CHECKING:
    from onrecord.archive.search import expand_names, explain, facets, grouping, snippets
    from onrecord.archive.search import quotes as quoting
    from onrecord.archive.search.facets import Facets
    from onrecord.archive.search.grouping import ArticleGroup
    from onrecord.archive.search.quotes import QuoteId, QuoteIds
    from onrecord.archive.search.snippets import Snippet
else:
    grouping, snippets = later("onrecord.archive.search.grouping"), later("onrecord.archive.search.snippets")
    explain, quoting = later("onrecord.archive.search.explain"), later("onrecord.archive.search.quotes")
    expand_names, facets = later("onrecord.archive.search.expand_names"), later("onrecord.archive.search.facets")

_PAGE = 200

Marked = tuple[str | None, list[Pattern]]


class Finding:
    """The part of an archive that looks things up. A query is text or what ``parse`` made of it."""

    _storage: SQLiteStorage
    _orders: execute.OrderCache
    _articles: SQLiteTable
    _texts: SQLiteTable
    _read: tuple[int, Node | None, IdSet] | None = None
    _kept_marked: tuple[tuple[str | Query, int], Marked] | None = None

    def version(self) -> int:
        """A number that grows when anything was written, by this process or by another."""
        return self._storage.version()

    def notes(self, article: int | None = None) -> list[Note]:
        """The notes on an article, or all notes, as they were written."""
        with self._storage.reading() as connection:
            return execute.load_notes(connection, article)

    def ids(
        self,
        query: str | Query = "",
        order: str = "newest",
        limit: int | None = None,
        *,
        stop: IsCancelled | None = None,
    ) -> list[int]:
        """The articles that match a query, all of them or the first ``limit``, in one of ``ORDERS``.

        A ``sort:`` in the query goes before ``order``. A query that reads texts (``Query.reads_texts``) takes its
        time; ``stop`` is asked meanwhile. Raises QueryError, NoSuchSearch, QueryTooSlow, Stopped.
        """
        with self._asked(query, stop) as (connection, meant):
            order = _order(meant, order)
            few = limit is not None and limit <= execute.MAX_RANKED and order in plan.INDEXED_ORDERS
            spelled = expand_prefixes.expand_prefixes(connection, meant) if few or order == "best" else meant
            look = plan.single_statement(spelled.node) if few and spelled.node else None
            found = look.match if look and look.match else self._found(connection, meant)
            return self._in_order(connection, spelled, order, found, limit)

    def _in_order(
        self, connection: Connection, meant: Query, order: str, found: IdSet | str, limit: int | None
    ) -> list[int]:
        """What was found in an order, the first ``limit`` of it.

        ``found`` is what they match in ``search`` where the index gives the first in this order by itself. The
        beginnings in ``meant`` are spelled out if it says what they are ranked by.
        """
        words = plan.ranking_expression(meant, execute.common_word_test(connection)) if order == "best" else None
        if words is None and order == "best":
            order = "newest"
        if isinstance(found, str):
            assert limit is not None
            if words:
                return execute.rank_by_words(connection, words, found)[:limit]
            found = execute.first_matches(connection, found, order, limit)
        pick = partial(self._orders.pick, connection, version=self.version(), matches=found)
        if words is None:
            return pick(order, limit=limit)
        best = execute.rank_by_words(connection, words, pick("best", limit=execute.MAX_RANKED))
        if len(best) < execute.MAX_RANKED or (limit is not None and limit <= execute.MAX_RANKED):
            return best[:limit]
        seen = set(best)
        return (best + [article for article in pick("newest", limit=limit) if article not in seen])[:limit]

    def count(self, query: str | Query = "", *, stop: IsCancelled | None = None) -> int:
        """How many articles match a query. ``stop`` and errors as in ``ids``."""
        with self._asked(query, stop) as (connection, meant):
            found = self._found(connection, meant)
            return len(self._articles) - len(found.ids) if found.inverted else len(found.ids)

    def tally(self, query: str | Query = "", *, stop: IsCancelled | None = None) -> ArticleCounts:
        """How many articles match a query, and how many of them are unread.

        For a thread: it takes some hundredths of a second for 100,000 articles. ``stop`` and errors as in ``ids``.
        """
        with self._asked(query, stop) as (connection, meant):
            look = plan.single_statement(meant.node) if meant.node else None
            return execute.count_articles(connection, look or self._found(connection, meant))

    def meant(self, query: str | Query) -> Query:
        """The query with what saved searches in it look for, and all names of the actors that it names.

        Raises QueryError and NoSuchSearch.
        """
        with self._asked(query) as (_, meant):
            return meant

    def missing(self, query: str | Query, *, stop: IsCancelled | None = None) -> list[str]:
        """Why a query finds nothing: a sentence for each part of it that finds nothing by itself.

        Empty when it does find something. ``stop`` and errors as in ``ids``.
        """
        with self._asked(query, stop) as (connection, meant):
            return explain.explain_empty_result(connection, meant)

    def facets(self, query: str | Query = "", limit: int = 8, *, stop: IsCancelled | None = None) -> Facets:
        """The most frequent actors, sources, tags and months among all that a query finds.

        For a thread: it takes some tenths of a second for 100,000 articles. ``stop`` and errors as in ``ids``.
        """
        with self._asked(query, stop) as (connection, meant):
            return facets.count_facets(connection, self._found(connection, meant), limit)

    def grouped(self, ids: Sequence[int], by: str, *, oldest: bool = False) -> list[ArticleGroup]:
        """Articles by one of ``GROUPS``, in each group in the order given; those that are gone are left out.

        Days are the newest first, or the oldest; sources are in the order of the alphabet.
        """
        with self._storage.reading() as connection:
            return grouping.group_articles(connection, ids, by, oldest=oldest)

    def present(self, ids: Iterable[int]) -> set[int]:
        """Those of some articles that the archive holds."""
        with self._storage.reading() as connection:
            return execute.existing_ids(connection, ids)

    def snippet(self, article: int, query: str | Query, width: int = 160) -> Snippet | None:
        """About ``width`` characters around the first words found in an article's text, else in its notes.

        None where neither holds any, or the article is gone. Raises QueryError and NoSuchSearch.
        """
        marked = self._marked(query)
        document = self._texts.get(doc_id=article) if any(marked) else None
        if document is None:
            return None
        for text in chain((document["text"],), (note.body for note in self._notes_of(article))):
            if hits := snippets.hit_spans(*marked, text):
                return snippets.cut_snippet(text, hits, width)
        return None

    def _notes_of(self, article: int) -> Iterator[Note]:
        yield from self.notes(article)  # asked for when they are needed

    def _marked(self, query: str | Query) -> Marked:
        """What is marked for a query; kept, as a list asks for one snippet after the other."""
        asked = query, self.version()
        if (kept := self._kept_marked) is None or kept[0] != asked:
            kept = self._kept_marked = asked, plan.highlighted_terms(self.meant(query))
        return kept[1]

    def hits(self, query: str | Query, text: str) -> list[Span]:
        """Where a query's words, phrases and expressions stand in a text. Raises QueryError and NoSuchSearch."""
        return snippets.hit_spans(*self._marked(query), text)

    def quote_ids(
        self,
        query: str | Query = "",
        order: str = "newest",
        limit: int | None = None,
        *,
        articles: Sequence[int] | None = None,
        stop: IsCancelled | None = None,
    ) -> QuoteIds:
        """The quotes that a query means: (article, index), by article in one of ``ORDERS``, then as in the text.

        ``said:``, ``speaker:``, ``kind:`` and ``cue:`` choose among the quotes, all else among the articles.
        With ``articles`` they are those of these articles, in their order, whether the query finds them or not.
        ``limit``, ``stop`` and errors as in ``ids``.
        """
        with self._asked(query, stop) as (connection, meant):
            node, quotes = plan.split_quote_conditions(meant)
            if articles is not None:
                return quoting.matching_quotes(
                    connection, quotes, IdSet(set(articles)), lambda most: articles[:most], limit
                )
            of_articles = Query(node, meant.sort)
            found = self._found(connection, of_articles)
            order = _order(meant, order)
            ranked_by = (
                expand_prefixes.expand_prefixes(connection, of_articles) if order == "best" else of_articles
            )
            in_order = partial(self._in_order, connection, ranked_by, order, found)
            return quoting.matching_quotes(connection, quotes, found, in_order, limit)

    def quote_page(self, quotes: Sequence[QuoteId]) -> list[Quote]:
        """Quotes in the order asked for; those that are gone are left out."""
        with self._storage.reading() as connection:
            return quoting.load_quotes(connection, quotes)

    def quotes(self, query: str | Query = "", limit: int | None = None) -> Iterator[Quote]:
        """The quotes that ``quote_ids`` names, as they are asked for. Raises QueryError."""
        ids = iter(self.quote_ids(query, limit=limit))
        return (quote for page in iter(lambda: list(islice(ids, _PAGE)), []) for quote in self.quote_page(page))

    def _found(self, connection: Connection, meant: Query) -> IdSet:
        if not meant.reads_texts():
            return execute.matching_articles(connection, meant.node)
        # The first of a list, all of it, its number and its facets are asked for one after the other.
        version = self.version()
        read = self._read
        if read is None or read[:2] != (version, meant.node):
            read = self._read = version, meant.node, execute.matching_articles(connection, meant.node)
        return read[2]

    @contextmanager
    def _asked(self, query: str | Query, stop: IsCancelled | None = None) -> Iterator[tuple[Connection, Query]]:
        parsed = query if isinstance(query, Query) else parse(query)
        with self._storage.reading() as connection, cancellable(connection, stop):
            meant = (
                saved_searches.expand_saved(parsed, saved_searches.load_saved(connection))
                if saved_searches.refers_to_saved(parsed)
                else parsed
            )
            yield connection, expand_names.expand_names(connection, meant)


def _order(query: Query, order: str) -> str:
    order = query.sort or order
    if order not in ORDERS:
        raise ArchiveError(f"There is no order “{order}”; there are {', '.join(ORDERS)}.")
    return order
