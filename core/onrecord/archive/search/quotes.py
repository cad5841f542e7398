"""Quotes as results: which quotes a query matches, in which order, and their records.

Within this module and the indexes a quote is one *number*, made of its article's id and its index in the article
(``number_of_quote``): a million numbers take a fraction of the time and memory of a million pairs.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import get_args, overload

import msgspec

from onrecord.archive.indexing.corrected_annotations import apply_all_corrections, load_indexed_annotation
from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT, index_rows
from onrecord.archive.query.ast import Node, leaves
from onrecord.archive.schema.documents import read_annotation
from onrecord.archive.schema.tables import ANNOTATIONS, stored_text
from onrecord.archive.search import memory_index, newest_rows, plan, regex_scan
from onrecord.archive.search.execute import decode_article
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Annotation, Quote, QuoteKind, quotes_of

QuoteId = tuple[int, int]
"""The id of an article and the index of a quote among the attributions of the article."""

_list = msgspec.json.Decoder(list[int])
_INDEX_MASK = (1 << ARTICLE_SHIFT) - 1
_MAX_LOOKED_UP = 200  # articles; with more, all matching quotes are read instead of those of each article
_MAX_SORTED = 50_000  # quotes; while more are sorted at once, the desk cannot paint
_COMMON_FIELDS = ("kind", "cue")  # fields of few values, each of which very many quotes have
_EVERY_ROW = f"(kind : ({' OR '.join(get_args(QuoteKind))}))"  # matches every row of ``said``


class QuoteIds(Sequence[QuoteId]):
    """A sequence of quote ids at eight bytes each: an archive of 100,000 articles has a million quotes."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._numbers = array("q", numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> QuoteId: ...
    @overload
    def __getitem__(self, place: slice) -> QuoteIds: ...
    def __getitem__(self, place: int | slice) -> QuoteId | QuoteIds:
        if isinstance(place, slice):
            return QuoteIds(self._numbers[place])
        return quote_of_number(self._numbers[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, QuoteIds) and self._numbers == other._numbers

    def index(self, quote: QuoteId, start: int = 0, stop: int | None = None) -> int:
        """Return the position of a quote.

        Raises:
            ValueError: It is not in the sequence.
        """
        return self._numbers.index(number_of_quote(quote), start, len(self._numbers) if stop is None else stop)

    def place_of(self, quotes: Iterable[QuoteId]) -> int | None:
        """Return the position of the first of some quotes that is in the sequence; None if none of them is.

        To be called in a thread: in a sequence of a million quotes this may take a tenth of a second.
        """
        targets = dict.fromkeys(map(number_of_quote, quotes))
        with suppress(ValueError):
            return next((self._numbers.index(number) for number in targets), None)
        positions = {number: position for position, number in enumerate(self._numbers) if number in targets}
        return next((positions[number] for number in targets if number in positions), None)


def number_of_quote(quote: QuoteId) -> int:
    """Return the number that stands for the id of a quote."""
    return quote[0] << ARTICLE_SHIFT | quote[1]


def quote_of_number(number: int) -> QuoteId:
    """Return the id of the quote for which a number stands."""
    return number >> ARTICLE_SHIFT, number & _INDEX_MASK


def matching_quotes(
    connection: Connection,
    conditions: Sequence[Node],
    article_ids: IdSet,
    in_order: Callable[[int | None], Sequence[int]],
    limit: int | None = None,
) -> QuoteIds:
    """Return the quotes of some articles for which all conditions hold, all of them or the first ``limit``.

    Args:
        connection: A connection to the archive.
        conditions: The conditions on a quote.
        article_ids: The articles whose quotes are wanted.
        in_order: Returns the ids of the first of these articles in their order; its argument is how many, None for
            all.
        limit: How many quotes to return; None for all.

    Returns:
        The quotes in the order of the articles, within an article as in its text.
    """
    match_expression = _match_expression(conditions)
    # To look up a few articles one after the other is faster than to read a million quotes.
    few_articles = not article_ids.inverted and len(article_ids.ids) <= _MAX_LOOKED_UP
    if match_expression is not None and few_articles and _are_common(conditions):
        articles = in_order(None)
        return QuoteIds(newest_rows.rows_of_articles(connection, "said", match_expression, articles))[:limit]
    numbers = _matching_numbers(connection, conditions, match_expression, article_ids)
    return _in_article_order(in_order(None), numbers)[:limit]


def first_quotes(
    connection: Connection,
    conditions: Sequence[Node],
    in_order: Callable[[int], Sequence[int]],
    select: Callable[[set[int]], Sequence[int]] | None,
    limit: int,
    *,
    is_newest_first: bool = True,
) -> QuoteIds | None:
    """Return the first quotes for which all conditions hold, where that is possible without reading all of them.

    Args:
        connection: A connection to the archive.
        conditions: The conditions on a quote.
        in_order: Returns the ids of the first articles whose quotes are wanted, in their order; its argument is
            how many.
        select: Takes ids of articles, and returns the first ``limit`` of those whose quotes are wanted, in their
            order. None if the order cannot be told from these articles alone, as in a ranking.
        limit: How many quotes to return.
        is_newest_first: Whether the articles are in the order of their days, the newest first.

    Returns:
        The quotes as ``matching_quotes`` orders them; None if all have to be read.
    """
    match_expression = _match_expression(conditions)
    if match_expression is None:
        return None
    newest = (
        () if _are_common(conditions) else newest_rows.newest_rows(connection, "said", match_expression, limit)
    )
    for rows in newest:
        if rows.are_all and select is None:
            return None
        # In another order than the newest first, only all rows together tell which quotes are the first.
        if select is not None and (rows.are_all or is_newest_first):
            quote_ids = _in_article_order(select(rows.articles()), array("q", rows.numbers))[:limit]
            if rows.are_all or len(quote_ids) == limit:
                return quote_ids
    first_rows = newest_rows.first_rows(connection, "said", match_expression, in_order, limit)
    return None if first_rows is None else QuoteIds(first_rows)


def _are_common(conditions: Sequence[Node]) -> bool:
    """Return whether the conditions are such as very many quotes meet, whichever values they ask for."""
    return all(leaf.field in _COMMON_FIELDS for node in conditions for leaf in leaves(node))


def _match_expression(conditions: Sequence[Node]) -> str | None:
    """Return the FTS5 expression for ``said`` that means the conditions; None if the index alone cannot decide."""
    required, excluded, remaining = plan.split_by_index(conditions, "said")
    return None if remaining else _row_expression(required, excluded)


def _row_expression(required: str | None, excluded: str | None) -> str:
    return f"({required or _EVERY_ROW} NOT {excluded})" if excluded else required or _EVERY_ROW


def quotes_in_article(connection: Connection, conditions: Sequence[Node], article: int) -> list[Quote]:
    """Return the quotes of one article for which all conditions hold, in the order of its text.

    Raises:
        QueryTooSlow: A regular expression takes too long for a text.
    """
    required, excluded, scanned_nodes = plan.split_by_index(conditions, "said")
    match_expression = _row_expression(required, excluded)
    numbers = IdSet(set(_numbers_in_article(connection, match_expression, article)))
    numbers = regex_scan.narrow_quotes(connection, scanned_nodes, numbers, IdSet({article}))
    return load_quotes(connection, [quote_of_number(number) for number in sorted(numbers.ids)])


def _numbers_in_article(connection: Connection, match: str, article: int) -> list[int]:
    """Return the numbers of the quotes of an article whose rows in ``said`` match an expression."""
    if not plan.has_prefix(match):
        return newest_rows.rows_of_articles(connection, "said", match, [article])
    # For a prefix, the archive's index would read the rows of all articles: a tenth of a second among 100,000.
    reading = load_indexed_annotation(connection, article)
    rows = index_rows(*reading)[0] if reading else []
    return [number_of_quote((article, index)) for index in memory_index.matching_quote_rows(rows, match)]


def _matching_numbers(
    connection: Connection, conditions: Sequence[Node], match: str | None, articles: IdSet
) -> array[int]:
    """Return the numbers of the quotes for which all conditions hold.

    Args:
        connection: A connection to the archive.
        conditions: The conditions on a quote.
        match: An FTS5 expression for ``said`` that means the same; None if texts have to be read.
        articles: The articles that matter, so that no other texts need to be read.

    Returns:
        The numbers, also of quotes of other articles; those of an article stand together, ascending.
    """
    numbers = array("q")
    if match is not None:
        # Straight into the array: a set of a million quotes takes long to build.
        for batch in regex_scan.quote_numbers_in_parts(connection, match):
            numbers.fromlist(batch)
        return numbers
    matches = regex_scan.scan_quotes(connection, conditions, articles)
    if not matches.inverted and len(matches.ids) <= _MAX_SORTED:
        numbers.fromlist(sorted(matches.ids))
        return numbers
    for batch in regex_scan.quote_numbers_in_parts(connection, _EVERY_ROW):
        numbers.extend(number for number in batch if number in matches)
    return numbers


def _in_article_order(articles: Iterable[int], numbers: array[int]) -> QuoteIds:
    """Return those of the quotes that belong to some articles, in the order of ``articles``.

    Args:
        articles: The ids of the articles, in their order.
        numbers: The numbers of quotes; those of an article have to stand together, ascending.
    """
    ordered_numbers = array("q")
    end_of_article = {number >> ARTICLE_SHIFT: end for end, number in enumerate(numbers, 1)}
    ranges = {}
    start = 0
    for article, end in end_of_article.items():
        ranges[article] = start, end
        start = end
    for article in articles:
        if article in ranges:
            start, end = ranges[article]
            ordered_numbers.extend(numbers[start:end])
    return QuoteIds(ordered_numbers)


def load_quotes(connection: Connection, quote_ids: Sequence[QuoteId]) -> list[Quote]:
    """Return the records of quotes in the order of ``quote_ids``; quotes that no longer exist are left out."""
    indices_by_article: dict[int, set[int]] = {}
    for article, index in quote_ids:
        indices_by_article.setdefault(article, set()).add(index)
    quotes_by_id: dict[QuoteId, Quote] = {}
    for article, document, text, annotation in connection.execute(
        "SELECT id, articles.document, texts.document, annotations.document "
        "FROM articles JOIN texts USING (id) JOIN annotations USING (id) "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(indices_by_article)),),
    ):
        article_text = stored_text(text)
        annotated = read_annotation(ANNOTATIONS.decode(annotation)) or Annotation()
        annotated = apply_all_corrections(connection, article, annotated, article_text)
        record = decode_article(article, document)
        for quote in quotes_of(record, article_text, annotated, indices_by_article[article]):
            quotes_by_id[article, quote.index] = quote
    return [quotes_by_id[quote] for quote in quote_ids if quote in quotes_by_id]
