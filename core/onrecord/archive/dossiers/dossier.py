"""Dossiers: everything the archive has on an actor."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import add, itemgetter
from typing import NamedTuple

import msgspec

from onrecord.archive.actors import lookup
from onrecord.archive.indexing.actor_index import article_day, decode_form_ids
from onrecord.archive.indexing.appearances import ALIAS, ROLE, quote_indices_about, quote_indices_by
from onrecord.archive.indexing.corrected_annotations import load_indexed_annotation
from onrecord.archive.search.cancellation import raise_if_cancelled
from onrecord.archive.search.quotes import QuoteId, load_quotes
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import ArchiveActor, Companion, DatedName, Dossier, Tally
from onrecord.base.records import Quote

SelectQuotes = Callable[..., list[int]]
"""``quote_indices_by`` or ``quote_indices_about``."""

MAX_BESIDE = 40
"""How many actors are listed as named beside the actor at most."""

_decode_sources = msgspec.json.Decoder(list[tuple[int, str]]).decode


class ActorAppearance(NamedTuple):
    """An article in which an actor appears.

    Args:
        day: The day of the article as a proleptic Gregorian ordinal; 0 if it is unknown.
        article: The id of the article.
        named: How many mentions the actor has in it.
        said: How many quotes of the actor it has.
        said_about: How many quotes of others it has that speak of the actor.
        aside: How many beliefs, attitudes and documents it attributes to the actor.
        aside_about: How many of those of others speak of the actor.
    """

    day: int
    article: int
    named: int
    said: int
    said_about: int
    aside: int
    aside_about: int


QuoteIndices = Mapping[int, set[int]]
"""The indices of quotes among the attributions of their article, by the id of the article."""


_decode_appearances = msgspec.json.Decoder(list[ActorAppearance]).decode


class Selection(NamedTuple):
    """What of an archive a dossier covers.

    Args:
        query: The query that selects it, for the record.
        articles: The ids of the articles; None for all.
        quotes: The quotes in them; None for all.
    """

    query: str = ""
    articles: Collection[int] | None = None
    quotes: dict[int, set[int]] | None = None


def build_dossier(
    connection: Connection, actor: ArchiveActor, selection: Selection, *, asides: bool
) -> Iterator[Dossier]:
    """Yield the dossier of an actor twice: first without the parts that take longest, then whole.

    Names, titles, sources and the actors beside are missing at first.

    Args:
        connection: A connection to the archive.
        actor: The actor.
        selection: What the dossier covers.
        asides: Whether beliefs, attitudes and documents count as quotes.
    """
    forms = [member.id for member in lookup.load_forms(connection, [actor.id]).get(actor.id, [])]
    appearances = _appearances(connection, forms, selection.articles)
    if selection.quotes is not None:
        appearances = _with_quotes_among(connection, forms, appearances, selection.quotes)
    aside_counts = (
        sum(appearance.aside for appearance in appearances),
        sum(appearance.aside_about for appearance in appearances),
    )
    if asides:
        appearances = [
            appearance._replace(
                said=appearance.said + appearance.aside, said_about=appearance.said_about + appearance.aside_about
            )
            if appearance.aside or appearance.aside_about
            else appearance
            for appearance in appearances
        ]
    article_ids = [appearance.article for appearance in appearances]
    counts_only = Dossier(
        actor=actor,
        query=selection.query,
        articles=article_ids,
        asides=asides,
        more=aside_counts,
        said=sum(appearance.said for appearance in appearances),
        said_about=sum(appearance.said_about for appearance in appearances),
        said_in=[(appearance.article, appearance.said) for appearance in appearances if appearance.said],
        said_about_in=[
            (appearance.article, appearance.said_about) for appearance in appearances if appearance.said_about
        ],
        matching=selection.quotes,
        months=_months(appearances),
    )
    yield counts_only
    days = None if selection.articles is None else {appearance.day for appearance in appearances}
    names_and_titles = _names_and_titles(connection, forms, days)
    yield msgspec.structs.replace(
        counts_only,
        names=_merge_names([*_spelled_names(connection, forms, days), *names_and_titles[ALIAS]]),
        titles=names_and_titles[ROLE],
        sources=_sources(connection, article_ids, appearances),
        beside=_beside(connection, actor.id, article_ids),
    )


def _appearances(
    connection: Connection, forms: list[int], articles: Collection[int] | None
) -> list[ActorAppearance]:
    by_article: dict[int, ActorAppearance] = {}
    for form in forms:
        (encoded,) = connection.execute(
            "SELECT json_group_array(json_array(day, article, named, said, told, aside, told_aside)) "
            "FROM appearances WHERE form = ?",
            (form,),
        ).fetchone()
        for appearance in _decode_appearances(encoded):
            if articles is None or appearance.article in articles:
                previous = by_article.get(appearance.article)
                by_article[appearance.article] = (
                    ActorAppearance(*appearance[:2], *map(add, appearance[2:], previous[2:]))
                    if previous
                    else appearance
                )
    return sorted(by_article.values(), reverse=True)


def _with_quotes_among(
    connection: Connection, forms: Sequence[int], appearances: Iterable[ActorAppearance], quotes: QuoteIndices
) -> list[ActorAppearance]:
    """Return the appearances with only those quotes counted that are among the given ones."""

    def count(article: int, select_quotes: SelectQuotes) -> tuple[int, int]:
        """Return how many quotes there are, and how many beliefs, attitudes and documents."""
        said, with_asides = (
            len(quotes[article].intersection(_quote_indices(connection, forms, article, select_quotes, asides)))
            for asides in (False, True)
        )
        return said, with_asides - said

    narrowed = []
    for appearance in appearances:
        said = aside = about = aside_about = 0
        if appearance.article in quotes:
            raise_if_cancelled()
            said, aside = count(appearance.article, quote_indices_by)
            about, aside_about = count(appearance.article, quote_indices_about)
        narrowed.append(appearance._replace(said=said, said_about=about, aside=aside, aside_about=aside_about))
    return narrowed


def _names_and_titles(
    connection: Connection, forms: list[int], days: set[int] | None
) -> dict[int, list[DatedName]]:
    """Return names and titles by their kind (``ALIAS``, ``ROLE``), the most frequent first.

    Args:
        connection: A connection to the archive.
        forms: The ids of the actor's forms.
        days: The days to which they are restricted, as ordinals; None for all.
    """
    counts_by_text: dict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    for word_kind, text, day, articles in connection.execute(
        "SELECT sort, text, day, articles FROM called JOIN words ON words.id = word "
        "WHERE form IN (SELECT value FROM json_each(?))",
        (json.dumps(forms),),
    ):
        if days is None or day in days:
            counts_by_text[word_kind, text][day] += articles
    words: dict[int, list[DatedName]] = defaultdict(list)
    for (word_kind, text), by_day in counts_by_text.items():
        words[word_kind].append(
            DatedName(
                text=text, first=_iso_date(min(by_day)), last=_iso_date(max(by_day)), articles=by_day.total()
            )
        )
    for dated in words.values():
        dated.sort(key=lambda entry: (-entry.articles, entry.text))
    return words


def _spelled_names(connection: Connection, forms: list[int], days: set[int] | None) -> Iterable[DatedName]:
    """Return the names under which articles have the actor, each in its most frequent spelling."""
    days_by_name: dict[str, list[int]] = defaultdict(list)
    for form in forms:
        (name,) = connection.execute("SELECT name FROM forms WHERE id = ?", (form,)).fetchone()
        days_by_name[name] += [
            day
            for (day,) in connection.execute("SELECT day FROM appearances WHERE form = ?", (form,))
            if days is None or day in days
        ]
    return [
        DatedName(
            text=name, first=_iso_date(min(days_seen)), last=_iso_date(max(days_seen)), articles=len(days_seen)
        )
        for name, days_seen in days_by_name.items()
        if days_seen
    ]


def _merge_names(names: Iterable[DatedName]) -> list[DatedName]:
    """Return each name once, the most frequent first."""
    by_text: dict[str, DatedName] = {}
    for name in names:
        merged = by_text.get(name.text, name)
        by_text[name.text] = DatedName(
            text=name.text,
            first=min(name.first, merged.first),
            last=max(name.last, merged.last),
            articles=name.articles if merged is name else name.articles + merged.articles,
        )
    return sorted(by_text.values(), key=lambda entry: (-entry.articles, entry.text))


def _sources(connection: Connection, article_ids: list[int], appearances: list[ActorAppearance]) -> list[Tally]:
    # As one value: to fetch row by row would give other threads a turn at each, and the desk is busy meanwhile.
    (encoded,) = connection.execute(
        "SELECT json_group_array(json_array(id, source)) FROM articles "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(article_ids),),
    ).fetchone()
    sources = dict(_decode_sources(encoded))
    return sorted(
        _tallies(
            (sources.get(appearance.article, ""), appearance.named, appearance.said) for appearance in appearances
        ),
        key=lambda tally: (-tally.named, tally.key),
    )


def _months(appearances: list[ActorAppearance]) -> list[Tally]:
    months = {day: _iso_date(day)[:7] for day in {appearance.day for appearance in appearances}}
    return sorted(
        _tallies((months[appearance.day], appearance.named, appearance.said) for appearance in appearances),
        key=lambda tally: tally.key,
    )


def _tallies(rows: Iterable[tuple[str, int, int]]) -> list[Tally]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, named, said in rows:
        totals = counts[key]
        totals[0] += named
        totals[1] += said
        totals[2] += 1
    return [
        Tally(key=key, named=named, said=said, articles=article_count)
        for key, (named, said, article_count) in counts.items()
    ]


def _beside(connection: Connection, own_id: int, article_ids: list[int]) -> list[Companion]:
    (encoded_forms,) = connection.execute(
        "SELECT group_concat(hex(forms), '') FROM casts WHERE article IN (SELECT value FROM json_each(?))",
        (json.dumps(article_ids),),
    ).fetchone()
    forms = Counter(decode_form_ids(bytes.fromhex(encoded_forms or "")))
    # More forms than are needed, since several may belong to one actor.
    frequent_forms = dict(forms.most_common(4 * MAX_BESIDE))
    actor_of_form = dict(
        connection.execute(
            "SELECT id, known FROM forms WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(frequent_forms)),),
        )
    )
    counts: Counter[int] = Counter()
    for form, count in frequent_forms.items():
        counts[actor_of_form[form]] += count
    del counts[own_id]
    most_frequent = sorted(counts.items(), key=itemgetter(1), reverse=True)[:MAX_BESIDE]
    return [
        Companion(actor=actor, articles=counts[actor.id])
        for actor in lookup.load_actors(connection, [actor_id for actor_id, _ in most_frequent])
    ]


def dossier_quotes(
    connection: Connection, dossier: Dossier, start: int, count: int, *, about: bool = False
) -> list[Quote]:
    """Return a page of the quotes of an actor, those of the newest articles first.

    Args:
        connection: A connection to the archive.
        dossier: The dossier that covers the articles.
        start: How many quotes to skip.
        count: How many quotes to return at most.
        about: Whether to return the quotes of others about the actor instead.
    """
    forms = [member.id for member in lookup.load_forms(connection, [dossier.actor.id]).get(dossier.actor.id, [])]
    quote_ids: list[QuoteId] = []
    quotes_before = 0
    for article, quote_count in dossier.said_about_in if about else dossier.said_in:
        if quotes_before + quote_count > start:
            indices = _quote_indices(
                connection, forms, article, quote_indices_about if about else quote_indices_by, dossier.asides
            )
            if dossier.matching is not None:
                indices = [index for index in indices if index in dossier.matching[article]]
            quote_ids += [(article, index) for index in indices[max(0, start - quotes_before) :]]
            if len(quote_ids) >= count:
                break
        quotes_before += quote_count
    return load_quotes(connection, quote_ids[:count])


def _quote_indices(
    connection: Connection,
    forms: Sequence[int],
    article: int,
    select_quotes: SelectQuotes,
    asides: bool,
) -> list[int]:
    text_and_annotation = load_indexed_annotation(connection, article)
    if text_and_annotation is None:
        return []
    _, annotation = text_and_annotation
    numbers = connection.execute(
        "SELECT number FROM appearances "
        "WHERE form IN (SELECT value FROM json_each(?)) AND day = ? AND article = ?",
        (json.dumps(list(forms)), article_day(connection, article), article),
    )
    actors = [annotation.actors[number] for (number,) in numbers if number < len(annotation.actors)]
    return sorted({index for actor in actors for index in select_quotes(annotation, actor, asides=asides)})


def _iso_date(day: int) -> str:
    return date.fromordinal(day).isoformat() if day > 0 else ""
