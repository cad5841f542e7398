"""Putting the pieces of the full-text indexes together.

Each transaction adds a piece to an index, and FTS5 puts a few of them together at a time, so that an archive of a
million articles has ten and more. Every word is looked up in each of them. As one piece, an index tells whether an
article has a word in a fifth of the time.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.archive.storage.steps import in_steps
from onrecord.base.callbacks import OnProgress

INDEXES = ("search", "newest_search", "origins", "said", "named")

_PAGES = 64
"""Pages of an index that are written at once: some thousandths of a second."""


def put_together(storage: SQLiteStorage, on_progress: OnProgress | None = None) -> None:
    """Make one piece of each full-text index, in steps that let others write in between.

    What is cut off is as it should be, and is gone on with when this is called again.

    Args:
        storage: The storage of an archive.
        on_progress: Called with how many of how many indexes are done.
    """
    for done, index in enumerate(INDEXES):
        if on_progress:
            on_progress(done, len(INDEXES))
        for _ in in_steps(storage, _merges(storage, index)):
            pass
    if on_progress:
        on_progress(len(INDEXES), len(INDEXES))


def _merges(storage: SQLiteStorage, index: str) -> Iterator[None]:
    """Write some pages of an index whenever the next item is asked for, until it is one piece."""
    # With a negative number of pages FTS5 begins to merge all pieces, of whatever size, and then goes on with it
    # until nothing is changed: https://sqlite.org/fts5.html#the_merge_command
    pages = -_PAGES
    while True:
        connection = storage.connection()
        changes_before = connection.total_changes
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (pages,))
        if connection.total_changes - changes_before < 2:
            return
        pages = _PAGES
        yield
