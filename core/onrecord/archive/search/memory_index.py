"""Full-text indexes in memory, in which words of one article are matched as the archive's own indexes do it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from onrecord.archive.indexing.index_rows import IndexRow
from onrecord.archive.schema.tables import TOKENIZER
from onrecord.archive.storage.rows import clean_text

_TABLES = {"highlighted": "text", "said": "quote, speaker, kind"}

_local = threading.local()


@contextmanager
def memory_indexes() -> Iterator[sqlite3.Connection]:
    """Yield a connection to empty tables ``highlighted`` and ``said``; what is added to them is removed again."""
    database: sqlite3.Connection | None = getattr(_local, "database", None)
    if database is None:
        database = _local.database = sqlite3.connect(":memory:", isolation_level=None)
        for table, columns in _TABLES.items():
            database.execute(f"CREATE VIRTUAL TABLE {table} USING fts5 ({columns}, tokenize='{TOKENIZER}')")
    database.execute("BEGIN")
    try:
        yield database
    finally:
        database.execute("ROLLBACK")


def matching_quote_rows(rows: Iterable[IndexRow], match: str) -> list[int]:
    """Return the positions of those rows of ``said`` that match an expression, ascending.

    Args:
        rows: Quote, speaker and kind of each row.
        match: The expression, as it would be asked of ``said``.
    """
    cells = ((position, *map(clean_text, row)) for position, row in enumerate(rows))
    with memory_indexes() as database:
        database.executemany("INSERT INTO said (rowid, quote, speaker, kind) VALUES (?, ?, ?, ?)", cells)
        return [row for (row,) in database.execute("SELECT rowid FROM said WHERE said MATCH ?", (match,))]
