"""Who, where from, about what and when: counts over all articles that a query finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from sqlite3 import Cursor
from typing import Any

import msgspec

from onrecord.archive.actors import lookup
from onrecord.archive.indexing.actor_index import forms_in
from onrecord.archive.search.cancellation import go_on
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.storage.sqlite_storage import Connection

Count = tuple[str, int]
"""A value and in how many of the articles it is."""

_SOME = 1000
_SPARE = 8
"""More actors than asked for are looked up, for the reader may have hidden some."""


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """The most frequent values among articles, the most frequent first; months (``2024-03``) the latest first.

    Actors are those of the archive, each counted once an article however often it names him.
    """

    articles: int
    actors: list[Count] = []
    sources: list[Count] = []
    tags: list[Count] = []
    months: list[Count] = []


def facets(connection: Connection, found: IdSet, limit: int) -> Facets:
    """The ``limit`` most frequent actors, sources, tags and months of articles. Raises Stopped."""
    total, sources, months = 0, Counter[str](), Counter[str]()
    where, values = found.where("id")
    for source, month, count in connection.execute(
        "SELECT source, substr(day, 1, 7), count(*) FROM articles INDEXED BY articles_list "
        f"WHERE {where} GROUP BY 1, 2",
        values,
    ):
        total += count
        months[month] += count
        if source:
            sources[source] += count
    where, values = found.where("article")
    tags = dict(
        connection.execute(f"SELECT min(tag), count(*) FROM tagged WHERE {where} GROUP BY key", values).fetchall()
    )
    return Facets(
        articles=total,
        actors=_actors(connection, found, limit),
        sources=_most(sources, limit),
        tags=_most(tags, limit),
        months=sorted(_most(months, limit), reverse=True),
    )


def _actors(connection: Connection, found: IdSet, limit: int) -> list[Count]:
    known: dict[int, int] = dict(connection.execute("SELECT id, known FROM forms"))
    where, values = found.where("article")
    # Two forms of one actor are one.
    casts = connection.execute(f"SELECT forms FROM casts WHERE {where}", values)
    counts = Counter(
        chain.from_iterable(set(map(known.__getitem__, forms_in(forms))) for (forms,) in _some(casts))
    )
    most = sorted(counts, key=lambda one: (-counts[one], one))[: limit + _SPARE]
    return [(one.name, counts[one.id]) for one in lookup.records(connection, most)][:limit]


def _some(rows: Cursor) -> Iterator[Any]:
    while some := rows.fetchmany(_SOME):
        go_on()
        yield from some


def _most(counts: Mapping[str, int], limit: int) -> list[Count]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:limit]
