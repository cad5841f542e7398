"""Narrowing a search to a value of one of its facets, and taking that back: arithmetic on queries."""

from __future__ import annotations

from onrecord.archive import Query, parse
from onrecord.archive.query.ast import And, Node, Term

FIELDS = {"actors": "actor", "sources": "source", "tags": "tag", "months": "date"}
"""The facets of ``onrecord.archive.search.facets.Facets``, and the field of a query for the values of each."""


def facet_term(facet: str, value: str) -> Term:
    """Return the condition that an article has a value of a facet, one of ``FIELDS``."""
    value = " ".join(value.replace('"', " ").split())
    return Term(FIELDS[facet], value, quoted=facet != "months")


def chosen_values(query: Query | None, facet: str) -> list[str]:
    """Return the values of a facet to which a query is narrowed, as they stand in it."""
    conditions = query.conditions if query else ()
    return [node.value for node in conditions if isinstance(node, Term) and node.field == FIELDS[facet]]


def is_chosen(query: Query | None, facet: str, value: str) -> bool:
    """Return whether a query is narrowed to a value of a facet."""
    folded_value = facet_term(facet, value).value.casefold()
    return any(chosen.casefold() == folded_value for chosen in chosen_values(query, facet))


def toggle_value(text: str, facet: str, value: str) -> str:
    """Return a query narrowed to a value of a facet or, where it is narrowed to it, no longer.

    Raises:
        QueryError: The text is not a query.
    """
    query, term = parse(text), facet_term(facet, value)
    nodes = query.conditions
    other_nodes = tuple(node for node in nodes if not _is_same_condition(node, term))
    if len(other_nodes) == len(nodes):
        other_nodes = (*nodes, term)
    return str(Query(_conjunction(other_nodes), query.sort))


def _is_same_condition(node: Node, term: Term) -> bool:
    return isinstance(node, Term) and node.field == term.field and node.value.casefold() == term.value.casefold()


def _conjunction(nodes: tuple[Node, ...]) -> Node | None:
    if len(nodes) == 1:
        return nodes[0]
    return And(nodes) if nodes else None
