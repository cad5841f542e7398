"""Saved searches: queries with a name, in the order in which their reader wants them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from onrecord.archive.indexing.fulltext import fold
from onrecord.archive.query.ast import And, Leaf, Node, Not, Or, Query, Term, leaves, map_leaves
from onrecord.archive.query.parser import parse
from onrecord.archive.schema.documents import now
from onrecord.archive.schema.tables import SEARCHES
from onrecord.archive.storage.errors import ArchiveError, NoSuchSearch, QueryError
from onrecord.archive.storage.rows import clean
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.archive.storage.tinydb_table import SQLiteTable
from onrecord.base.records import Saved

_MAX_DEPTH = 10
"""Groups within each other: SQLite's parser holds no more."""


class Saving:
    """The part of an archive that keeps searches. ``in:name`` stands for one in a query."""

    _storage: SQLiteStorage
    _searches: SQLiteTable

    def saved(self) -> list[Saved]:
        """The saved searches in their order."""
        with self._storage.reading() as connection:
            return load_saved(connection)

    def saved_as(self, name: str) -> Saved | None:
        """The saved search of this name, None if there is none. Raises ArchiveError for a name that is none."""
        name = _clean_name(name)
        return next((one for one in self.saved() if fold(one.name) == fold(name)), None)

    def save(self, name: str, query: str) -> Saved:
        """Save a search, in place of the one of this name if there is one.

        Raises ArchiveError for a name that is none, QueryError, and NoSuchSearch where it refers to others.
        """
        name = _clean_name(name)
        with self._storage.transaction() as connection:
            searches = load_saved(connection)
            standing = next((one for one in searches if fold(one.name) == fold(name)), None)
            one = Saved(
                id=standing.id if standing else 0,
                name=name,
                query=clean(query).strip(),
                created=standing.created if standing else now(),
                order=standing.order if standing else max((each.order for each in searches), default=0) + 1,
            )
            others = [each for each in searches if each is not standing]
            expand_saved(parse(one.query), [*others, one], (fold(name),))
            self._put(one)
            return self._named(connection, name)

    def rename(self, name: str, new: str) -> Saved:
        """Give a saved search another name; searches that refer to it do so by the new one.

        Raises NoSuchSearch, and ArchiveError for a name that is none or another's.
        """
        new = _clean_name(new)
        with self._storage.transaction() as connection:
            one = self._named(connection, name)
            for other in load_saved(connection):
                if other.id == one.id:
                    self._put(msgspec.structs.replace(one, name=new))
                elif fold(other.name) == fold(new):
                    raise _name_taken(other)
                elif (query := _renamed_query(other.query, name, new)) is not None:
                    self._put(msgspec.structs.replace(other, query=query))
            return self._named(connection, new)

    def move(self, name: str, place: int) -> None:
        """Put a saved search at another place in their order, from 0. Raises NoSuchSearch."""
        with self._storage.transaction() as connection:
            one = self._named(connection, name)
            searches = load_saved(connection)
            others = [other for other in searches if other.id != one.id]
            order = 0
            # Places that are free stay free: what is forgotten may be remembered in its own.
            for each, before in zip([*others[:place], one, *others[place:]], searches, strict=True):
                order = max(order + 1, before.order)
                if each.order != order:
                    self._put(msgspec.structs.replace(each, order=order))

    def forget(self, name: str) -> Saved:
        """Remove a saved search; it is returned, for ``remember``. Raises NoSuchSearch."""
        with self._storage.transaction() as connection:
            one = self._named(connection, name)
            self._searches.remove(doc_ids=[one.id])
        return one

    def remember(self, one: Saved) -> None:
        """Put back a search that was forgotten, in its place. Raises ArchiveError where its name is taken."""
        with self._storage.transaction() as connection:
            for other in load_saved(connection):
                if fold(other.name) == fold(one.name):
                    raise _name_taken(other)
            self._put(msgspec.structs.replace(one, id=0))

    def _named(self, connection: Connection, name: str) -> Saved:
        return _search_by_name(name, load_saved(connection))

    def _put(self, one: Saved) -> None:
        document: Mapping[str, Any] = {
            field: value for field, value in msgspec.to_builtins(one).items() if field != "id"
        }
        if one.id:
            self._searches.update(document, doc_ids=[one.id])
        else:
            self._searches.insert(document)


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
        search = _search_by_prefix(leaf.value, searches) if leaf.prefix else _search_by_name(leaf.value, searches)
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


def _search_by_name(name: str, searches: list[Saved]) -> Saved:
    for search in searches:
        if fold(search.name) == fold(name):
            return search
    # Only what goes wrong needs it, and every start of the desk reads this module.
    import difflib

    similar = difflib.get_close_matches(name, [search.name for search in searches], 1)
    raise NoSuchSearch(name, similar[0] if similar else None, [search.name for search in searches])


def _name_taken(search: Saved) -> ArchiveError:
    return ArchiveError(f"There is a saved search “{search.name}” already. Forget it, or take another name.")


def _clean_name(name: str) -> str:
    name = " ".join(clean(name).replace('"', " ").split())
    if not any(char.isalnum() for char in name):
        raise ArchiveError("A saved search needs a name with a letter or a number in it.")
    return name


def _renamed_query(query: str, name: str, new_name: str) -> str | None:
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
