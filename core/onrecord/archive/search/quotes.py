"""Quotes as results: which ones a query matches, and their records."""

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
"""The id of an article and the index of a quote among its attributions."""

_list = msgspec.json.Decoder(list[int])
_INDEX_MASK = (1 << ARTICLE_SHIFT) - 1
_MAX_LOOKED_UP = 200  # articles whose quotes are looked up one article after the other
_MAX_SORTED = 50_000  # quotes; to sort more at once would keep the desk from painting
_COMMON_FIELDS = ("kind", "cue")  # fields of few values, which very many quotes share
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
        """Return the position of the first of these quotes that is in the sequence, None if none is.

        To be called in a thread: among a million it takes a tenth of a second, less if the first one is in it.
        """
        targets = dict.fromkeys(map(number_of_quote, quotes))
        with suppress(ValueError):
            return next((self._numbers.index(number) for number in targets), None)
        positions = {number: position for position, number in enumerate(self._numbers) if number in targets}
        return next((positions[number] for number in targets if number in positions), None)


def number_of_quote(quote: QuoteId) -> int:
    """Return the number of a quote."""
    return quote[0] << ARTICLE_SHIFT | quote[1]


def quote_of_number(number: int) -> QuoteId:
    """Return the id of the quote with a number."""
    return number >> ARTICLE_SHIFT, number & _INDEX_MASK


def matching_quotes(
    connection: Connection,
    quotes: Sequence[Node],
    article_ids: IdSet,
    in_order: Callable[[int | None], Sequence[int]],
    limit: int | None = None,
) -> QuoteIds:
    """Return the quotes for which all conditions hold, all of them or the first ``limit``.

    Args:
        connection: A connection to the archive.
        quotes: The conditions on a quote.
        article_ids: The articles whose quotes are wanted.
        in_order: Gives these articles in their order, all for None or the first so many.
        limit: How many quotes to return; None for all.

    Returns:
        The quotes in the order of the articles, within an article as in its text.
    """
    match_expression = _match_expression(quotes)
    # To look up some articles one after the other is faster than to go through a million quotes.
    few_articles = not article_ids.inverted and len(article_ids.ids) <= _MAX_LOOKED_UP
    if match_expression is not None and few_articles and _are_common(quotes):
        articles = in_order(None)
        return QuoteIds(newest_rows.rows_of_articles(connection, "said", match_expression, articles))[:limit]
    numbers = _matching_numbers(connection, quotes, match_expression, article_ids)
    return _in_article_order(in_order(None), numbers)[:limit]


def first_quotes(
    connection: Connection,
    quotes: Sequence[Node],
    in_order: Callable[[int], Sequence[int]],
    of_these: Callable[[set[int]], Sequence[int]] | None,
    limit: int,
    *,
    is_newest_first: bool = True,
) -> QuoteIds | None:
    """Return the first quotes for which all conditions hold, without going through all quotes or all articles.

    Args:
        connection: A connection to the archive.
        quotes: The conditions on a quote.
        in_order: Gives the first so many of the articles whose quotes are wanted.
        of_these: Gives the first ``limit`` of those that are wanted among these articles; None where their order
            depends on others.
        limit: How many quotes to return.
        is_newest_first: Whether articles are in the order of their days, the newest first.

    Returns:
        The quotes as ``matching_quotes`` orders them; None where all have to be gone through.
    """
    match_expression = _match_expression(quotes)
    if match_expression is None:
        return None
    newest = () if _are_common(quotes) else newest_rows.newest_rows(connection, "said", match_expression, limit)
    for rows in newest:
        if rows.are_all and of_these is None:
            return None
        if of_these is not None and (rows.are_all or is_newest_first):
            quote_ids = _in_article_order(of_these(rows.articles()), array("q", rows.numbers))[:limit]
            if rows.are_all or len(quote_ids) == limit:
                return quote_ids
    first_rows = newest_rows.first_rows(connection, "said", match_expression, in_order, limit)
    return None if first_rows is None else QuoteIds(first_rows)


def _are_common(quotes: Sequence[Node]) -> bool:
    """Return whether very many quotes meet the conditions, whatever they ask for."""
    return all(leaf.field in _COMMON_FIELDS for node in quotes for leaf in leaves(node))


def _match_expression(quotes: Sequence[Node]) -> str | None:
    """Return the expression that rows of ``said`` must match; None if the index cannot decide it alone."""
    required, excluded, remaining = plan.split_by_index(quotes, "said")
    return None if remaining else _row_expression(required, excluded)


def _row_expression(required: str | None, excluded: str | None) -> str:
    return f"({required or _EVERY_ROW} NOT {excluded})" if excluded else required or _EVERY_ROW


def quotes_in_article(connection: Connection, quotes: Sequence[Node], article: int) -> list[Quote]:
    """Return the quotes of one article for which all conditions hold, in the order of its text.

    Raises:
        QueryTooSlow: A regular expression takes too long for a text.
    """
    required, excluded, scanned_nodes = plan.split_by_index(quotes, "said")
    match_expression = _row_expression(required, excluded)
    numbers = IdSet(set(_numbers_in_article(connection, match_expression, article)))
    numbers = regex_scan.narrow_quotes(connection, scanned_nodes, numbers, IdSet({article}))
    return load_quotes(connection, [quote_of_number(number) for number in sorted(numbers.ids)])


def _numbers_in_article(connection: Connection, match: str, article: int) -> list[int]:
    """Return the numbers of the quotes of an article whose rows match an expression."""
    if not plan.has_prefix(match):
        return newest_rows.rows_of_articles(connection, "said", match, [article])
    # In the archive's index the rows of all articles would be read: a tenth of a second among 100,000.
    reading = load_indexed_annotation(connection, article)
    rows = index_rows(*reading)[0] if reading else []
    return [number_of_quote((article, index)) for index in memory_index.matching_quote_rows(rows, match)]


def _matching_numbers(
    connection: Connection, quotes: Sequence[Node], match: str | None, articles: IdSet
) -> array[int]:
    """Return the numbers of the quotes for which all conditions hold; some may belong to other articles.

    Those of an article stand together, ascending.
    """
    numbers = array("q")
    if match is not None:
        # Not by way of a set, which takes long for a million quotes.
        for batch in regex_scan.quote_numbers_in_parts(connection, match):
            numbers.fromlist(batch)
        return numbers
    matches = regex_scan.scan_quotes(connection, quotes, articles)
    if not matches.inverted and len(matches.ids) <= _MAX_SORTED:
        numbers.fromlist(sorted(matches.ids))
        return numbers
    for batch in regex_scan.quote_numbers_in_parts(connection, _EVERY_ROW):
        numbers.extend(number for number in batch if number in matches)
    return numbers


def _in_article_order(articles: Iterable[int], numbers: array[int]) -> QuoteIds:
    """Return those of the quotes that belong to the articles, in the order of the articles and of their texts."""
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
    """Return the records of quotes in the order of their ids; those that are gone are left out."""
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
