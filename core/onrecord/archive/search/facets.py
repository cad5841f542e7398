"""Facets of a result: how many of its articles have each actor, source, tag and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from sqlite3 import Cursor
from typing import Any

import msgspec

from onrecord.archive.actors import lookup
from onrecord.archive.indexing.actor_index import decode_form_ids
from onrecord.archive.search.cancellation import raise_if_cancelled
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.storage.sqlite_storage import Connection

ValueCount = tuple[str, int]
"""A value and the number of articles that have it."""

FIRST_COUNTED = 1_000
"""Rows of an index whose articles are counted first, where very many match."""

_BATCH_SIZE = 1000
_MAX_LOOKED_UP = 20_000
"""Up to so many articles are read one by one, rather than found among all in the index that has their facets."""
_SPARE_ACTORS = 8
"""How many more actors than asked for are looked up, as the user may have hidden some."""


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """The most frequent values among articles, the most frequent first, but months (``2024-03``) the latest first.

    Actors are those of the archive; each counts once an article, however often they are named in it.

    Args:
        articles: How many articles were counted.
        actors: The names of actors with their counts.
        sources: The sources with their counts.
        tags: The tags with their counts.
        months: The months with their counts.
    """

    articles: int
    actors: list[ValueCount] = []
    sources: list[ValueCount] = []
    tags: list[ValueCount] = []
    months: list[ValueCount] = []


def count_facets(connection: Connection, matches: IdSet, limit: int) -> Facets:
    """Return the ``limit`` most frequent actors, sources, tags and months of the matches.

    Raises:
        SearchCancelled: The search was cancelled.
    """
    article_count, sources, months = 0, Counter[str](), Counter[str]()
    condition, parameters = matches.where("id")
    is_small = not matches.inverted and len(matches.ids) <= _MAX_LOOKED_UP
    access = "NOT INDEXED" if is_small else "INDEXED BY articles_list"
    for source, month, count in connection.execute(
        f"SELECT source, substr(day, 1, 7), count(*) FROM articles {access} WHERE {condition} GROUP BY 1, 2",
        parameters,
    ):
        article_count += count
        if month:
            months[month] += count
        if source:
            sources[source] += count
    condition, parameters = matches.where("article")
    tags = dict(
        connection.execute(
            f"SELECT min(tag), count(*) FROM tagged WHERE {condition} GROUP BY key", parameters
        ).fetchall()
    )
    return Facets(
        articles=article_count,
        actors=_count_actors(connection, matches, limit),
        sources=_most_frequent(sources, limit),
        tags=_most_frequent(tags, limit),
        months=sorted(_most_frequent(months, limit), reverse=True),
    )


def _count_actors(connection: Connection, matches: IdSet, limit: int) -> list[ValueCount]:
    # Only those: of most actors there is one form.
    actor_of_form: dict[int, int] = dict(connection.execute("SELECT id, known FROM forms WHERE known <> id"))
    condition, parameters = matches.where("article")
    # Two forms of one actor count once.
    casts = connection.execute(f"SELECT forms FROM casts WHERE {condition}", parameters)
    counts = Counter(
        chain.from_iterable(
            {actor_of_form.get(form, form) for form in decode_form_ids(forms)} for (forms,) in _in_batches(casts)
        )
    )
    top_ids = sorted(counts, key=lambda actor_id: (-counts[actor_id], actor_id))[: limit + _SPARE_ACTORS]
    return [(actor_id.name, counts[actor_id.id]) for actor_id in lookup.load_actors(connection, top_ids)][:limit]


def _in_batches(rows: Cursor) -> Iterator[Any]:
    while batch := rows.fetchmany(_BATCH_SIZE):
        raise_if_cancelled()
        yield from batch


def _most_frequent(counts: Mapping[str, int], limit: int) -> list[ValueCount]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
