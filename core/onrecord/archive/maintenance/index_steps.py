"""The migration from version 5, which indexes texts, quotes and names of all articles anew, in steps.

Since version 6 the ids of their rows begin with a period. To index a million articles takes half an hour, too long
for one transaction. So the first transaction only empties the indexes (``begin``), and each step has a transaction
of its own (``finish``). The table ``unindexed`` says how far the steps have come. While it exists, the archive is
not used: whoever opens it first takes the steps that are left. Two programs may do so at once, taking turns.
"""

from __future__ import annotations

import time
from itertools import islice

from onrecord.archive.indexing.fulltext import add_text_row
from onrecord.archive.schema.tables import PERIOD_SHIFT, create_indexes, period_number
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.callbacks import OnProgress

TABLE = "unindexed"
"""The table that exists while steps are left.

Its one row holds how many articles are indexed (``done``), and the row of ``search`` of the last of them
(``last``): articles are indexed in the order of these rows.
"""

_CHANGED_SCHEMA = (
    "TABLE search", "TABLE said", "TABLE named", "VIEW searchable", "VIEW archive_version", "INDEX articles_row",
)  # fmt: skip
"""What version 5 had in another form, and ``create_indexes`` creates in the present one."""

_BEFORE_FIRST_ROW = -(2**63)

STEP_SECONDS = 0.5
"""When a step ends; short, as other programs give up after waiting several seconds for the archive."""

_MIN_ARTICLES = 20
"""How many articles a step indexes at least."""


def begin(connection: Connection, on_progress: OnProgress | None = None) -> None:
    """Bring the schema of an archive of version 5 to this version, with empty indexes and all steps left.

    Args:
        connection: A connection, in a transaction.
        on_progress: Called once, with 0 and the number of articles: this may take a minute.
    """
    from onrecord.archive.indexing.annotation_rows import add_index_rows  # imported late: opening is to be quick

    if on_progress:
        on_progress(0, _count_articles(connection))
    for type_and_name in _CHANGED_SCHEMA:
        connection.execute(f"DROP {type_and_name}")
    connection.create_function("period_number", 1, period_number, deterministic=True)
    connection.execute("ALTER TABLE articles RENAME COLUMN month TO period")
    connection.execute("UPDATE articles SET period = period_number(day)")
    create_indexes(connection)
    connection.execute(f"CREATE TABLE {TABLE} (done INTEGER, last INTEGER)")
    # The steps go through articles, so annotations without one are indexed here; they are rare.
    without_article = "SELECT id FROM annotations WHERE id NOT IN (SELECT id FROM articles) ORDER BY id"
    for (article,) in connection.execute(without_article).fetchall():
        add_index_rows(connection, article)
    connection.execute(f"INSERT INTO {TABLE} VALUES (0, {_BEFORE_FIRST_ROW})")


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

    done_count, last_row = connection.execute(f"SELECT done, last FROM {TABLE}").fetchone()
    row_sql = f"period << {PERIOD_SHIFT} | id"
    articles_left = f"SELECT id, {row_sql} FROM articles WHERE {row_sql} > ? ORDER BY {row_sql}"
    articles_and_rows = connection.execute(articles_left, (last_row,))
    step_end = time.monotonic() + STEP_SECONDS
    while batch := list(islice(articles_and_rows, _MIN_ARTICLES)):
        for article, _ in batch:
            add_text_row(connection, article)
            add_index_rows(connection, article)
        done_count += len(batch)
        last_row = batch[-1][1]
        if time.monotonic() >= step_end:
            connection.execute(f"UPDATE {TABLE} SET done = ?, last = ?", (done_count, last_row))
            return int(done_count)
    connection.execute(f"DROP TABLE {TABLE}")
    return int(done_count)
