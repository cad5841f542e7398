"""The searches of before, to be found again from the search line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from functools import reduce
from typing import Any

from tinydb.table import Document

from onrecord.archive import Archive

_TABLE, _ID = "desk", 3
_MOST = 100


class SearchHistory:
    """The queries that were entered, and the place in them of somebody who looks through them.

    Attributes:
        queries: All of them, the newest last.
        entered: Those that were entered on this desk.
    """

    def __init__(self, queries: Iterable[str] = ()) -> None:
        """Begin with queries of before, the newest last."""
        self.queries = list(queries)
        self.entered: list[str] = []
        self._typed = ""  # what the wanted query contains
        self._shown = ""
        self._place: int | None = None  # of the query that is shown; None while nobody looks through them

    def add(self, query: str) -> None:
        """Remember a query that was entered, as the newest."""
        self._place = None
        if query := query.strip():
            self.queries = _with_newest(self.queries, query)
            self.entered = _with_newest(self.entered, query)

    def earlier(self, text: str) -> str:
        """Return the next earlier query that contains what was typed first; the same text where there is none.

        Args:
            text: What stands in the line.
        """
        if self._place is None or text != self._shown:
            self._place, self._typed = len(self.queries), text
        return self._step(text, range(self._place - 1, -1, -1))

    def later(self, text: str) -> str | None:
        """Return the next later query, or what was typed; None where nobody looks through the queries."""
        if self._place is None or text != self._shown:
            return None
        later_query = self._step(text, range(self._place + 1, len(self.queries)))
        if later_query == text:
            self._place = None
            return self._typed
        return later_query

    def _step(self, text: str, places: Iterable[int]) -> str:
        wanted = self._typed.casefold()
        for place in places:
            if wanted in self.queries[place].casefold() and self.queries[place] != text:
                self._place, self._shown = place, self.queries[place]
                return self._shown
        return text


def load_history(archive: Archive) -> SearchHistory:
    """Return the searches of before on an archive.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    document = archive.database.table(_TABLE).get(doc_id=_ID)
    return SearchHistory(_stored_queries(document) if isinstance(document, Document) else [])


def save_history(archive: Archive, history: SearchHistory) -> None:
    """Add the queries that were entered to those that are stored, where another desk may have added its own.

    Raises:
        ArchiveError: The archive cannot be written.
    """
    if not history.entered:
        return
    table = archive.database.table(_TABLE)

    def add(document: MutableMapping[str, Any]) -> None:
        document["queries"] = reduce(_with_newest, history.entered, _stored_queries(document))

    if not table.update(add, doc_ids=[_ID]):
        table.upsert(Document({"queries": history.entered}, _ID))


def _stored_queries(document: Mapping[str, Any]) -> list[str]:
    queries = document.get("queries")
    return [each for each in queries if isinstance(each, str)] if isinstance(queries, list) else []


def _with_newest(queries: list[str], query: str) -> list[str]:
    """Return some queries with another one as the newest, each once, and as many as are kept."""
    return [*(each for each in queries if each != query), query][-_MOST:]
