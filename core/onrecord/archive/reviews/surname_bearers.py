"""Surnames alone that several bear: whom each article means, as far as titles and company tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.archive.indexing.corrected_annotations import of_article, own_reading
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import key
from onrecord.base.records import Actor, ActorType, ArchiveActor, Correction, CorrectionKind, Review

DOMINANT = 0.9
"""The share of the articles with a full name from which on one bearer of a surname is offered for all articles."""

ARTICLES = 200
"""Articles that are looked at, the newest first."""


class Bearer(NamedTuple):
    """Somebody with the surname; ``share`` is his of the articles that name one of them in full."""

    actor: ArchiveActor
    share: float
    titles: set[str]
    company: set[int]


class Place(NamedTuple):
    """Where a surname stands alone: an article, the actor's number in it, and who else is in it."""

    article: int
    number: int
    cast: set[int]


def reviews(connection: Connection, places: Sequence[Place], bearers: Sequence[Bearer]) -> Iterator[Review]:
    """For each article the likeliest of the bearers."""
    for place in places:
        reading = own_reading(connection, place.article)
        if reading is None or place.number >= len(reading[1].actors):
            continue
        actor = reading[1].actors[place.number]
        likely = max(bearers, key=lambda bearer: _score(actor, place, bearer))
        decided = {
            (key(one.name), key(one.to))
            for one in of_article(connection, place.article)
            if one.kind in ("join", "split")
        }
        if (key(actor.name), key(likely.actor.names[0])) not in decided:
            yield _review(actor, place, likely)


def _score(actor: Actor, place: Place, bearer: Bearer) -> float:
    title = 0.3 if _shared_titles(actor, bearer) else 0.0
    return 0.3 * bearer.share + title + min(0.2, 0.05 * len(place.cast & bearer.company))


def _shared_titles(actor: Actor, bearer: Bearer) -> set[str]:
    return {role for role in actor.roles if role.casefold() in bearer.titles}


def _review(actor: Actor, place: Place, bearer: Bearer) -> Review:
    other = bearer.actor
    beside = len(place.cast & bearer.company)
    why = ["the same surname, which others have too", *(f"“{title}”" for title in _shared_titles(actor, bearer))]
    if beside:
        why.append(f"{beside} named beside him elsewhere")
    return Review(
        kind="same person",
        question=f"Is {actor.name} in this article {other.name}?",
        one=actor.name,
        other=other.name,
        why=", ".join(why),
        score=round(0.2 + _score(actor, place, bearer), 3),
        accept=decision("join", actor.name, actor.type, other, place.article),
        reject=decision("split", actor.name, actor.type, other, place.article),
        article=place.article,
        spans=actor.mentions,
    )


def decision(
    kind: CorrectionKind, name: str, type_: ActorType, other: ArchiveActor, article: int | None = None
) -> Correction:
    """That a name means an actor (``join``) or does not (``split``), in an article or everywhere."""
    return Correction(kind=kind, article=article, name=name, type=type_, to=other.names[0], to_type=other.type)
