"""Saved searches in queries: ``in:name`` stands for the query that is saved under the name."""

from __future__ import annotations

from onrecord.archive.query.ast import And, Leaf, Node, Not, Or, Query, Term, leaves, map_leaves
from onrecord.archive.query.parser import parse
from onrecord.archive.query.query_errors import NoSuchSearch, QueryError
from onrecord.archive.schema.record_errors import check_lengths
from onrecord.archive.schema.record_rows import read_records
from onrecord.archive.schema.tables import SEARCHES
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import fold
from onrecord.base.records import SavedSearch

_MAX_DEPTH = 10
"""How deep groups can be nested: FTS5's expression parser takes no more."""


def load_saved(connection: Connection) -> list[SavedSearch]:
    """Return the saved searches in the user's order. Documents of another form are left out."""
    rows = connection.execute("SELECT id, document FROM searches ORDER BY id")
    return sorted(read_records(SEARCHES, SavedSearch, rows), key=lambda search: search.order)


def refers_to_saved(query: Query) -> bool:
    """Return whether a query refers to saved searches."""
    return any(isinstance(leaf, Term) and leaf.field == "in" for leaf in leaves(query.node))


def expand_saved(query: Query, searches: list[SavedSearch], enclosing: tuple[str, ...] = ()) -> Query:
    """Return the query with the queries of the saved searches in place of their names.

    A query that is nothing but a reference also gets the order of the saved search.

    Args:
        query: The query.
        searches: All saved searches.
        enclosing: The folded names of the searches that this query is a part of.

    Raises:
        NoSuchSearch: There is no saved search of a name.
        ArchiveError: A search refers to itself, is not a query any more, or is nested too deep.
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
            raise ArchiveError(f"The query of the saved search “{search.name}” is not valid: {error}") from error
        if leaf is query.node:
            inner_orders.append(inner_query.sort)
        # A search that matches everything becomes a condition that always holds.
        return inner_query.node if inner_query.node is not None else Not(Or(()))

    if query.node is None or not refers_to_saved(query):
        return query
    node = map_leaves(query.node, replace_reference)
    if node is not None and _depth(node) > _MAX_DEPTH:
        raise ArchiveError(
            f"The saved searches of “{query}” are nested too deep: at most {_MAX_DEPTH} levels are possible."
        )
    return Query(node, query.sort or next(iter(inner_orders), None))


def _search_by_prefix(beginning: str, searches: list[SavedSearch]) -> SavedSearch | None:
    """Return the search whose name is being typed, None if there is none."""
    exact_matches = [search for search in searches if fold(search.name) == fold(beginning)]
    return next(
        iter([*exact_matches, *(search for search in searches if fold(search.name).startswith(fold(beginning)))]),
        None,
    )


def search_by_name(name: str, searches: list[SavedSearch]) -> SavedSearch:
    """Return the saved search of a name, compared without case and accents.

    Raises:
        NoSuchSearch: There is none.
    """
    for search in searches:
        if fold(search.name) == fold(name):
            return search
    # Imported only when needed: each start of the desk imports this module.
    import difflib

    similar = difflib.get_close_matches(name, [search.name for search in searches], 1)
    raise NoSuchSearch(name, similar[0] if similar else None, [search.name for search in searches])


def clean_name(name: str) -> str:
    """Return a name as it is stored.

    Raises:
        ArchiveError: It has neither a letter nor a number, or is too long.
    """
    name = " ".join(clean_text(name).replace('"', " ").split())
    if not any(char.isalnum() for char in name):
        raise ArchiveError("A saved search needs a name with a letter or a number in it.")
    check_lengths({"name": name})
    return name


def renamed_query(query: str, name: str, new_name: str) -> str | None:
    """Return the query with the new name of a saved search; None if it does not refer to it."""

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
