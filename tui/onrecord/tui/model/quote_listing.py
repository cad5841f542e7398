"""What the list of quotes shows: the quotes that a query means, and those around the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from onrecord.archive import Archive, Query
from onrecord.base.records import Quote
from onrecord.tui.model.article_listing import FIRST_ARTICLES, ORDER_LABELS, ArticleListing
from onrecord.tui.model.latest_lookup import Lookup
from onrecord.tui.widgets.paged_rows import PAGE

if TYPE_CHECKING:
    from onrecord.archive.search.quotes import QuoteId, QuoteIds

_NEARBY = 50  # quotes on either side of the cursor that it may go to when its own is gone
_VISIBLE = 20  # quotes on either side of the cursor that may be on the screen


class QuoteListing(msgspec.Struct, frozen=True):
    """The quotes that the list shows, and those around the cursor already read."""

    ids: QuoteIds
    """The quotes, from the top."""
    title: str
    """How many there are, and in which order."""
    place: int
    """Where the cursor goes, from 0."""
    pages: dict[int, list[Quote]]
    """The pages of ``PAGE`` quotes around the cursor, by their numbers."""
    explanation: list[str] = []
    """Why there are none, in sentences."""
    has_asides: bool = False
    """Whether there are none only because beliefs, attitudes and documents are not listed."""


def ids_around(ids: Sequence[QuoteId], place: int) -> list[QuoteId]:
    """Return the quote at a place of a list, then those below and those above it, the nearest first."""
    return [*ids[place : place + _NEARBY], *reversed(ids[max(0, place - _NEARBY) : place])]


def with_quotes(
    lookup: Lookup[ArticleListing],
    archive: Archive,
    nearby: Sequence[QuoteId],
    *,
    asides: bool,
    words_only: bool = True,
) -> Lookup[ArticleListing]:
    """Return a lookup of articles that has the quotes of the same query as well.

    Args:
        lookup: Looks the articles up.
        archive: The archive that holds the quotes.
        nearby: Quotes on the first of which that is still there the cursor goes.
        asides: Whether beliefs, attitudes and documents are listed as well as speech.
        words_only: Whether only quotes that hold the words of the query are listed, if any do.
    """

    def look_up(is_cancelled: Callable[[], bool]) -> Iterator[ArticleListing]:
        for listing in lookup(is_cancelled):
            query = listing.query or Query()
            if not listing.is_complete and query.reads_texts():
                continue  # the first quotes take as long as all
            with_asides, query = query, query if asides else query.speech_only()
            narrowed = query.with_words_in_quotes() if words_only else None
            if narrowed is not None and not listing.is_complete:
                continue  # how many there are in all belongs to the title
            quotes = _quotes_of(archive, query, listing, nearby, is_cancelled)
            if narrowed is not None:
                with_words = _quotes_of(archive, narrowed, listing, nearby, is_cancelled)
                quotes = _narrowed_quotes(quotes, with_words)
            if not asides and not quotes.ids and listing.is_complete:
                ids = _quote_ids(archive, with_asides, listing, 1, is_cancelled)
                quotes = msgspec.structs.replace(quotes, has_asides=bool(ids))
            yield msgspec.structs.replace(listing, quotes=quotes)

    return look_up


def _quotes_of(
    archive: Archive,
    query: Query,
    listing: ArticleListing,
    nearby: Sequence[QuoteId],
    is_cancelled: Callable[[], bool],
) -> QuoteListing:
    limit = None if listing.is_complete else FIRST_ARTICLES
    ids = _quote_ids(archive, query, listing, limit, is_cancelled)
    place = ids.place_of(nearby) or 0
    first, last = max(0, place - _VISIBLE) // PAGE, (place + _VISIBLE) // PAGE
    return QuoteListing(
        ids,
        _title(len(ids), listing.order, is_complete=limit is None or len(ids) < limit),
        place,
        {page: archive.quotes.get_many(ids[page * PAGE : (page + 1) * PAGE]) for page in range(first, last + 1)},
        [] if ids else listing.explanation,
    )


def _quote_ids(
    archive: Archive, query: Query, listing: ArticleListing, limit: int | None, is_cancelled: Callable[[], bool]
) -> QuoteIds:
    articles = listing.ids if listing.keeps_rows else None
    return archive.quotes.ids(query, listing.order, limit, articles=articles, is_cancelled=is_cancelled)


def _narrowed_quotes(quotes: QuoteListing, with_words: QuoteListing) -> QuoteListing:
    """Return the quotes that hold the words; where there are none, all quotes. The title says which."""
    if with_words.ids:
        title = f"{len(with_words.ids):,} of {quotes.title} · with the words"
        return msgspec.structs.replace(with_words, title=title)
    return msgspec.structs.replace(quotes, title=f"{quotes.title} · none with the words") if quotes.ids else quotes


def _title(count: int, order: str, *, is_complete: bool) -> str:
    quotes = "quote" if count == 1 else "quotes"
    return f"{count:,}{'' if is_complete else '+'} {quotes} · {ORDER_LABELS.get(order, order)}"
