"""The migration from versions 5 and 6, which indexes the texts of all articles anew, in steps.

Since version 7 the ids of their rows begin with a day. In version 5 the rows of quotes and names were others, too.
To index a million articles takes half an hour, too long for one transaction. So the first transaction only empties
the indexes (``begin``), and each step has a transaction of its own (``finish``). The table ``unindexed`` says how
far the steps have come. While it exists, the archive is not used: whoever opens it first takes the steps that are
left. Two programs may do so at once, taking turns.
"""

from __future__ import annotations

import time
from itertools import islice

from onrecord.archive.indexing import newest_index
from onrecord.archive.indexing.fulltext import add_text_row, in_row_order
from onrecord.archive.schema.tables import SEARCH_ROW, create_indexes, day_number
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.callbacks import OnProgress

TABLE = "unindexed"
"""The table that exists while steps are left.

Its one row holds how many articles are indexed (``done``), the row of ``search`` of the last of them (``last``),
as articles are indexed in the order of these rows, and whether annotations are indexed, too (``annotations``).
"""

_COLUMN_OF_TIME = {5: "month", 6: "period"}
"""Version → the name that the column ``day_number`` had, whose values were others."""

_CHANGED_SCHEMA = ("TABLE search", "VIEW searchable", "VIEW archive_version", "INDEX articles_row")
"""What these versions had in another form, and ``create_indexes`` creates in the present one."""

_INDEXES_OF_ANNOTATIONS = ("TABLE said", "TABLE named")
"""The same of version 5 alone."""

_BEFORE_FIRST_ROW = -(2**63)

STEP_SECONDS = 0.5
"""When a step ends; short, as other programs give up after waiting several seconds for the archive."""

BATCH = 100
"""How many articles are indexed between two looks at the clock, and at least in a step."""


def begin(connection: Connection, version: int, on_progress: OnProgress | None = None) -> None:
    """Bring the schema of an archive of an earlier version to this one, with empty indexes and all steps left.

    Args:
        connection: A connection, in a transaction.
        version: The version of the archive, 5 or 6.
        on_progress: Called once, with 0 and the number of articles: this may take a minute.
    """
    from onrecord.archive.indexing.annotation_rows import add_index_rows  # imported late: opening is to be quick

    if on_progress:
        on_progress(0, _count_articles(connection))
    # An archive of version 6 may have steps left of its own migration from version 5.
    has_old_annotations = version == 5 or is_unfinished(connection)
    for type_and_name in (*_CHANGED_SCHEMA, *_INDEXES_OF_ANNOTATIONS * has_old_annotations):
        connection.execute(f"DROP {type_and_name}")
    connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
    connection.create_function("day_number", 1, day_number, deterministic=True)
    connection.execute(f"ALTER TABLE articles RENAME COLUMN {_COLUMN_OF_TIME[version]} TO day_number")
    connection.execute("UPDATE articles SET day_number = day_number(day)")
    create_indexes(connection)
    newest_index.begin(connection)
    connection.execute(f"CREATE TABLE {TABLE} (done INTEGER, last INTEGER, annotations INTEGER)")
    connection.execute(f"INSERT INTO {TABLE} VALUES (0, ?, ?)", (_BEFORE_FIRST_ROW, has_old_annotations))
    if has_old_annotations:
        # The steps go through articles, so annotations without one are indexed here; they are rare.
        without_article = "SELECT id FROM annotations WHERE id NOT IN (SELECT id FROM articles) ORDER BY id"
        for (article,) in connection.execute(without_article).fetchall():
            add_index_rows(connection, article)


def finish(storage: SQLiteStorage, on_progress: OnProgress | None = None) -> None:
    """Take the steps that are left.

    Args:
        storage: The storage of an archive.
        on_progress: Called after each step with the number of articles that are indexed, and of all articles.
    """
    with storage.reading() as connection:
        article_count = _count_articles(connection)
    is_over = False
    while not is_over:
        with storage.transaction() as connection:
            # Another program may have taken the last step.
            done_count = _take_step(connection) if is_unfinished(connection) else article_count
            is_over = not is_unfinished(connection)
        if on_progress:
            on_progress(article_count if is_over else done_count, article_count)


def is_unfinished(connection: Connection) -> bool:
    """Return whether steps are left."""
    sql = "SELECT 1 FROM sqlite_schema WHERE name = ?"
    return connection.execute(sql, (TABLE,)).fetchone() is not None


def _count_articles(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def _take_step(connection: Connection) -> int:
    """Index some articles; return how many are indexed now, in this step and before.

    After the last article, drop the table ``unindexed``.
    """
    from onrecord.archive.indexing.annotation_rows import add_index_rows

    sql = f"SELECT done, last, annotations FROM {TABLE}"
    done_count, last_row, has_old_annotations = connection.execute(sql).fetchone()
    articles_left = f"SELECT id, {SEARCH_ROW} FROM articles WHERE {SEARCH_ROW} > ? ORDER BY {SEARCH_ROW}"
    articles_and_rows = connection.execute(articles_left, (last_row,))
    step_end = time.monotonic() + STEP_SECONDS
    while batch := list(islice(articles_and_rows, BATCH)):
        article_ids = [article for article, _ in batch]
        for article in article_ids:
            add_text_row(connection, article)
        for article in in_row_order(connection, "said", article_ids * has_old_annotations):
            add_index_rows(connection, article)
        done_count += len(batch)
        last_row = batch[-1][1]
        if time.monotonic() >= step_end:
            connection.execute(f"UPDATE {TABLE} SET done = ?, last = ?", (done_count, last_row))
            return int(done_count)
    connection.execute(f"DROP TABLE {TABLE}")
    return int(done_count)
