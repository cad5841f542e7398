"""Saved searches: queries with a name, in the order in which their reader wants them."""

from __future__ import annotations

import msgspec

from onrecord.archive.query.ast import And, Leaf, Node, Not, Or, Query, Term, leaves, map_leaves
from onrecord.archive.query.parser import parse
from onrecord.archive.query.query_errors import NoSuchSearch, QueryError
from onrecord.archive.schema.tables import SEARCHES
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.rows import clean
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import fold
from onrecord.base.records import Saved

_MAX_DEPTH = 10
"""Groups within each other: SQLite's parser holds no more."""


def load_saved(connection: Connection) -> list[Saved]:
    """The saved searches in their order. What somebody else wrote into their table is left out."""
    searches = []
    for search_id, stored in connection.execute("SELECT id, document FROM searches ORDER BY id"):
        try:
            searches.append(msgspec.convert({**SEARCHES.decode(stored), "id": search_id}, Saved))
        except msgspec.ValidationError:
            continue
    return sorted(searches, key=lambda search: search.order)


def refers_to_saved(query: Query) -> bool:
    """Whether a query refers to saved searches."""
    return any(isinstance(leaf, Term) and leaf.field == "in" for leaf in leaves(query.node))


def expand_saved(query: Query, searches: list[Saved], enclosing: tuple[str, ...] = ()) -> Query:
    """The query with what the saved searches that it refers to look for; if it is nothing else, in their order.

    ``enclosing`` are the folded names of searches that this one is a part of.
    Raises NoSuchSearch, and ArchiveError for a search that refers to itself or cannot be understood.
    """
    inner_orders: list[str | None] = []

    def replace_reference(leaf: Leaf) -> Node | None:
        if not isinstance(leaf, Term) or leaf.field != "in":
            return leaf
        search = _search_by_prefix(leaf.value, searches) if leaf.prefix else search_by_name(leaf.value, searches)
        if search is None:
            return None
        if fold(search.name) in enclosing:
            raise ArchiveError(f"The saved search “{search.name}” refers to itself. Save it with another query.")
        try:
            inner_query = expand_saved(parse(search.query), searches, (*enclosing, fold(search.name)))
        except QueryError as error:
            raise ArchiveError(f"The saved search “{search.name}” cannot be understood: {error}") from error
        if leaf is query.node:
            inner_orders.append(inner_query.sort)
        # One that finds everything leaves nothing out.
        return inner_query.node if inner_query.node is not None else Not(Or(()))

    if query.node is None or not refers_to_saved(query):
        return query
    node = map_leaves(query.node, replace_reference)
    if node is not None and _depth(node) > _MAX_DEPTH:
        raise ArchiveError(
            f"The saved searches of “{query}” lie too deep within each other: {_MAX_DEPTH} is the most."
        )
    return Query(node, query.sort or next(iter(inner_orders), None))


def _search_by_prefix(beginning: str, searches: list[Saved]) -> Saved | None:
    """The search whose name somebody may be typing."""
    exact_matches = [search for search in searches if fold(search.name) == fold(beginning)]
    return next(
        iter([*exact_matches, *(search for search in searches if fold(search.name).startswith(fold(beginning)))]),
        None,
    )


def search_by_name(name: str, searches: list[Saved]) -> Saved:
    """Return the saved search of a name. Raises NoSuchSearch."""
    for search in searches:
        if fold(search.name) == fold(name):
            return search
    # Only what goes wrong needs it, and every start of the desk reads this module.
    import difflib

    similar = difflib.get_close_matches(name, [search.name for search in searches], 1)
    raise NoSuchSearch(name, similar[0] if similar else None, [search.name for search in searches])


def clean_name(name: str) -> str:
    """Return the name as it is stored. Raises ArchiveError where no letter and no number is in it."""
    name = " ".join(clean(name).replace('"', " ").split())
    if not any(char.isalnum() for char in name):
        raise ArchiveError("A saved search needs a name with a letter or a number in it.")
    return name


def renamed_query(query: str, name: str, new_name: str) -> str | None:
    """The query with another name for a search that it refers to; None if it does not."""

    def rename_reference(leaf: Leaf) -> Node:
        if isinstance(leaf, Term) and leaf.field == "in" and fold(leaf.value) == fold(name):
            return Term("in", new_name, True)
        return leaf

    try:
        parsed = parse(query)
    except QueryError:
        return None
    node = parsed.node and map_leaves(parsed.node, rename_reference)
    return None if node == parsed.node else str(Query(node, parsed.sort))


def _depth(node: Node) -> int:
    match node:
        case And(nodes) | Or(nodes):
            return 1 + max(map(_depth, nodes), default=0)
        case Not(child):
            return 1 + _depth(child)
    return 0
