"""The actors of an archive: who they are across its articles, and how often they speak."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.archive.actors import lookup
from onrecord.archive.indexing import corrected_annotations
from onrecord.archive.parts.article_search import ArticleSearch
from onrecord.archive.query.ast import Query
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.archive_records import ArchiveActor

CANDIDATES = 50
"""How many actors are considered for a name at most."""


class ActorDirectory:
    """The actors of an archive."""

    def __init__(self, storage: SQLiteStorage, search: ArticleSearch) -> None:
        """Use the storage of an archive, and its search for queries."""
        self._storage = storage
        self._search = search

    def most_quoted(self, query: str | Query = "", limit: int | None = None) -> list[ArchiveActor]:
        """Return the actors of the archive, those with most quotes first, then those with most mentions.

        Args:
            query: Limits the articles; ``named``, ``said`` and ``articles`` are counted in those. Empty means all.
            limit: How many actors at most.

        Raises:
            QueryError: The query cannot be understood.
        """
        if query:
            return self.in_articles(self._search.ids(query), limit)
        with self._storage.reading() as connection:
            return lookup.load_actors(connection, lookup.most_quoted_ids(connection, limit))

    def in_articles(self, article_ids: Sequence[int], limit: int | None = None) -> list[ArchiveActor]:
        """Return the actors of some articles with the counts in those, in the order of ``most_quoted``."""
        with self._storage.reading() as connection:
            counts = lookup.counts_in_articles(connection, article_ids)
            actor_ids = sorted(counts, key=lambda actor: (-counts[actor][1], -counts[actor][0], actor))
            actors = lookup.load_actors(connection, actor_ids[:limit])
        return [
            msgspec.structs.replace(
                actor, **dict(zip(("named", "said", "articles"), counts[actor.id], strict=True))
            )
            for actor in actors
        ]

    def called(self, name: str, limit: int = CANDIDATES) -> list[ArchiveActor]:
        """Return the actors whom a name may stand for.

        These are the actors with exactly this name, if there are any, else those with its words in their names.
        """
        with self._storage.reading() as connection:
            return lookup.load_actors(connection, lookup.ids_by_name(connection, clean_text(name), limit))

    def beginning_with(self, name: str, limit: int = CANDIDATES) -> list[ArchiveActor]:
        """Return the actors in whose names a word begins as the last word of ``name``: ``zel`` for Zelensky."""
        with self._storage.reading() as connection:
            return lookup.load_actors(connection, lookup.ids_by_beginning(connection, clean_text(name), limit))

    def of_annotation(self, article: int, actor: str) -> ArchiveActor | None:
        """Return the archive's actor for the id of an actor in an article's annotation, None if there is none."""
        with self._storage.reading() as connection:
            reading = corrected_annotations.load_indexed_annotation(connection, article)
            if reading is None:
                return None
            for candidate in reading[1].actors:
                if candidate.id == actor:
                    actor_id = lookup.id_of_article_actor(connection, article, candidate)
                    return (
                        None if actor_id is None else next(iter(lookup.load_actors(connection, [actor_id])), None)
                    )
        return None
