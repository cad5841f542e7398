"""Dossiers: all that an archive has of one actor."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.archive.actors import lookup
from onrecord.archive.dossiers import dossier as dossiers
from onrecord.archive.parts.actor_directory import ActorDirectory
from onrecord.archive.parts.article_search import ArticleSearch
from onrecord.archive.parts.quote_search import QuoteSearch
from onrecord.archive.query.ast import Query, is_about_quote
from onrecord.archive.query.parser import parse
from onrecord.archive.schema.record_errors import AmbiguousActor, NoSuchActor
from onrecord.archive.search.cancellation import IsCancelled, cancellable
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.archive_records import ArchiveActor, Dossier
from onrecord.base.records import Quote


class DossierLookup:
    """The dossiers of an archive's actors."""

    def __init__(
        self, storage: SQLiteStorage, search: ArticleSearch, quotes: QuoteSearch, actors: ActorDirectory
    ) -> None:
        """Use the storage of an archive, its searches for queries, and its actors for names."""
        self._storage = storage
        self._search = search
        self._quotes = quotes
        self._actors = actors

    def get(self, actor: int | str | ArchiveActor, query: str | Query = "", *, asides: bool = False) -> Dossier:
        """Return all that the archive has of an actor, within what the query finds.

        Args:
            actor: An actor, its id, or a name. A name that several actors share stands for the one whose mentions
                are nearly all, the beginning of one for the only actor whose name begins so.
            query: Limits the articles; empty means all. Its words, and what it says of quotes, limit the quotes.
            asides: Whether beliefs, attitudes and documents count as quotes, too.

        Raises:
            NoSuchActor: No actor has this id or name.
            AmbiguousActor: Several actors may be meant; it names the candidates.
            QueryError: The query cannot be understood.
        """
        *_, whole = self.load(actor, query, asides=asides)
        return whole

    def load(
        self,
        actor: int | str | ArchiveActor,
        query: str | Query = "",
        *,
        asides: bool = False,
        is_cancelled: IsCancelled | None = None,
    ) -> Iterator[Dossier]:
        """Yield a dossier twice: first without names, titles, sources and companions, which take longest.

        Arguments and errors are those of ``get``; ``is_cancelled`` is asked as in ``ArticleSearch.ids``.
        """
        subject = self._resolve(actor)
        parsed = query if isinstance(query, Query) else parse(query)
        selection = self._select(parsed, is_cancelled)
        with self._storage.reading() as connection:
            parts = dossiers.build_dossier(connection, subject, selection, asides=asides)
            with cancellable(connection, is_cancelled):
                counts_only = next(parts)
            yield counts_only
            yield from parts

    def _select(self, query: Query, is_cancelled: IsCancelled | None) -> dossiers.Selection:
        """Return the articles that a query finds and, where it asks for words or quotes, the quotes."""
        if query.node is None:
            return dossiers.Selection()
        articles = set(self._search.ids(query, is_cancelled=is_cancelled))
        quote_query = query.with_words_in_quotes() or query
        if quote_query is query and not any(map(is_about_quote, query.conditions)):
            return dossiers.Selection(str(query), articles)
        quotes: dict[int, set[int]] = {}
        for article, index in self._quotes.ids(quote_query, is_cancelled=is_cancelled):
            quotes.setdefault(article, set()).add(index)
        return dossiers.Selection(str(query), articles, quotes)

    def quotes_by(self, dossier: Dossier, start: int = 0, count: int = 50) -> list[Quote]:
        """Return a page of what the actor of a dossier says in its articles, newest articles first."""
        with self._storage.reading() as connection:
            return dossiers.dossier_quotes(connection, dossier, start, count)

    def quotes_about(self, dossier: Dossier, start: int = 0, count: int = 50) -> list[Quote]:
        """Return a page of what others say of the actor of a dossier in its articles, newest articles first."""
        with self._storage.reading() as connection:
            return dossiers.dossier_quotes(connection, dossier, start, count, about=True)

    def _resolve(self, actor: int | str | ArchiveActor) -> ArchiveActor:
        if isinstance(actor, str):
            candidates = self._actors.called(actor)
            if not candidates and len(candidates := self._actors.beginning_with(actor)) == 1:
                return candidates[0]
            if not candidates:
                raise NoSuchActor(f"There is no actor “{actor}” in the archive.")
            if len(candidates) > 1 and not lookup.is_unambiguous(actor, candidates):
                raise AmbiguousActor(actor, candidates)
            return candidates[0]
        requested_id = actor if isinstance(actor, int) else actor.id
        with self._storage.reading() as connection:
            actor_id = lookup.current_id(connection, requested_id)
            if actor_id is not None:
                for record in lookup.load_actors(connection, [actor_id]):
                    return record
        raise NoSuchActor(f"There is no actor {requested_id} in the archive any more.")
