"""Indexing texts, quotes and names of all articles anew, in steps: version 5 had no periods in their rows.

In an archive of a million articles this takes half an hour. So it is not done in the transaction that brings the
archive here: that empties the indexes, and creates the table ``unindexed``, which says how far the steps are.
Until the table is gone nobody uses the archive. Who opens it makes the steps that are left, also beside another
program.
"""

from __future__ import annotations

import time
from itertools import islice

from onrecord.archive.indexing.fulltext import add_text_row
from onrecord.archive.schema.tables import PERIOD_SHIFT, create_indexes, period_number
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.callbacks import OnProgress

TABLE = "unindexed"
"""The table of one row that is there while steps are left: how many articles are done, and the place of the last
one in their order by period."""

_CHANGED = (
    "TABLE search", "TABLE said", "TABLE named", "VIEW searchable", "VIEW archive_version", "INDEX articles_row",
)  # fmt: skip
"""What version 5 had in another form."""

_BEFORE_ALL = -(2**63)

_STEP = 0.5
"""Seconds after which a step ends: other programs wait for several before they give up."""

_LEAST = 20
"""How many articles a step indexes at least."""


def begin(connection: Connection, on_progress: OnProgress | None = None) -> None:
    """Empty the indexes in the transaction that brings an archive of version 5 here.

    Args:
        connection: A connection in this transaction.
        on_progress: Called with 0 and the number of articles, as this may take a minute.
    """
    from onrecord.archive.indexing.annotation_rows import add_index_rows  # the first list does without it

    if on_progress:
        on_progress(0, _count_articles(connection))
    for changed in _CHANGED:
        connection.execute(f"DROP {changed}")
    connection.create_function("period_number", 1, period_number, deterministic=True)
    connection.execute("ALTER TABLE articles RENAME COLUMN month TO period")
    connection.execute("UPDATE articles SET period = period_number(day)")
    create_indexes(connection)
    connection.execute(f"CREATE TABLE {TABLE} (done INTEGER, last INTEGER)")
    without_article = "SELECT id FROM annotations WHERE id NOT IN (SELECT id FROM articles) ORDER BY id"
    for (article,) in connection.execute(without_article).fetchall():
        add_index_rows(connection, article)
    connection.execute(f"INSERT INTO {TABLE} VALUES (0, {_BEFORE_ALL})")


def finish(storage: SQLiteStorage, on_progress: OnProgress | None = None) -> None:
    """Make the steps that are left.

    Args:
        storage: The storage of an archive.
        on_progress: Called with the articles done and all articles.
    """
    with storage.reading() as connection:
        count = _count_articles(connection)
    is_over = False
    while not is_over:
        with storage.transaction() as connection:
            # Another program may have made the last step.
            done = _make_step(connection) if is_unfinished(connection) else count
            is_over = not is_unfinished(connection)
        if on_progress:
            on_progress(count if is_over else done, count)


def is_unfinished(connection: Connection) -> bool:
    """Return whether steps are left."""
    sql = "SELECT 1 FROM sqlite_schema WHERE name = ?"
    return connection.execute(sql, (TABLE,)).fetchone() is not None


def _count_articles(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def _make_step(connection: Connection) -> int:
    """Index some articles; return how many are done now."""
    from onrecord.archive.indexing.annotation_rows import add_index_rows

    done, last = connection.execute(f"SELECT done, last FROM {TABLE}").fetchone()
    place = f"period << {PERIOD_SHIFT} | id"
    following = f"SELECT id, {place} FROM articles WHERE {place} > ? ORDER BY {place}"
    articles = connection.execute(following, (last,))
    ends = time.monotonic() + _STEP
    while batch := list(islice(articles, _LEAST)):
        for article, _ in batch:
            add_text_row(connection, article)
            add_index_rows(connection, article)
        done += len(batch)
        last = batch[-1][1]
        if time.monotonic() >= ends:
            connection.execute(f"UPDATE {TABLE} SET done = ?, last = ?", (done, last))
            return int(done)
    connection.execute(f"DROP TABLE {TABLE}")
    return int(done)
