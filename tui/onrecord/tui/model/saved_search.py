"""Saved searches: what is saved of a search, and which of them is listed."""

from __future__ import annotations

from onrecord.archive import ORDERS, Query, QueryError, parse
from onrecord.base.records import Saved


def query_to_save(text: str, order: str) -> str:
    """What is saved of a search whose articles are in this order: with the order, unless it is the usual one.

    Raises QueryError.
    """
    query = parse(text)
    return text.strip() if query.sort or order == ORDERS[0] else str(Query(query.node, order))


def is_listed(one: Saved, found: Query | None, order: str) -> bool:
    """Whether the articles ``found`` by a query, in this order, are those of a saved search in its own order."""
    if found is None:
        return False
    try:
        query = parse(one.query)
    except QueryError:
        return False
    return (query.node, query.sort or order) == (found.node, found.sort or order)
