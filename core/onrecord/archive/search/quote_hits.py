"""Where the quotes that a query describes stand in the text of an article."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from onrecord.archive.query.ast import TEXT_FIELDS, And, Node, Pattern, Query, Term, is_about_quote, leaves
from onrecord.archive.query.query_errors import QueryTooSlow
from onrecord.archive.search import plan, quotes, snippets
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Span
from onrecord.base.spans import merge_spans

_WORDS_OF_QUOTES = ("said", "speaker")


HighlightTerms = tuple[str | None, list[Pattern]]
"""The words and phrases to highlight, as an FTS5 query, and the regular expressions."""


class HitTerms(NamedTuple):
    """What a resolved query looks for in any text.

    Attributes:
        words: All that it highlights, or else its names (``plan.highlighted_terms``).
        text_words: What may stand anywhere in a text.
        quote_words: What is looked for in quotes.
        described_quotes: The conditions on each quote that it describes by its speaker or words.
    """

    words: HighlightTerms
    text_words: HighlightTerms
    quote_words: HighlightTerms
    described_quotes: list[Sequence[Node]]


class TextHits(NamedTuple):
    """What a query finds in a text.

    Attributes:
        spans: All that it finds, in order.
        first: Where to begin reading: a quote that the query describes comes before its words elsewhere.
    """

    spans: list[Span]
    first: Span | None


def hit_terms(query: Query) -> HitTerms:
    """Return what a resolved query looks for in any text."""
    return HitTerms(
        plan.highlighted_terms(query),
        plan.terms_of_fields(query, TEXT_FIELDS),
        plan.terms_of_fields(query, ("said",)),
        _described_quotes(query),
    )


def text_hits(connection: Connection, terms: HitTerms, article: int, text: str) -> TextHits:
    """Return what a query finds in the text of an article.

    A query for quotes finds those for which all its conditions hold, not the name of the speaker elsewhere.
    """
    quote_spans = _quote_spans(connection, terms, article, text)
    if not quote_spans:
        spans = snippets.hit_spans(*terms.words, text)
        return TextHits(spans, spans[0] if spans else None)
    words = snippets.hit_spans(*terms.text_words, text)
    return TextHits(merge_spans([*quote_spans, *words]), quote_spans[0])


def _quote_spans(connection: Connection, terms: HitTerms, article: int, text: str) -> list[Span]:
    """Return the words that are looked for in the described quotes, or else the whole quotes."""
    contents: list[Span] = []
    for conditions in terms.described_quotes:
        with suppress(QueryTooSlow):
            for quote in quotes.quotes_in_article(connection, conditions, article):
                contents += quote.content
    contents = merge_spans(contents)
    words = snippets.hit_spans(*terms.quote_words, text) if contents else []
    return [
        word for word in words if any(start <= word[0] and word[1] <= end for start, end in contents)
    ] or contents


def _described_quotes(query: Query) -> list[Sequence[Node]]:
    """Return the conditions on each quote that a query describes by its speaker or words."""
    groups: list[Sequence[Node]] = [plan.split_quote_conditions(query)[1]]
    groups += [
        node.nodes for node in query.conditions if isinstance(node, And) and all(map(is_about_quote, node.nodes))
    ]
    return [
        group
        for group in groups
        if any(
            isinstance(leaf, Term | Pattern) and leaf.field in _WORDS_OF_QUOTES
            for node in group
            for leaf in leaves(node, include_negated=False)
        )
    ]
