"""Quotes as rows of their own: which ones a query means, and records of those on a page."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import overload

import msgspec

from core.archive.actors.readings import corrected
from core.archive.index import SHIFT
from core.archive.schema import ANNOTATIONS, text_of
from core.archive.search import plan, scanning
from core.archive.search.found import Found
from core.archive.search.query import Query
from core.archive.search.searching import article_of_row, found
from core.archive.store.storage import Connection
from core.records import Annotation, Quote, quotes_of

QuoteId = tuple[int, int]
"""The id of an article and the place of a quote among its attributions."""

_rows = msgspec.json.Decoder(list[int])
_PLACES = (1 << SHIFT) - 1


class QuoteIds(Sequence[QuoteId]):
    """Ids of quotes, eight bytes each: an archive of 100,000 articles holds a million quotes."""

    def __init__(self, rows: Iterable[int] = ()) -> None:
        self._rows = array("q", rows)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> QuoteId: ...
    @overload
    def __getitem__(self, place: slice) -> QuoteIds: ...
    def __getitem__(self, place: int | slice) -> QuoteId | QuoteIds:
        if isinstance(place, slice):
            return QuoteIds(self._rows[place])
        row = self._rows[place]
        return row >> SHIFT, row & _PLACES

    def __eq__(self, other: object) -> bool:
        return isinstance(other, QuoteIds) and self._rows == other._rows

    def index(self, quote: QuoteId, start: int = 0, stop: int | None = None) -> int:
        """Where a quote stands. Raises ValueError."""
        row = quote[0] << SHIFT | quote[1]
        return self._rows.index(row, start, len(self._rows) if stop is None else stop)


def meant(connection: Connection, query: Query) -> tuple[Found, list[int] | None]:
    """The articles that a query over quotes means, and the rows of ``said``, ascending; None stands for all."""
    node, quotes = plan.quote_filter(query)
    articles = found(connection, node)
    if not quotes:
        return articles, None
    wanted, unwanted, rest = plan.split(quotes, "said")
    if wanted is not None and not rest:
        # In one look: a million rows in a set and out of it take their time.
        match = f"({wanted} NOT {unwanted})" if unwanted else wanted
        sql = "SELECT json_group_array(rowid) FROM said WHERE said MATCH ?"
        return articles, _rows.decode(connection.execute(sql, (match,)).fetchone()[0])
    rows = scanning.quotes(connection, quotes, articles)
    if not rows.inverted:
        return articles, sorted(rows.ids)
    counts = connection.execute("SELECT id, quotes FROM articles ORDER BY id")
    every = (row for article, count in counts for row in range(article << SHIFT, (article << SHIFT) + count))
    return articles, [row for row in every if row not in rows.ids]


def in_order(connection: Connection, articles: Iterable[int], rows: list[int] | None) -> QuoteIds:
    """The quotes of articles that are among the rows, in the order of the articles and of their texts."""
    result = QuoteIds()
    if rows is None:
        counts = dict(connection.execute("SELECT id, quotes FROM articles"))
        for article in articles:
            result._rows.extend(range(article << SHIFT, (article << SHIFT) + counts.get(article, 0)))
        return result
    ascending = array("q", rows)
    ends = {row >> SHIFT: end for end, row in enumerate(rows, 1)}
    spans = dict(zip(ends, pairwise([0, *ends.values()]), strict=True))
    for article in articles:
        if article in spans:
            start, end = spans[article]
            result._rows.extend(ascending[start:end])
    return result


def page(connection: Connection, wanted: Sequence[QuoteId]) -> list[Quote]:
    """Quotes in the order asked for; those that are gone are left out."""
    articles = {article for article, _ in wanted}
    found: dict[QuoteId, Quote] = {}
    for article, document, text, annotation in connection.execute(
        "SELECT id, articles.document, texts.document, annotations.document "
        "FROM articles JOIN texts USING (id) JOIN annotations USING (id) "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(articles)),),
    ):
        plain = text_of(text)
        reading = msgspec.convert(ANNOTATIONS.decode(annotation), Annotation)
        reading = corrected(connection, article, reading, plain)
        for quote in quotes_of(article_of_row(article, document), plain, reading):
            found[article, quote.index] = quote
    return [found[quote] for quote in wanted if quote in found]
