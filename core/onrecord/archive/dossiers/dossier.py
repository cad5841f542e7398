"""All that the archive has of an actor."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from operator import add, itemgetter
from typing import NamedTuple

import msgspec

from onrecord.archive.actors import lookup
from onrecord.archive.indexing.actor_index import day_of, forms_in
from onrecord.archive.indexing.appearances import ALIAS, ROLE, quotes_about, quotes_by
from onrecord.archive.indexing.corrected_annotations import own_reading
from onrecord.archive.search.quotes import QuoteId, page
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import ArchiveActor, Beside, Dated, Dossier, Quote, Tally

BESIDE = 40
"""How many of those who are named beside an actor are told."""


class Seen(NamedTuple):
    """An article in which he is; for the counts see ``Appearance``."""

    day: int
    article: int
    named: int
    said: int
    told: int
    aside: int
    told_aside: int


def dossier(
    connection: Connection, actor: ArchiveActor, query: str, articles: Collection[int] | None, *, asides: bool
) -> Iterator[Dossier]:
    """See ``Archive.dossier_in_parts``. ``articles`` are those that the query finds, None: all."""
    forms = [member.id for member in lookup.members(connection, [actor.id]).get(actor.id, [])]
    seen = _seen(connection, forms, articles)
    more = sum(one.aside for one in seen), sum(one.told_aside for one in seen)
    if asides:
        seen = [
            one._replace(said=one.said + one.aside, told=one.told + one.told_aside)
            if one.aside or one.told_aside
            else one
            for one in seen
        ]
    ids = [one.article for one in seen]
    first = Dossier(
        actor=actor,
        query=query,
        articles=ids,
        asides=asides,
        more=more,
        said=sum(one.said for one in seen),
        told=sum(one.told for one in seen),
        said_in=[(one.article, one.said) for one in seen if one.said],
        told_in=[(one.article, one.told) for one in seen if one.told],
        months=_months(seen),
    )
    yield first
    days = None if articles is None else {one.day for one in seen}
    words = _words(connection, forms, days)
    yield msgspec.structs.replace(
        first,
        names=_merged([*_spelled(connection, forms, days), *words[ALIAS]]),
        titles=words[ROLE],
        sources=_sources(connection, ids, seen),
        beside=_beside(connection, actor.id, ids),
    )


def _seen(connection: Connection, forms: list[int], articles: Collection[int] | None) -> list[Seen]:
    rows: dict[int, Seen] = {}
    for form in forms:
        (found,) = connection.execute(
            "SELECT json_group_array(json_array(day, article, named, said, told, aside, told_aside)) "
            "FROM appearances WHERE form = ?",
            (form,),
        ).fetchone()
        for row in json.loads(found):
            one = Seen._make(row)
            if articles is None or one.article in articles:
                before = rows.get(one.article)
                rows[one.article] = Seen(*one[:2], *map(add, one[2:], before[2:])) if before else one
    return sorted(rows.values(), reverse=True)


def _words(connection: Connection, forms: list[int], days: set[int] | None) -> dict[int, list[Dated]]:
    """Names and titles, the most frequent first. Of some days, if ``days`` is not None."""
    found: dict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    for sort, text, day, articles in connection.execute(
        "SELECT sort, text, day, articles FROM called JOIN words ON words.id = word "
        "WHERE form IN (SELECT value FROM json_each(?))",
        (json.dumps(forms),),
    ):
        if days is None or day in days:
            found[sort, text][day] += articles
    words: dict[int, list[Dated]] = defaultdict(list)
    for (sort, text), by_day in found.items():
        words[sort].append(
            Dated(text=text, first=_iso(min(by_day)), last=_iso(max(by_day)), articles=by_day.total())
        )
    for dated in words.values():
        dated.sort(key=lambda each: (-each.articles, each.text))
    return words


def _spelled(connection: Connection, forms: list[int], days: set[int] | None) -> Iterable[Dated]:
    """The names by which articles have him, each as it is written most often."""
    found: dict[str, list[int]] = defaultdict(list)
    for form in forms:
        (name,) = connection.execute("SELECT name FROM forms WHERE id = ?", (form,)).fetchone()
        found[name] += [
            day
            for (day,) in connection.execute("SELECT day FROM appearances WHERE form = ?", (form,))
            if days is None or day in days
        ]
    return [
        Dated(text=name, first=_iso(min(each)), last=_iso(max(each)), articles=len(each))
        for name, each in found.items()
        if each
    ]


def _merged(names: Iterable[Dated]) -> list[Dated]:
    """Each name once, the most frequent first."""
    found: dict[str, Dated] = {}
    for one in names:
        other = found.get(one.text, one)
        found[one.text] = Dated(
            text=one.text,
            first=min(one.first, other.first),
            last=max(one.last, other.last),
            articles=one.articles if other is one else one.articles + other.articles,
        )
    return sorted(found.values(), key=lambda each: (-each.articles, each.text))


def _sources(connection: Connection, ids: list[int], seen: list[Seen]) -> list[Tally]:
    # In one piece: each row that is fetched gives other threads a turn, and the desk has much to do meanwhile.
    (found,) = connection.execute(
        "SELECT json_group_array(json_array(id, source)) FROM articles "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    ).fetchone()
    sources = dict(json.loads(found))
    return sorted(
        _tallies((sources.get(one.article, ""), one.named, one.said) for one in seen),
        key=lambda tally: (-tally.named, tally.key),
    )


def _months(seen: list[Seen]) -> list[Tally]:
    months = {day: _iso(day)[:7] for day in {one.day for one in seen}}
    return sorted(_tallies((months[one.day], one.named, one.said) for one in seen), key=lambda tally: tally.key)


def _tallies(rows: Iterable[tuple[str, int, int]]) -> list[Tally]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, named, said in rows:
        count = counts[key]
        count[0] += named
        count[1] += said
        count[2] += 1
    return [Tally(key=key, named=named, said=said, articles=n) for key, (named, said, n) in counts.items()]


def _beside(connection: Connection, known: int, ids: list[int]) -> list[Beside]:
    (casts,) = connection.execute(
        "SELECT group_concat(hex(forms), '') FROM casts WHERE article IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    ).fetchone()
    forms = Counter(forms_in(bytes.fromhex(casts or "")))
    # More forms than are told, since several may be one actor's.
    common = dict(forms.most_common(4 * BESIDE))
    standing = dict(
        connection.execute(
            "SELECT id, known FROM forms WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(common)),)
        )
    )
    counts: Counter[int] = Counter()
    for form, count in common.items():
        counts[standing[form]] += count
    del counts[known]
    first = sorted(counts.items(), key=itemgetter(1), reverse=True)[:BESIDE]
    return [
        Beside(actor=actor, articles=counts[actor.id])
        for actor in lookup.records(connection, [id_ for id_, _ in first])
    ]


def quotes(
    connection: Connection, dossier: Dossier, start: int, count: int, *, about: bool = False
) -> list[Quote]:
    """A page of the quotes by an actor, or of others about him, those of the newest articles first."""
    forms = [member.id for member in lookup.members(connection, [dossier.actor.id]).get(dossier.actor.id, [])]
    wanted: list[QuoteId] = []
    at = 0
    for article, number in dossier.told_in if about else dossier.said_in:
        if at + number > start:
            own = _quotes_in(connection, forms, article, quotes_about if about else quotes_by, dossier.asides)
            wanted += [(article, index) for index in own[max(0, start - at) :]]
            if len(wanted) >= count:
                break
        at += number
    return page(connection, wanted[:count])


def _quotes_in(
    connection: Connection, forms: Sequence[int], article: int, which: Callable[..., list[int]], asides: bool
) -> list[int]:
    reading = own_reading(connection, article)
    if reading is None:
        return []
    _, annotation = reading
    numbers = connection.execute(
        "SELECT number FROM appearances "
        "WHERE form IN (SELECT value FROM json_each(?)) AND day = ? AND article = ?",
        (json.dumps(list(forms)), day_of(connection, article), article),
    )
    actors = [annotation.actors[number] for (number,) in numbers if number < len(annotation.actors)]
    return sorted({index for actor in actors for index in which(annotation, actor, asides=asides)})


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat() if day > 0 else ""
