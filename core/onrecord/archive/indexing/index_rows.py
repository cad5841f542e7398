"""The rows that an article has in the full-text indexes ``said`` and ``named``.

The id of a row holds the period of its article, the article, and the row's place in the article, in this order. So
the index lists what it finds by its period, and the newest of many rows are found without going through all. These
are 63 bits: 19 of the period, 27 of the article (``tables.HIGHEST_ARTICLE``), and 17 of the place.

What stays with a quote when its article gets another day is its *number*, which has no period.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from onrecord.archive.schema.tables import HIGHEST_ARTICLE
from onrecord.base.records import Actor, Annotation, Attribution, Span, UnnamedSource

ARTICLE_SHIFT = 20
"""The number of a quote is ``article << ARTICLE_SHIFT | index``: in memory, in ``sketched`` and in ``worded``."""

_PLACE_BITS = 17
_PERIOD_SHIFT = 44

MAX_ROWS = 1 << _PLACE_BITS
"""How many rows an article has in an index at most: a text of so many quotes is longer than twenty novels."""

ARTICLE_OF_ROW = f"rowid >> {_PLACE_BITS} & {HIGHEST_ARTICLE}"
"""The article of a row of ``said`` or ``named``, in SQL."""

NUMBER_OF_ROW = f"({ARTICLE_OF_ROW}) << {ARTICLE_SHIFT} | (rowid & {MAX_ROWS - 1})"
"""The number of the quote of a row of ``said``, in SQL; as numbers, rows of ``named`` are told apart alike."""

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


def first_row(period: int, article: int) -> int:
    """Return the first row of ``said`` or ``named`` for an article of a period (``tables.period_number``)."""
    # 52 periods a year: texts that are no dates may have a month up to 99, and ten days up to 9.
    of_year = min(period // 10 % 100 * 4 + min(period % 10, 3), 51)
    return period // 1000 * 52 + of_year << _PERIOD_SHIFT | article << _PLACE_BITS


def first_row_sql(period: str, article: str) -> str:
    """Return ``first_row`` in SQL, for columns of these names."""
    of_year = f"min({period} / 10 % 100 * 4 + min({period} % 10, 3), 51)"
    return f"(({period} / 1000 * 52 + {of_year} << {_PERIOD_SHIFT}) | ({article} << {_PLACE_BITS}))"


def first_row_of_period(row: int) -> int:
    """Return the first row that an article of the same period can have."""
    return row >> _PERIOD_SHIFT << _PERIOD_SHIFT


def number_of_row(row: int) -> int:
    """Return the number of the quote of a row of ``said``."""
    article, place = row >> _PLACE_BITS & HIGHEST_ARTICLE, row & (MAX_ROWS - 1)
    return article << ARTICLE_SHIFT | place


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
