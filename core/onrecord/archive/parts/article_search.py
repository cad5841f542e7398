"""The articles that a query finds: their ids, counts, facets, groups and snippets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.archive.query.ast import Query
from onrecord.archive.schema.tables import stored_text
from onrecord.archive.search import execute, plan
from onrecord.archive.search.article_ids import ArticleIds
from onrecord.archive.search.cancellation import IsCancelled
from onrecord.archive.search.execute import ArticleCounts
from onrecord.archive.search.query_runner import QueryRunner, chosen_order
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.records import Span

if TYPE_CHECKING:
    from onrecord.archive.search.facets import Facets
    from onrecord.archive.search.grouping import ArticleGroup
    from onrecord.archive.search.quote_hits import HitTerms, TextHits
    from onrecord.archive.search.snippets import Snippet
    from onrecord.archive.search.voices import ShareOfVoice


class ArticleSearch:
    """What an archive answers to queries about articles. A query is text, or what ``parse`` made of it."""

    def __init__(self, storage: SQLiteStorage, runner: QueryRunner) -> None:
        """Use the storage of an archive, and what runs its queries."""
        self._storage = storage
        self._runner = runner
        self._last_terms: tuple[tuple[str | Query, int], HitTerms] | None = None

    def ids(
        self,
        query: str | Query = "",
        order: str = "newest",
        limit: int | None = None,
        *,
        is_cancelled: IsCancelled | None = None,
    ) -> ArticleIds:
        """Return the articles that a query finds.

        Args:
            query: What to look for; empty means all articles.
            order: One of ``ORDERS``; a ``sort:`` in the query precedes it.
            limit: How many articles at most.
            is_cancelled: Asked now and then while texts are read, which takes time (``Query.reads_texts``); the
                search ends with ``Stopped`` once it returns true.

        Raises:
            QueryError: The query cannot be understood.
            NoSuchSearch: The query refers to a saved search that does not exist.
            QueryTooSlow: A regular expression takes too long.
            Stopped: The search was cancelled.
        """
        with self._runner.resolved(query, is_cancelled) as (connection, resolved):
            return self._runner.articles(connection, resolved, chosen_order(resolved, order), limit)

    def count(self, query: str | Query = "", *, is_cancelled: IsCancelled | None = None) -> int:
        """Return how many articles a query finds. ``is_cancelled`` and errors as in ``ids``."""
        with self._runner.resolved(query, is_cancelled) as (connection, resolved):
            matches = self._runner.matches(connection, resolved)
            if not matches.inverted:
                return len(matches.ids)
            (total,) = connection.execute("SELECT count(*) FROM articles").fetchone()
            return int(total) - len(matches.ids)

    def tally(self, query: str | Query = "", *, is_cancelled: IsCancelled | None = None) -> ArticleCounts:
        """Return how many articles a query finds, and how many of them are unread.

        It takes some hundredths of a second for 100,000 articles, so it belongs in a thread. ``is_cancelled`` and
        errors as in ``ids``.
        """
        with self._runner.resolved(query, is_cancelled) as (connection, resolved):
            look = plan.single_statement(resolved.node) if resolved.node else None
            return execute.count_articles(connection, look or self._runner.matches(connection, resolved))

    def resolve(self, query: str | Query) -> Query:
        """Return a query with its saved searches replaced by their queries, and actors by all their names.

        Raises:
            QueryError: The query cannot be understood.
            NoSuchSearch: The query refers to a saved search that does not exist.
        """
        with self._runner.resolved(query) as (_, resolved):
            return resolved

    def explain(self, query: str | Query, *, is_cancelled: IsCancelled | None = None) -> list[str]:
        """Return why a query finds nothing: a sentence for each part of it that finds nothing by itself.

        The list is empty when the query does find something. ``is_cancelled`` and errors as in ``ids``.
        """
        from onrecord.archive.search import explain

        with self._runner.resolved(query, is_cancelled) as (connection, resolved):
            return explain.explain_empty_result(connection, resolved)

    def first_facets(
        self, query: str | Query = "", limit: int = 8, *, is_cancelled: IsCancelled | None = None
    ) -> Facets | None:
        """Return what ``facets`` does, but of the first articles only: it takes no longer the more there are.

        Returns:
            The facets of at most ``FIRST_COUNTED`` articles, the newest or those added last; None where there are
            no more, and where the query takes more than one look into an index.
        """
        from onrecord.archive.search import facets

        with self._runner.resolved(query, is_cancelled) as (connection, resolved):
            first = self._runner.first_matches(connection, resolved, facets.FIRST_COUNTED)
            return None if first is None else facets.count_facets(connection, first, limit)

    def facets(
        self, query: str | Query = "", limit: int = 8, *, is_cancelled: IsCancelled | None = None
    ) -> Facets:
        """Return the most frequent actors, sources, tags and months among all articles that a query finds.

        It takes some tenths of a second for 100,000 articles and ten times as long for ten times as many, so it
        belongs in a thread. ``is_cancelled`` and errors as in ``ids``.
        """
        from onrecord.archive.search import facets

        with self._runner.resolved(query, is_cancelled) as (connection, resolved):
            return facets.count_facets(connection, self._runner.matches(connection, resolved), limit)

    def share_of_voice(
        self, query: str | Query = "", limit: int = 15, *, is_cancelled: IsCancelled | None = None
    ) -> ShareOfVoice:
        """Return who speaks in the articles that a query finds, and who is named without being quoted.

        ``said:``, ``speaker:``, ``kind:`` and ``cue:`` choose among the quotes, as in ``QuoteSearch.ids``.
        It takes seconds for 100,000 articles, so it belongs in a thread. Errors as in ``ids``.

        Args:
            query: What to look for; empty means all articles.
            limit: The most actors and sources of each list.
            is_cancelled: As in ``ids``.
        """
        from onrecord.archive.search import voices

        with self._runner.resolved(query, is_cancelled) as (connection, resolved):
            matches = self._runner.matches(connection, resolved)
            _, quote_conditions = plan.split_quote_conditions(resolved.speech_only())
            return voices.count_voices(connection, matches, quote_conditions, limit)

    def group(self, article_ids: Sequence[int], by: str, *, oldest: bool = False) -> list[ArticleGroup]:
        """Return articles in groups, in each in the order given; ids without an article are left out.

        Args:
            article_ids: The articles to group.
            by: One of ``GROUPS``. Sources come in the order of the alphabet.
            oldest: Whether the oldest day comes first, instead of the newest.
        """
        from onrecord.archive.search import grouping

        with self._storage.reading() as connection:
            return grouping.group_articles(connection, article_ids, by, oldest=oldest)

    def snippets(self, article_ids: Iterable[int], query: str | Query, width: int = 160) -> dict[int, Snippet]:
        """Return the text around the first hit of a query in each article, or else in the notes on it.

        For a query that describes quotes by speaker or words that is the first such quote.

        Args:
            article_ids: The articles to look into.
            query: The query that found them.
            width: About how many characters to return of each.

        Returns:
            Snippets by article; none where neither text nor notes hold any of the words, or the article is gone.

        Raises:
            QueryError: The query cannot be understood.
            NoSuchSearch: The query refers to a saved search that does not exist.
        """
        terms = self._hit_terms(query)
        if not any(terms.words):
            return {}
        with self._storage.reading() as connection:
            snippets = ((article, _snippet(connection, article, terms, width)) for article in article_ids)
            return {article: snippet for article, snippet in snippets if snippet}

    def text_hits(self, article: int, query: str | Query, text: str) -> TextHits:
        """Return what a query finds in the text of an article, and which comes first; errors as in ``hits``."""
        from onrecord.archive.search import quote_hits

        terms = self._hit_terms(query)
        with self._storage.reading() as connection:
            return quote_hits.text_hits(connection, terms, article, text)

    def hits(self, query: str | Query, text: str) -> list[Span]:
        """Return where the words, phrases and expressions of a query stand in a text of any kind, such as a title.

        Raises:
            QueryError: The query cannot be understood.
            NoSuchSearch: The query refers to a saved search that does not exist.
        """
        from onrecord.archive.search import snippets

        return snippets.hit_spans(*self._hit_terms(query).words, text)

    def _hit_terms(self, query: str | Query) -> HitTerms:
        from onrecord.archive.search import quote_hits

        # Remembered, as a list asks for the hits of one title after the other.
        request = query, self._storage.version()
        last_terms = self._last_terms  # other threads ask for other queries meanwhile
        if last_terms is None or last_terms[0] != request:
            last_terms = self._last_terms = request, quote_hits.hit_terms(self.resolve(query))
        return last_terms[1]


def _snippet(connection: Connection, article: int, terms: HitTerms, width: int) -> Snippet | None:
    from onrecord.archive.search import quote_hits, snippets

    row = connection.execute("SELECT document FROM texts WHERE id = ?", (article,)).fetchone()
    if row is None:
        return None
    text = stored_text(row[0])
    spans, first = quote_hits.text_hits(connection, terms, article, text)
    if first is not None:
        hits = [(start, min(end, start + width)) for start, end in spans if end > first[0]]
        return snippets.cut_snippet(text, hits, width)
    for body in _note_bodies(connection, article):
        if hits := snippets.hit_spans(*terms.words, body):
            return snippets.cut_snippet(body, hits, width)
    return None


def _note_bodies(connection: Connection, article: int) -> Iterator[str]:
    # A generator: notes are only read where the text has no hit.
    for note in execute.load_notes(connection, article):
        yield note.body
