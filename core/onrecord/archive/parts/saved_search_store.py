"""Saved searches: queries with a name, in an order that the reader chooses."""

from __future__ import annotations

from typing import Any

import msgspec

from onrecord.archive.query.parser import parse
from onrecord.archive.schema.documents import current_time
from onrecord.archive.search import saved_searches
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.name_keys import fold
from onrecord.base.records import SavedSearch


class SavedSearchStore:
    """The saved searches of an archive. ``in:name`` stands for one of them in a query.

    Names are compared without case and accents.
    """

    def __init__(self, database: Database) -> None:
        """Use the tables of a database."""
        self._storage = database.storage
        self._searches = database.uncached("searches")

    def all(self) -> list[SavedSearch]:
        """Return the saved searches in their order."""
        with self._storage.reading() as connection:
            return saved_searches.load_saved(connection)

    def get(self, name: str) -> SavedSearch | None:
        """Return the saved search of a name, None if there is none.

        Raises:
            ArchiveError: The text cannot be a name.
        """
        return _with_name(self.all(), saved_searches.clean_name(name))

    def save(self, name: str, query: str) -> SavedSearch:
        """Save a search, in place of the one of this name if there is one.

        Raises:
            ArchiveError: The text cannot be a name, or the search refers to itself.
            QueryError: The query cannot be understood.
            NoSuchSearch: The query refers to a saved search that does not exist.
        """
        name = saved_searches.clean_name(name)
        with self._storage.transaction() as connection:
            searches = saved_searches.load_saved(connection)
            previous = _with_name(searches, name)
            search = SavedSearch(
                id=previous.id if previous else 0,
                name=name,
                query=clean_text(query).strip(),
                created=previous.created if previous else current_time(),
                order=previous.order if previous else max((each.order for each in searches), default=0) + 1,
            )
            rest = [each for each in searches if each is not previous]
            saved_searches.expand_saved(parse(search.query), [*rest, search], (fold(name),))
            self._write(search)
            return saved_searches.search_by_name(name, saved_searches.load_saved(connection))

    def rename(self, name: str, new_name: str) -> SavedSearch:
        """Give a saved search another name, also in the searches that refer to it.

        Raises:
            NoSuchSearch: No saved search has this name.
            ArchiveError: The new one cannot be a name, or another search has it.
        """
        new_name = saved_searches.clean_name(new_name)
        with self._storage.transaction() as connection:
            searches = saved_searches.load_saved(connection)
            search = saved_searches.search_by_name(name, searches)
            for each in searches:
                if each.id == search.id:
                    self._write(msgspec.structs.replace(search, name=new_name))
                elif fold(each.name) == fold(new_name):
                    raise _name_taken(each)
                elif (query := saved_searches.renamed_query(each.query, name, new_name)) is not None:
                    self._write(msgspec.structs.replace(each, query=query))
            return saved_searches.search_by_name(new_name, saved_searches.load_saved(connection))

    def move(self, name: str, index: int) -> None:
        """Move a saved search to another index in the order, counted from 0.

        Raises:
            NoSuchSearch: No saved search has this name.
        """
        with self._storage.transaction() as connection:
            searches = saved_searches.load_saved(connection)
            search = saved_searches.search_by_name(name, searches)
            rest = [each for each in searches if each.id != search.id]
            order = 0
            # Free places stay free: a removed search may be restored to its own.
            for each, before in zip([*rest[:index], search, *rest[index:]], searches, strict=True):
                order = max(order + 1, before.order)
                if each.order != order:
                    self._write(msgspec.structs.replace(each, order=order))

    def remove(self, name: str) -> SavedSearch:
        """Remove a saved search and return it, so that ``restore`` can put it back.

        Raises:
            NoSuchSearch: No saved search has this name.
        """
        with self._storage.transaction() as connection:
            search = saved_searches.search_by_name(name, saved_searches.load_saved(connection))
            self._searches.remove(doc_ids=[search.id])
        return search

    def restore(self, search: SavedSearch) -> None:
        """Put back a removed search at its place in the order.

        Raises:
            ArchiveError: Another search has its name by now.
        """
        with self._storage.transaction() as connection:
            namesake = _with_name(saved_searches.load_saved(connection), search.name)
            if namesake is not None:
                raise _name_taken(namesake)
            self._write(msgspec.structs.replace(search, id=0))

    def _write(self, search: SavedSearch) -> None:
        document: dict[str, Any] = msgspec.to_builtins(search)
        del document["id"]
        if search.id:
            self._searches.update(document, doc_ids=[search.id])
        else:
            self._searches.insert(document)


def _with_name(searches: list[SavedSearch], name: str) -> SavedSearch | None:
    return next((search for search in searches if fold(search.name) == fold(name)), None)


def _name_taken(search: SavedSearch) -> ArchiveError:
    return ArchiveError(f"There is a saved search “{search.name}” already. Forget it, or take another name.")
