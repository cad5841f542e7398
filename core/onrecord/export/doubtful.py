"""Doubtful quotes in what leaves onrecord: marked, or left out, as the user prefers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.base.records import Quote
from onrecord.base.settings import DoubtfulQuotes

LEFT_OUT = "This quote is doubtful; the config file says to leave such quotes out, so it was not copied."


def is_wanted(quote: Quote, doubtful: DoubtfulQuotes) -> bool:
    """Return whether a quote may leave onrecord: any if doubtful ones are marked, else one that is not."""
    return doubtful == "mark" or not quote.is_doubtful


def wanted_quotes(quotes: Iterable[Quote], doubtful: DoubtfulQuotes) -> Iterator[Quote]:
    """Yield the quotes that may leave onrecord, see ``is_wanted``."""
    return (quote for quote in quotes if is_wanted(quote, doubtful))
