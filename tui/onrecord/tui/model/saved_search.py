"""Saved searches: what is saved of a search, and which of them is listed."""

from __future__ import annotations

from functools import lru_cache

from onrecord.archive import ORDERS, Query, QueryError, parse
from onrecord.base.records import SavedSearch


def query_to_save(text: str, order: str) -> str:
    """Return the query to save for a search: with the order of its list, unless that is the usual one.

    Args:
        text: The search as it was typed.
        order: The order of the list, one of ``ORDERS``.

    Raises:
        QueryError: The search is not a query.
    """
    query = parse(text)
    return text.strip() if query.sort or order == ORDERS[0] else str(Query(query.node, order))


def is_listed(saved: SavedSearch, listed_query: Query | None, order: str) -> bool:
    """Return whether a list shows the articles of a saved search, in the order of that.

    Args:
        saved: The saved search.
        listed_query: The query of the list, None for all articles.
        order: The order of the list where the query asks for none.
    """
    if listed_query is None:
        return False
    query = _parsed(saved.query)
    if query is None:
        return False
    return (query.node, query.sort or order) == (listed_query.node, listed_query.sort or order)


@lru_cache(1000)  # each time that one of them was counted, all are asked for again
def _parsed(query: str) -> Query | None:
    try:
        return parse(query)
    except QueryError:
        return None
