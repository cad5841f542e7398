"""The rows that an article has in the full-text indexes ``said`` and ``named``.

The id of a row has 63 bits. From the highest:

- 19 for the period of ten days in which the article was published
- 27 for the article's id (``tables.HIGHEST_ARTICLE``)
- 17 for the row's place in the article, from 0

FTS5 reads an index in the order of the row ids. So the newest of many matching rows can be read without the
others.

The *number* of a quote is made of the article's id and the quote's index alone. Unlike the row id it stays the
same when the article gets another day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from onrecord.archive.schema.tables import HIGHEST_ARTICLE
from onrecord.base.records import Actor, Annotation, Attribution, Span, UnnamedSource

ARTICLE_SHIFT = 20
"""The number of a quote is ``article << ARTICLE_SHIFT | index``; ``sketched`` and ``worded`` store it."""

_PLACE_BITS = 17
_PERIOD_SHIFT = 44

MAX_ROWS = 1 << _PLACE_BITS
"""How many rows an article has in an index at most; a text with so many quotes is longer than twenty novels."""

ARTICLE_OF_ROW = f"rowid >> {_PLACE_BITS} & {HIGHEST_ARTICLE}"
"""SQL for the id of the article to which a row of ``said`` or ``named`` belongs."""

NUMBER_OF_ROW = f"({ARTICLE_OF_ROW}) << {ARTICLE_SHIFT} | (rowid & {MAX_ROWS - 1})"
"""SQL for the number of the quote of a row of ``said``; rows of ``named`` get numbers in the same way."""

NAME_END = "\ue000"
"""A word at the end of the rows of entities that are no actors, which tells these rows from those of actors.

A query for a whole name asks for the name followed by this word. No text has it: it is a private character.
"""

ENTITY_TYPES = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    **dict.fromkeys(("EVENT", "WORK_OF_ART", "PRODUCT", "LAW"), "thing"),
}
"""spaCy's label of an entity → its type in ``named``; entities with other labels have no row there."""

IndexRow = tuple[str, ...]


def first_row(day: int, article: int) -> int:
    """Return the id of an article's first row in ``said`` or ``named``.

    Args:
        day: The ``tables.day_number`` of the article's day: year, month and day, in decimal.
        article: The article's id.
    """
    # 52 periods a year, to save bits. A text that is no date may give a month or a day up to 99.
    period_of_year = min(day // 100 % 100 * 4 + min(day % 100 // 10, 3), 51)
    return day // 10000 * 52 + period_of_year << _PERIOD_SHIFT | article << _PLACE_BITS


def first_row_sql(day: str, article: str) -> str:
    """Return SQL for ``first_row``.

    Args:
        day: SQL for the number of the day, for example the name of a column.
        article: SQL for the article's id.
    """
    period_of_year = f"min({day} / 100 % 100 * 4 + min({day} % 100 / 10, 3), 51)"
    return f"(({day} / 10000 * 52 + {period_of_year} << {_PERIOD_SHIFT}) | ({article} << {_PLACE_BITS}))"


def first_row_of_period(row: int) -> int:
    """Return the lowest id that a row of the same period can have."""
    return row >> _PERIOD_SHIFT << _PERIOD_SHIFT


def number_of_row(row: int) -> int:
    """Return the number of the quote whose row of ``said`` has an id."""
    article, place = row >> _PLACE_BITS & HIGHEST_ARTICLE, row & (MAX_ROWS - 1)
    return article << ARTICLE_SHIFT | place


def index_rows(text: str, annotation: Annotation) -> tuple[list[IndexRow], list[IndexRow]]:
    """Return the values of an article's rows in ``said`` (quote, speaker, kind) and in ``named`` (names, type).

    FTS5 removes a row by the words with which it was added. So a change of this function needs a higher version of
    the archive, and a migration that rebuilds the indexes.
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
    """Yield the names of the speakers; for an anonymous source, what it is called and the body it speaks for."""
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
    """Return the ids of those whom the article is about: the three most mentioned, if mentioned more than once."""
    mentions = Counter({actor.id: len(actor.mentions) for actor in actors})
    return {actor for actor, count in mentions.most_common(3) if count > 1}


def _words(text: str, spans: list[Span]) -> str:
    return "\n".join(text[start:end] for start, end in spans)
