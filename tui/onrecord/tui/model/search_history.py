"""The searches of before, to be found again from the search line."""

from __future__ import annotations

from collections.abc import Iterable

from tinydb.table import Document

from onrecord.archive import Archive

_TABLE, _ID = "desk", 3
_MOST = 100


class SearchHistory:
    """The queries that were entered, and the place in them of somebody who looks through them."""

    def __init__(self, queries: Iterable[str] = ()) -> None:
        """Begin with queries of before, the newest last."""
        self.queries = list(queries)
        self._typed = ""  # what the wanted query contains
        self._shown = ""
        self._place: int | None = None  # of the query that is shown; None while nobody looks through them

    def add(self, query: str) -> None:
        """Remember a query that was entered, as the newest."""
        self._place = None
        if query := query.strip():
            self.queries = [*(each for each in self.queries if each != query), query][-_MOST:]

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
    stored = document.get("queries") if isinstance(document, Document) else None
    return SearchHistory([each for each in stored if isinstance(each, str)] if isinstance(stored, list) else [])


def save_history(archive: Archive, history: SearchHistory) -> None:
    """Store the searches in the archive; nothing is written where they are stored already.

    Raises:
        ArchiveError: The archive cannot be written.
    """
    if history.queries != load_history(archive).queries:
        archive.database.table(_TABLE).upsert(Document({"queries": history.queries}, _ID))
