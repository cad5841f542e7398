"""What is indexed of an article's annotation: rows of ``said`` and ``named``, actors, and sketches of quotes.

All of it is computed from the annotation with the corrections of the moment. So it has to be removed before the
annotation, the text or a correction changes, and added again afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from onrecord.archive.indexing import actor_index, corrected_annotations, quote_sketches
from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT, MAX_ROWS, IndexRow, first_row, index_rows
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Annotation

_INSERT_QUOTE = "INSERT INTO said (rowid, quote, speaker, kind) VALUES (?, ?, ?, ?)"
_INSERT_NAME = "INSERT INTO named (rowid, name, type) VALUES (?, ?, ?)"

# An FTS5 table without content deletes a row by the values with which it was inserted:
# https://www.sqlite.org/fts5.html#the_delete_command
_DELETE_QUOTE = "INSERT INTO said (said, rowid, quote, speaker, kind) VALUES ('delete', ?, ?, ?, ?)"
_DELETE_NAME = "INSERT INTO named (named, rowid, name, type) VALUES ('delete', ?, ?, ?)"


def add_annotation_rows(connection: Connection, article: int) -> None:
    """Index the annotation of an article, if it has one."""
    reading = add_index_rows(connection, article)
    if reading is None:
        return
    forms = actor_index.add_actors(connection, article, reading[1])
    quote_sketches.add_sketches(connection, article << ARTICLE_SHIFT, *reading, forms)


def add_index_rows(connection: Connection, article: int) -> tuple[str, Annotation] | None:
    """Add the rows of an article to ``said`` and ``named``; return its text and annotation, if it has one."""
    reading = corrected_annotations.load_indexed_annotation(connection, article)
    if reading is not None:
        _execute_for_rows(connection, article, (_INSERT_QUOTE, _INSERT_NAME), index_rows(*reading))
    return reading


def remove_annotation_rows(connection: Connection, article: int) -> None:
    """Remove the annotation of an article from the indexes, before anything that it depends on changes."""
    reading = corrected_annotations.load_indexed_annotation(connection, article)
    if reading is None:
        return
    _execute_for_rows(connection, article, (_DELETE_QUOTE, _DELETE_NAME), index_rows(*reading))
    quote_sketches.remove_sketches(connection, article << ARTICLE_SHIFT, *reading)
    actor_index.remove_actors(connection, article, reading[1])


def clear_annotation_rows(connection: Connection) -> None:
    """Empty the indexes of all annotations."""
    for table in ("said", "named", "forms_search"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    actor_index.clear_actors(connection)
    quote_sketches.clear_sketches(connection)


def _execute_for_rows(
    connection: Connection, article: int, statements: Iterable[str], rows_of_indexes: Iterable[Iterable[IndexRow]]
) -> None:
    """Execute a statement for each row that an article has in ``said``, and another for each in ``named``."""
    (day,) = connection.execute("SELECT day_number FROM articles WHERE id = ?", (article,)).fetchone() or (0,)
    first = first_row(day, article)
    for statement, rows in zip(statements, rows_of_indexes, strict=True):
        numbered = enumerate(islice(rows, MAX_ROWS), first)
        connection.executemany(statement, ((row, *map(clean_text, values)) for row, values in numbered))
