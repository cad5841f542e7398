"""Narrowing a search by one of its facets, and taking that back: arithmetic on queries."""

from __future__ import annotations

from onrecord.archive import Query, parse
from onrecord.archive.query.ast import And, Node, Term

FIELDS = {"actors": "actor", "sources": "source", "tags": "tag", "months": "date"}
"""The facets of ``archive.search.facets.Facets``, and the field of a query that asks for a value of each."""


def facet_term(facet: str, value: str) -> Term:
    """What a query has for a value of a facet."""
    value = " ".join(value.replace('"', " ").split())
    return Term(FIELDS[facet], value, quoted=facet != "months")


def conditions(query: Query | None) -> tuple[Node, ...]:
    """What must all hold."""
    if query is None or query.node is None:
        return ()
    return query.node.nodes if isinstance(query.node, And) else (query.node,)


def chosen_values(query: Query | None, facet: str) -> list[str]:
    """The values of a facet to which a query is narrowed, as they stand in it."""
    return [node.value for node in conditions(query) if isinstance(node, Term) and node.field == FIELDS[facet]]


def is_chosen(query: Query | None, facet: str, value: str) -> bool:
    """Whether a query is narrowed to a value of a facet."""
    wanted = facet_term(facet, value).value.casefold()
    return any(each.casefold() == wanted for each in chosen_values(query, facet))


def toggle_value(text: str, facet: str, value: str) -> str:
    """The query narrowed to a value of a facet or, where it is, no longer. Raises QueryError."""
    query, wanted = parse(text), facet_term(facet, value)

    def is_wanted(node: Node) -> bool:
        return (
            isinstance(node, Term)
            and node.field == wanted.field
            and node.value.casefold() == wanted.value.casefold()
        )

    nodes = conditions(query)
    left = tuple(node for node in nodes if not is_wanted(node))
    if len(left) == len(nodes):
        left = (*nodes, wanted)
    return str(Query(_all(left), query.sort))


def _all(nodes: tuple[Node, ...]) -> Node | None:
    if len(nodes) == 1:
        return nodes[0]
    return And(nodes) if nodes else None
