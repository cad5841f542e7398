"""What the list of quotes shows: the quotes that a query means, and those around the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from onrecord.archive import Archive, Query, QuoteIds
from onrecord.archive.search.quotes import QuoteId
from onrecord.base.records import Quote
from onrecord.tui.model import article_listing
from onrecord.tui.model.latest_lookup import Lookup
from onrecord.tui.widgets.paged_rows import PAGE

_NEAR = 50  # quotes on either side of the cursor that it may go to when its own is gone
_SEEN = 20  # quotes on either side of the cursor that may be on the screen


class QuoteListing(msgspec.Struct, frozen=True):
    """Quotes for the list. ``place`` is where the cursor goes, ``read`` are the pages around it by number."""

    ids: QuoteIds
    title: str
    place: int
    read: dict[int, list[Quote]]
    missing: list[str] = []
    """Why there are none."""


def ids_around(ids: Sequence[QuoteId], place: int) -> list[QuoteId]:
    """The quote at this place of a list, then those below and those above, the nearest first."""
    return [*ids[place : place + _NEAR], *reversed(ids[max(0, place - _NEAR) : place])]


def with_quotes(
    found: Lookup[article_listing.ArticleListing],
    archive: Archive,
    near: Sequence[QuoteId],
    *,
    asides: bool,
) -> Lookup[article_listing.ArticleListing]:
    """What ``listing.find`` finds, with the quotes that the same query means.

    With ``asides`` not of words alone. ``near`` are quotes one of which the cursor shall be on, the most wanted
    first.
    """

    def listings(stopped: Callable[[], bool]) -> Iterator[article_listing.ArticleListing]:
        for articles in found(stopped):
            query = articles.query or Query()
            if not articles.is_all and query.reads_texts():
                continue  # the first quotes take as long as all
            quotes = _quotes(archive, query if asides else query.speech_only(), articles, near, stopped)
            yield msgspec.structs.replace(articles, quotes=quotes)

    return listings


def _quotes(
    archive: Archive,
    query: Query,
    articles: article_listing.ArticleListing,
    near: Sequence[QuoteId],
    stopped: Callable[[], bool],
) -> QuoteListing:
    limit = None if articles.is_all else article_listing.FIRST_ARTICLES
    among = articles.ids if articles.is_kept else None
    ids = archive.quotes.ids(query, articles.order, limit, articles=among, is_cancelled=stopped)
    place = ids.place_of(near) or 0
    first, last = max(0, place - _SEEN) // PAGE, (place + _SEEN) // PAGE
    return QuoteListing(
        ids,
        _title(len(ids), articles, is_all=limit is None or len(ids) < limit),
        place,
        {page: archive.quotes.get_many(ids[page * PAGE : (page + 1) * PAGE]) for page in range(first, last + 1)},
        [] if ids else articles.missing,
    )


def _title(count: int, articles: article_listing.ArticleListing, *, is_all: bool) -> str:
    order = article_listing.ORDER_LABELS.get(articles.order, articles.order)
    return f"{count:,}{'' if is_all else '+'} {'quote' if count == 1 else 'quotes'} · {order}"
