"""The index of the newest articles, by which a large archive ranks what it finds.

To rank, FTS5's ``bm25`` counts the articles of an index that have each of the words: among a million, that takes
ten times as long as among 100,000. So in a large archive ``newest_search`` has the last rows of ``search`` once
more, and words are counted among these. ``newest_floor`` holds the first of the rows, the *floor*. All rows of
``search`` from the floor on are in ``newest_search``, and no others, at the end of each transaction; without a
floor there are none. So an article is added to both indexes or to one, depending on its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from onrecord.archive.schema.tables import SEARCH_ROW
from onrecord.archive.storage.errors import ArchiveLocked
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage

_LARGE = 100_000
"""How many articles an archive may have had without this index."""

_LEAST = 50_000
"""How many articles it has at least, if there are so many."""

_MOST = 200_000
"""With more it is begun anew with ``_LEAST``: that is faster than to remove the others."""

_ARTICLES_PER_STEP = 2_000
"""How many articles are added to it at once: some tenths of a second."""

_ABOVE_ALL_ROWS = 2**63 - 1


def read_floor(connection: Connection) -> int | None:
    """Return the first row of ``search`` that is in ``newest_search``, too; None if no row is."""
    (floor,) = connection.execute("SELECT floor FROM newest_floor").fetchone() or (None,)
    return floor


def begin(connection: Connection) -> None:
    """Empty the index, and set the floor for the articles that there are, before all are indexed anew.

    Args:
        connection: A connection in a transaction.
    """
    _empty(connection)
    if _is_large(connection):
        newest = f"SELECT {SEARCH_ROW} FROM articles ORDER BY {SEARCH_ROW} DESC LIMIT 1 OFFSET ?"
        connection.execute(f"INSERT INTO newest_floor {newest}", (_LEAST - 1,))


def fit(storage: SQLiteStorage) -> None:
    """Give the index as many articles as it is to have, in steps that let others write in between.

    What is cut off is as it should be, and is gone on with when this is called again. So it ends early where
    another program writes for long.

    Args:
        storage: The storage of an archive.
    """
    from onrecord.archive.storage.steps import in_steps  # imported late: opening is to be quick

    with storage.reading() as connection:
        if not _is_large(connection) or _LEAST <= _count(connection) <= _MOST:
            return
    with suppress(ArchiveLocked):
        for _ in in_steps(storage, _additions(storage)):
            pass


def _additions(storage: SQLiteStorage) -> Iterator[None]:
    """Add the newest articles that are missing, some of them whenever the next item is asked for."""
    connection = storage.connection()
    count = _count(connection)
    if count > _MOST:
        _empty(connection)
        count = 0
    while count < _LEAST and (added_count := _add_below_floor(connection)):
        count += added_count
        yield


def _add_below_floor(connection: Connection) -> int:
    """Add the articles next to the floor, which moves down to the last of them; return how many they are."""
    floor = read_floor(connection) or _ABOVE_ALL_ROWS
    rows_below = f"SELECT {SEARCH_ROW} FROM articles WHERE {SEARCH_ROW} < ? ORDER BY {SEARCH_ROW} DESC LIMIT ?"
    rows = connection.execute(rows_below, (floor, _ARTICLES_PER_STEP)).fetchall()
    if rows:
        connection.execute("DELETE FROM newest_floor")
        connection.execute("INSERT INTO newest_floor VALUES (?)", rows[-1])
        connection.execute(
            "INSERT INTO newest_search (rowid, title, text, notes, tags) "
            "SELECT row, title, text, notes, tags FROM newest_searchable WHERE row < ? ORDER BY row",
            (floor,),
        )
    return len(rows)


def _empty(connection: Connection) -> None:
    connection.execute("INSERT INTO newest_search (newest_search) VALUES ('delete-all')")
    connection.execute("DELETE FROM newest_floor")


def _is_large(connection: Connection) -> bool:
    (highest_id,) = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    return bool(highest_id > _LARGE)


def _count(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM newest_search_docsize").fetchone()[0])
