"""Completing queries with the tags, sources, names and saved searches of an archive."""

from __future__ import annotations

from onrecord.archive.query.ast import NAME_FIELDS, Term
from onrecord.archive.query.completion import complete_query
from onrecord.archive.search.plan import phrase_expression
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.name_keys import fold

_MOST = 50  # values that are looked at

_TAGS = (
    "SELECT min(tag) FROM tagged WHERE key >= ?1 AND key < ?1 || char(1114111) GROUP BY key ORDER BY count(*) DESC"
)
_SEARCHES = "SELECT name FROM searches ORDER BY ordinal, id"
_NAMES = (
    "SELECT name FROM forms WHERE articles > 0 "
    "AND id IN (SELECT rowid FROM forms_search WHERE forms_search MATCH ?) ORDER BY said DESC, articles DESC"
)


class QueryCompletion:
    """Completes queries with what an archive has."""

    def __init__(self, storage: SQLiteStorage) -> None:
        """Use the storage of an archive."""
        self._storage = storage

    def complete(self, text: str) -> str | None:
        """Return a query with its last word completed; None where there is nothing to complete.

        To be called in a thread: sources and authors are looked up among all articles.
        """
        return complete_query(text, self._values)

    def _values(self, field: str, word: str) -> list[str]:
        if field == "tag":
            return self._look_up(_TAGS, fold(word))
        if field == "in":
            return self._look_up(_SEARCHES)
        if field in ("source", "author"):
            containing = f"SELECT {field} FROM articles WHERE {field} LIKE '%' || ? || '%'"
            return self._look_up(f"{containing} GROUP BY 1 ORDER BY count(*) DESC", word)
        if field in (*NAME_FIELDS, "speaker") and any(map(str.isalnum, word)):
            return self._look_up(_NAMES, phrase_expression(Term(field, word, prefix=True)))
        return []

    def _look_up(self, sql: str, *values: str) -> list[str]:
        with self._storage.reading() as connection:
            return [value for (value,) in connection.execute(f"{sql} LIMIT {_MOST}", values)]
