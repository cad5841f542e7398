"""Quotes, actors and articles as three tables, the same in every format that has tables."""

from __future__ import annotations

from typing import Any

from onrecord.export.csv import COLUMNS
from onrecord.export.item import Exported
from onrecord.export.rows import Row, actor_rows, article_row, quote_row

TABLES: dict[str, tuple[str, ...]] = {
    "quotes": COLUMNS,
    "actors": ("article", "actor", "name", "type", "aliases", "roles", "said", "named"),
    "articles": (
        "id", "title", "source", "author", "date", "url", "tags", "added", "words", "language", "read", "starred",
        "notes", "text",
    ),
}  # fmt: skip
"""Table → its columns."""


def rows_of(item: Exported) -> dict[str, list[Row]]:
    """Return the rows of an article for each table."""
    notes = "\n\n".join(note.body for note in item.notes)
    return {
        "quotes": [quote_row(quote) for quote in item.quotes()],
        "actors": actor_rows(item.article, item.annotation) if item.annotation else [],
        "articles": [article_row(item.article) | {"notes": notes, "text": item.text}],
    }


def single_valued(value: Any) -> Any:
    """Return a value for one cell: of several names a list with semicolons."""
    return "; ".join(value) if isinstance(value, list) else value
