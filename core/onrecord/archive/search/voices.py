"""Share of voice: who speaks in the articles of a query, how directly, where and when, and who is never quoted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, get_args

import msgspec

from onrecord.archive.actors import lookup
from onrecord.archive.indexing.actor_index import article_day, decode_form_ids
from onrecord.archive.indexing.corrected_annotations import load_indexed_annotation
from onrecord.archive.query.ast import Node, Term
from onrecord.archive.search.cancellation import raise_if_cancelled
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.search.quotes import QuoteId, matching_quotes
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import ActorType, QuoteKind

_KINDS: tuple[QuoteKind, ...] = get_args(QuoteKind)
_SPARE_ACTORS = 8
"""How many more actors than asked for are looked up, as the user may have hidden some."""


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """An actor of the archive: in how many articles they are named, how often, and how many quotes they have."""

    name: str
    type: ActorType
    articles: int
    named: int
    said: int


class KindShare(msgspec.Struct, frozen=True, kw_only=True):
    """How many quotes of each kind a source or a month (``2024-03``, ``key``) has; empty where it is unknown."""

    key: str
    articles: int
    direct: int
    mixed: int
    indirect: int

    @property
    def quotes(self) -> int:
        """All of them."""
        return self.direct + self.mixed + self.indirect


class ShareOfVoice(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks in the articles that a query finds.

    Quotes are what is said; beliefs, attitudes and documents only where the query asks for them with ``cue:``.

    Attributes:
        all: The articles and quotes of each kind; its key is empty.
        voices: The actors with quotes, those with most first.
        unquoted: The actors that are named and have no quote, those that are named most first; no places.
        sources: The sources, those with most quotes first.
        months: The months, in their order; last what has no date.
    """

    all: KindShare
    voices: list[Voice] = []
    unquoted: list[Voice] = []
    sources: list[KindShare] = []
    months: list[KindShare] = []


class _Counts(NamedTuple):
    articles: int
    named: int
    said: int


def count_voices(
    connection: Connection, matches: IdSet, quote_conditions: Sequence[Node], limit: int
) -> ShareOfVoice:
    """Return who speaks in articles.

    Args:
        connection: A connection to the archive.
        matches: The articles.
        quote_conditions: The conditions on the quotes; ``plan.split_quote_conditions`` takes them from a query.
        limit: The most actors and sources of each list.

    Raises:
        SearchCancelled: The search was cancelled.
    """
    condition, parameters = matches.where("id")
    places = {
        article: (source, month)
        for article, source, month in connection.execute(
            f"SELECT id, source, substr(day, 1, 7) FROM articles WHERE {condition}", parameters
        )
    }
    article_ids = sorted(places)
    quotes_by_kind: dict[str, Sequence[QuoteId]] = {}
    for kind in _KINDS:
        raise_if_cancelled()
        conditions = [*quote_conditions, Term("kind", kind)]
        quotes_by_kind[kind] = matching_quotes(connection, conditions, matches, lambda most: article_ids[:most])
    counts = _count_actors(connection, matches)
    if not _are_all_speech(quote_conditions):
        said = _count_speakers(connection, (quote for quotes in quotes_by_kind.values() for quote in quotes))
        counts = {actor: each._replace(said=said[actor]) for actor, each in counts.items()}
    voices = sorted(
        (actor for actor in counts if counts[actor].said), key=lambda actor: (-counts[actor].said, actor)
    )
    unquoted = sorted(
        (actor for actor in counts if not counts[actor].said), key=lambda actor: (-counts[actor].named, actor)
    )
    sources = _count_kinds(quotes_by_kind, {article: source for article, (source, _) in places.items()})
    months = _count_kinds(quotes_by_kind, {article: month for article, (_, month) in places.items()})
    (everything,) = _count_kinds(quotes_by_kind, dict.fromkeys(places, "")) or [_NO_QUOTES]
    return ShareOfVoice(
        all=everything,
        voices=_load_voices(connection, voices, counts, limit),
        unquoted=_load_voices(connection, unquoted, counts, limit),
        sources=sorted(sources, key=lambda share: (-share.quotes, share.key))[:limit],
        months=sorted(months, key=lambda share: (not share.key, share.key)),
    )


_NO_QUOTES = KindShare(key="", articles=0, direct=0, mixed=0, indirect=0)


def _are_all_speech(quote_conditions: Sequence[Node]) -> bool:
    """Return whether quotes are all that is said, which the index of appearances has counted."""
    return list(quote_conditions) == [Term("cue", "speech")]


def _count_actors(connection: Connection, matches: IdSet) -> dict[int, _Counts]:
    """Return the counts of all actors of articles, by the id of the actor."""
    condition, parameters = matches.where("article")
    rows = connection.execute(
        "SELECT known, count(DISTINCT article), sum(appearances.named), sum(appearances.said) "
        f"FROM appearances JOIN forms ON forms.id = form WHERE {condition} GROUP BY known",
        parameters,
    )
    return {actor: _Counts(*counts) for actor, *counts in rows}


def _count_speakers(connection: Connection, quotes: Iterable[QuoteId]) -> Counter[int]:
    """Return how many of the quotes each actor of the archive has said, by the id of the actor."""
    indices_by_article: dict[int, list[int]] = defaultdict(list)
    for article, index in quotes:
        indices_by_article[article].append(index)
    said: Counter[int] = Counter()
    for article, indices in indices_by_article.items():
        raise_if_cancelled()
        reading = load_indexed_annotation(connection, article)
        if reading is None:
            continue
        _, annotation = reading
        known_actors = _known_actors(connection, article)
        actors = {actor.id: known_actors.get(number) for number, actor in enumerate(annotation.actors)}
        for index in indices:
            speakers = {actors.get(speaker) for speaker in annotation.attributions[index].speaker}
            said.update(speaker for speaker in speakers if speaker is not None)
    return said


def _known_actors(connection: Connection, article: int) -> dict[int, int]:
    """Return the ids of the archive's actors by their places among the actors of an article's annotation."""
    row = connection.execute("SELECT forms FROM casts WHERE article = ?", (article,)).fetchone()
    day = article_day(connection, article)
    return {
        number: known
        for form in set(decode_form_ids(row[0]) if row else ())
        for number, known in connection.execute(
            "SELECT number, known FROM appearances JOIN forms ON forms.id = form "
            "WHERE form = ? AND day = ? AND article = ?",
            (form, day, article),
        )
    }


def _count_kinds(quotes_by_kind: Mapping[str, Sequence[QuoteId]], keys: Mapping[int, str]) -> list[KindShare]:
    """Return the quotes of each kind by the keys of their articles."""
    articles = Counter(keys.values())
    counts = {kind: Counter(keys[article] for article, _ in quotes) for kind, quotes in quotes_by_kind.items()}
    return [
        KindShare(key=key, articles=articles[key], **{kind: counts[kind][key] for kind in _KINDS})
        for key in articles
    ]


def _load_voices(
    connection: Connection, actor_ids: Sequence[int], counts: Mapping[int, _Counts], limit: int
) -> list[Voice]:
    """Return the first actors that the user has not hidden; no places without a quote, which cannot speak."""
    actors = lookup.load_actors(connection, actor_ids[: 2 * (limit + _SPARE_ACTORS)])
    return [
        Voice(name=actor.name, type=actor.type, **counts[actor.id]._asdict())
        for actor in actors
        if counts[actor.id].said or actor.type != "place"
    ][:limit]
