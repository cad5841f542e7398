"""Errors of queries and of the searches that they start, each a sentence for the user."""

from __future__ import annotations

from onrecord.archive.storage.errors import ArchiveError


class QueryError(ArchiveError):
    """A query that cannot be understood. ``column`` counts its characters from 1; ``message`` is without it."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} (column {column})")
        self.message = message
        self.column = column


class NoSuchSearch(ArchiveError):
    """No search is saved under this name; ``near`` is the name of one that is like it."""

    def __init__(self, name: str, near: str | None, names: list[str]) -> None:
        there_are = (
            f"there are {', '.join(names[:10])}{' …' if len(names) > 10 else ''}" if names else "none is saved"
        )
        hint = f"did you mean “{near}”?" if near else f"{there_are}."
        super().__init__(f"There is no saved search “{name}”: {hint}")
        self.name = name
        self.near = near


class QueryTooSlow(ArchiveError):
    """A regular expression that takes too long for a text."""

    def __init__(self, pattern: str) -> None:
        super().__init__(
            f"The expression /{pattern}/ takes too long. Make it simpler: "
            "repetitions within repetitions, such as (a+)+, can take for ever."
        )


class SearchCancelled(ArchiveError):
    """A search that was told to stop has stopped."""

    def __init__(self) -> None:
        super().__init__("The search was stopped.")
