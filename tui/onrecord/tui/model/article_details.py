"""What a user may set of an article, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onrecord.tui.model.undo import ArticleField


def detail_value(field: ArticleField, typed: str) -> str:
    """Return the value of a field as it is typed; ``-`` empties a field.

    Raises:
        ValueError: The field cannot have it; the error is a sentence for the user.
    """
    value = "" if typed == "-" else typed
    if field == "title" and not value:
        raise ValueError("An article needs a title.")
    if field == "published" and value:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise ValueError(f"“{value}” is not a date; write it like 2021-04-16.") from None
    return value


def shared_value(values: Iterable[str]) -> str:
    """Return what all values are, empty where they differ; read no further than to the first that differs."""
    values = iter(values)
    first = next(values, "")
    return first if all(value == first for value in values) else ""
