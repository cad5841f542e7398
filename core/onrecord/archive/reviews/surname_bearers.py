"""Bare surnames with several bearers: which of them an article means, judging by titles and company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.archive.indexing.corrected_annotations import article_corrections, load_indexed_annotation
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import ArchiveActor, Review
from onrecord.base.name_keys import name_key
from onrecord.base.records import Actor, ActorType, Correction, CorrectionKind

DOMINANT_SHARE = 0.9
"""The share of articles with a full name from which on one bearer of a surname is suggested for all articles."""

MAX_ARTICLES = 200
"""How many articles are reviewed at most, the newest first."""


class Bearer(NamedTuple):
    """An actor with the surname.

    Args:
        actor: The actor.
        share: Their share of the articles that name one of the bearers in full.
        titles: Their specific titles, casefolded.
        companions: The ids of actors that appear with them.
    """

    actor: ArchiveActor
    share: float
    titles: set[str]
    companions: set[int]


class SurnameMention(NamedTuple):
    """An article that has the bare surname.

    Args:
        article: The id of the article.
        number: The position of the actor in its annotation.
        actor_ids: The ids of the actors that appear in it.
    """

    article: int
    number: int
    actor_ids: set[int]


def surname_reviews(
    connection: Connection, mentions: Sequence[SurnameMention], bearers: Sequence[Bearer]
) -> Iterator[Review]:
    """Yield for each article a review that suggests the likeliest bearer, unless the user has decided."""
    for mention in mentions:
        text_and_annotation = load_indexed_annotation(connection, mention.article)
        if text_and_annotation is None or mention.number >= len(text_and_annotation[1].actors):
            continue
        actor = text_and_annotation[1].actors[mention.number]
        likeliest = max(bearers, key=lambda bearer: _score(actor, mention, bearer))
        decided_pairs = {
            (name_key(correction.name), name_key(correction.to))
            for correction in article_corrections(connection, mention.article)
            if correction.kind in ("join", "split")
        }
        if (name_key(actor.name), name_key(likeliest.actor.names[0])) not in decided_pairs:
            yield _review(actor, mention, likeliest)


def _score(actor: Actor, mention: SurnameMention, bearer: Bearer) -> float:
    title = 0.3 if _shared_titles(actor, bearer) else 0.0
    return 0.3 * bearer.share + title + min(0.2, 0.05 * len(mention.actor_ids & bearer.companions))


def _shared_titles(actor: Actor, bearer: Bearer) -> set[str]:
    return {role for role in actor.roles if role.casefold() in bearer.titles}


def _review(actor: Actor, mention: SurnameMention, bearer: Bearer) -> Review:
    bearer_actor = bearer.actor
    shared_company = len(mention.actor_ids & bearer.companions)
    reasons = [
        "the same surname, which others have too",
        *(f"“{title}”" for title in _shared_titles(actor, bearer)),
    ]
    if shared_company:
        reasons.append(f"{shared_company} named beside them elsewhere")
    return Review(
        kind="same person",
        question=f"Is {actor.name} in this article {bearer_actor.name}?",
        subject=actor.name,
        other=bearer_actor.name,
        why=", ".join(reasons),
        score=round(0.2 + _score(actor, mention, bearer), 3),
        accept=name_correction("join", actor.name, actor.type, bearer_actor, mention.article),
        reject=name_correction("split", actor.name, actor.type, bearer_actor, mention.article),
        article=mention.article,
        spans=actor.mentions,
    )


def name_correction(
    kind: CorrectionKind, name: str, type_: ActorType, bearer: ArchiveActor, article: int | None = None
) -> Correction:
    """Return the correction that a name means an actor (``join``) or does not (``split``).

    Args:
        kind: ``join`` or ``split``.
        name: The name as articles have it.
        type_: Its type.
        bearer: The actor.
        article: The article where it holds; None for everywhere.
    """
    return Correction(
        kind=kind, article=article, name=name, type=type_, to=written_name(bearer), to_type=bearer.type
    )


def written_name(actor: ArchiveActor) -> str:
    """Return the name by which an actor is shown, or the most frequent one where no article has that."""
    return actor.name if actor.name in actor.names else actor.names[0]
