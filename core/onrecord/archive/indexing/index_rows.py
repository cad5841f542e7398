"""The rows that an article has in the full-text indexes ``said`` and ``named``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from onrecord.base.records import Actor, Annotation, Attribution, Span, UnnamedSource

ARTICLE_SHIFT = 20
"""A row of ``said`` or ``named`` has the id ``article << ARTICLE_SHIFT | index``: up to 2**20 rows an article."""

NAME_END = "\ue000"
"""A word that no text has, at the end of the row of an entity that is no actor: it marks the whole name."""

ENTITY_TYPES = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    **dict.fromkeys(("EVENT", "WORK_OF_ART", "PRODUCT", "LAW"), "thing"),
}
"""Labels of entities that have a row in ``named``, with the type in that row."""

IndexRow = tuple[str, ...]


def index_rows(text: str, annotation: Annotation) -> tuple[list[IndexRow], list[IndexRow]]:
    """Return the rows of an article in ``said`` (quote, speaker, kind) and in ``named`` (names, type).

    A row is removed from the index by the words with which it was added. So whoever changes this function has to
    raise the archive's version, with a migration that rebuilds the indexes.
    """
    names = {actor.id: _names(actor) for actor in annotation.actors}
    unnamed = {source.id: source for source in annotation.unnamed}
    quotes: list[IndexRow] = [
        (
            _words(text, attribution.content),
            "\n".join([_words(text, attribution.source), *_speakers(attribution, names, unnamed)]),
            f"{attribution.kind} {attribution.report_type}",
        )
        for attribution in annotation.attributions
    ]
    main = _main_actors(annotation.actors)
    named: list[IndexRow] = [
        ("\n".join([names[actor.id], *actor.suspected, *actor.metonyms]), _type(actor, main))
        for actor in annotation.actors
    ]
    others = {
        (f"{text[slice(*entity.span)]}\n{NAME_END}", ENTITY_TYPES[entity.label]): None
        for entity in annotation.entities
        if entity.actor not in names and entity.label in ENTITY_TYPES
    }
    return quotes, [*named, *others]


def _speakers(
    attribution: Attribution, names: Mapping[str, str], unnamed: Mapping[str, UnnamedSource]
) -> Iterator[str]:
    """Yield the names of the speakers; of an anonymous source what it is called, and whom it speaks for."""
    for actor in attribution.speaker:
        yield names.get(actor, "")
    if source := unnamed.get(attribution.unnamed or ""):
        yield source.name
        if source.body and source.body not in attribution.speaker:
            yield names.get(source.body, "")


def _names(actor: Actor) -> str:
    return "\n".join([actor.name, *actor.aliases])


def _type(actor: Actor, main: set[str]) -> str:
    return f"{actor.type} actor main" if actor.id in main else f"{actor.type} actor"


def _main_actors(actors: list[Actor]) -> set[str]:
    """Return the three actors who are mentioned most, if more than once: whom the article is about."""
    mentions = Counter({actor.id: len(actor.mentions) for actor in actors})
    return {actor for actor, count in mentions.most_common(3) if count > 1}


def _words(text: str, spans: list[Span]) -> str:
    return "\n".join(text[start:end] for start, end in spans)
