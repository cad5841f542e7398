"""Errors of queries and of the searches that they start, each a sentence for the user."""

from __future__ import annotations

from onrecord.archive.storage.errors import ArchiveError

_MAX_NAMES = 10


class QueryError(ArchiveError):
    """A query that is not valid.

    Args:
        message: What is wrong, without the column.
        column: The column of the query at which it is wrong, from 1.
    """

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} (column {column})")
        self.message = message
        self.column = column


class NoSuchSearch(ArchiveError):
    """No search is saved under a name.

    Args:
        name: The name.
        similar_name: The name of a saved search that resembles it; None if there is none.
        names: The names of all saved searches.
    """

    def __init__(self, name: str, similar_name: str | None, names: list[str]) -> None:
        if similar_name:
            hint = f"did you mean “{similar_name}”?"
        elif names:
            hint = f"there are {', '.join(names[:_MAX_NAMES])}{' …' if len(names) > _MAX_NAMES else ''}."
        else:
            hint = "none is saved."
        super().__init__(f"There is no saved search “{name}”: {hint}")
        self.name = name
        self.similar_name = similar_name


class QueryTooSlow(ArchiveError):
    """A regular expression that takes too long for a text."""

    def __init__(self, pattern: str) -> None:
        super().__init__(
            f"The expression /{pattern}/ takes too long. Make it simpler: "
            "repetitions within repetitions, such as (a+)+, can take forever."
        )


class SearchCancelled(ArchiveError):
    """A search that was cancelled while it ran."""

    def __init__(self) -> None:
        super().__init__("The search was stopped.")
