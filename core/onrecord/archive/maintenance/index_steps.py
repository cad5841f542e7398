"""The migration from versions 5 and 6, which indexes the texts of all articles anew, in steps.

Since version 7 the ids of their rows begin with a day. In version 5 the rows of quotes and names were others, too.
To index a million articles takes half an hour, too long for one transaction. So the first transaction only puts
the earlier indexes aside (``begin``), and each step has a transaction of its own (``finish``): they delete those
indexes, then number the days of the articles, then index them. Tables say what is left of each. While the last of
them exists, the archive is not used: whoever opens it first takes the steps that are left. Two programs may do so
at once, taking turns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from onrecord.archive.indexing import newest_index
from onrecord.archive.indexing.fulltext import add_text_row, in_row_order
from onrecord.archive.schema.tables import SEARCH_ROW, create_indexes, day_number
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.archive.storage.steps import in_steps
from onrecord.base.callbacks import OnProgress

TABLE = "unindexed"
"""The table that exists while articles are left to be indexed.

Its one row holds how many articles are indexed (``done``), the row of ``search`` of the last of them (``last``),
as articles are indexed in the order of these rows, and whether annotations are indexed, too (``annotations``).
"""

_UNNUMBERED = "unnumbered"
"""The table that exists while days are left to be numbered; its one row holds the last id that is (``last``)."""

_EARLIER = "earlier_"
"""What the name of an index begins with that has been put aside to be deleted."""

_COLUMN_OF_TIME = {5: "month", 6: "period"}
"""Version → the name that the column ``day_number`` had, whose values were others."""

_CHANGED_SCHEMA = ("VIEW searchable", "VIEW archive_version")
"""What these versions had in another form, and ``create_indexes`` creates in the present one."""

_INDEX_OF_MONTHS = "INDEX articles_row"
"""The same of version 5. That of version 6 has the present form as soon as its column has the present name."""

_BEFORE_FIRST_ROW = -(2**63)

STEP_SECONDS = 0.25
"""When a step ends, which is then synced. It is longer than other steps, as each writes a piece of an index."""

BATCH = 100
"""How many articles, or rows of an earlier index, a step takes between two looks at the clock."""

_STRUCTURE_ROW = 10
"""The row in which FTS5 says where the others are. With it an index can be dropped, without the others as well.

https://sqlite.org/src/file/ext/fts5/fts5_index.c, ``FTS5_STRUCTURE_ROWID``
"""


def begin(connection: Connection, version: int, on_progress: OnProgress | None = None) -> None:
    """Bring the schema of an archive of an earlier version to this one, with empty indexes and all steps left.

    Version 5 lacks an index, for which all articles are read once; otherwise this takes a moment.

    Args:
        connection: A connection, in a transaction.
        version: The version of the archive, 5 or 6.
        on_progress: Called once, with 0 and the number of articles.
    """
    if on_progress:
        on_progress(0, _count_articles(connection))
    # An archive of version 6 may have steps left of its own migration from version 5.
    has_old_annotations = version == 5 or is_unfinished(connection)
    for index in ("search", *("said", "named") * has_old_annotations):
        connection.execute(f"ALTER TABLE {index} RENAME TO {_EARLIER}{index}")
    for type_and_name in (*_CHANGED_SCHEMA, *[_INDEX_OF_MONTHS] * (version == 5)):
        connection.execute(f"DROP {type_and_name}")
    connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
    connection.execute(f"ALTER TABLE articles RENAME COLUMN {_COLUMN_OF_TIME[version]} TO day_number")
    create_indexes(connection)
    connection.execute(f"CREATE TABLE {_UNNUMBERED} (last INTEGER)")
    connection.execute(f"INSERT INTO {_UNNUMBERED} VALUES (0)")
    connection.execute(f"CREATE TABLE {TABLE} (done INTEGER, last INTEGER, annotations INTEGER)")
    connection.execute(f"INSERT INTO {TABLE} VALUES (0, ?, ?)", (_BEFORE_FIRST_ROW, has_old_annotations))


def finish(storage: SQLiteStorage, on_progress: OnProgress | None = None) -> None:
    """Take the steps that are left.

    Args:
        storage: The storage of an archive.
        on_progress: Called with the number of articles that are indexed, and of all articles.
    """
    with storage.reading() as connection:
        article_count = _count_articles(connection)
    for done_count in in_steps(storage, _pieces(storage), STEP_SECONDS):
        if on_progress and done_count < article_count:
            on_progress(done_count, article_count)
    if on_progress:  # another program may have taken the last step
        on_progress(article_count, article_count)


def is_unfinished(connection: Connection) -> bool:
    """Return whether steps are left."""
    return _exists(connection, TABLE)


def _exists(connection: Connection, table: str) -> bool:
    sql = "SELECT 1 FROM sqlite_schema WHERE name = ?"
    return connection.execute(sql, (table,)).fetchone() is not None


def _count_articles(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def _pieces(storage: SQLiteStorage) -> Iterator[int]:
    """Take a piece of a step whenever the next item is asked for, each beginning with what is left at that moment.

    Yields:
        How many articles are indexed now.
    """
    connection = storage.connection()
    while is_unfinished(connection):
        if earlier_index := _earlier_index(connection):
            _delete_some(connection, earlier_index)
        elif _exists(connection, _UNNUMBERED):
            _number_some(connection)
        else:
            yield _index_some(connection)
            continue
        yield 0


def _earlier_index(connection: Connection) -> str:
    """Return the name of an index that is to be deleted, empty if none is left."""
    sql = "SELECT name FROM sqlite_schema WHERE name GLOB ? AND sql LIKE 'CREATE VIRTUAL%' LIMIT 1"
    (name,) = connection.execute(sql, (f"{_EARLIER}*",)).fetchone() or ("",)
    return str(name)


def _delete_some(connection: Connection, index: str) -> None:
    """Delete some of the rows in which FTS5 holds an index, and with the last of them the index.

    To drop it with all its rows would be one step of minutes.
    """
    rows = f"{index}_data"
    some = f"SELECT id FROM {rows} WHERE id > {_STRUCTURE_ROW} ORDER BY id LIMIT {BATCH}"
    try:
        is_empty = connection.execute(f"DELETE FROM {rows} WHERE id IN ({some})").rowcount < BATCH
    except sqlite3.OperationalError as error:
        # A "defensive" SQLite, such as that of macOS, lets nobody write tables of FTS5.
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        is_empty = True
    if is_empty:
        connection.execute(f"DROP TABLE {index}")


def _number_some(connection: Connection) -> None:
    """Give some articles the numbers of their days; after the last, say which articles are the newest."""
    (last,) = connection.execute(f"SELECT last FROM {_UNNUMBERED}").fetchone()
    (has_old_annotations,) = connection.execute(f"SELECT annotations FROM {TABLE}").fetchone()
    tables = ("articles", *["annotations"] * has_old_annotations)
    next_ids = " UNION ".join(f"SELECT id FROM {table} WHERE id > :last" for table in tables)
    rows = connection.execute(f"{next_ids} ORDER BY id LIMIT {BATCH}", {"last": last}).fetchall()
    if not rows:
        connection.execute(f"DROP TABLE {_UNNUMBERED}")
        newest_index.begin(connection)
        return
    first_id, last_id = rows[0][0], rows[-1][0]
    connection.create_function("day_number", 1, day_number, deterministic=True)
    numbering = "UPDATE articles SET day_number = day_number(day) WHERE id BETWEEN ? AND ?"
    connection.execute(numbering, (first_id, last_id))
    if has_old_annotations:
        _index_unpaired_annotations(connection, first_id, last_id)
    connection.execute(f"UPDATE {_UNNUMBERED} SET last = ?", (last_id,))


def _index_unpaired_annotations(connection: Connection, first_id: int, last_id: int) -> None:
    """Index the annotations of which there is no article, which are rare: indexing goes through articles."""
    from onrecord.archive.indexing.annotation_rows import add_index_rows  # imported late: opening is to be quick

    unpaired = "SELECT id FROM annotations WHERE id BETWEEN ? AND ? AND id NOT IN (SELECT id FROM articles)"
    for (article,) in connection.execute(unpaired, (first_id, last_id)).fetchall():
        add_index_rows(connection, article)


def _index_some(connection: Connection) -> int:
    """Index some articles, and return how many are indexed now; after the last, drop the table ``unindexed``."""
    from onrecord.archive.indexing.annotation_rows import add_index_rows

    sql = f"SELECT done, last, annotations FROM {TABLE}"
    done_count, last_row, has_old_annotations = connection.execute(sql).fetchone()
    articles_left = f"SELECT id, {SEARCH_ROW} FROM articles WHERE {SEARCH_ROW} > ? ORDER BY {SEARCH_ROW} LIMIT ?"
    articles_and_rows = connection.execute(articles_left, (last_row, BATCH)).fetchall()
    article_ids = [article for article, _ in articles_and_rows]
    for article in article_ids:
        add_text_row(connection, article)
    for article in in_row_order(connection, "said", article_ids * has_old_annotations):
        add_index_rows(connection, article)
    done_count += len(article_ids)
    if len(article_ids) < BATCH:
        connection.execute(f"DROP TABLE {TABLE}")
    else:
        connection.execute(f"UPDATE {TABLE} SET done = ?, last = ?", (done_count, articles_and_rows[-1][1]))
    return int(done_count)
