"""What is indexed of an article's annotation: rows of ``said`` and ``named``, actors, and sketches of quotes.

All of it is computed from the annotation with the corrections of the moment. So it has to be removed before the
annotation, the text or a correction changes, and added again afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.archive.indexing import actor_index, corrected_annotations, quote_sketches
from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT, IndexRow, index_rows
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection

_INSERT_QUOTE = "INSERT INTO said (rowid, quote, speaker, kind) VALUES (?, ?, ?, ?)"
_INSERT_NAME = "INSERT INTO named (rowid, name, type) VALUES (?, ?, ?)"

# An FTS5 table without content deletes a row by the values with which it was inserted:
# https://www.sqlite.org/fts5.html#the_delete_command
_DELETE_QUOTE = "INSERT INTO said (said, rowid, quote, speaker, kind) VALUES ('delete', ?, ?, ?, ?)"
_DELETE_NAME = "INSERT INTO named (named, rowid, name, type) VALUES ('delete', ?, ?, ?)"


def add_annotation_rows(connection: Connection, article: int) -> None:
    """Index the annotation of an article, if it has one."""
    reading = corrected_annotations.load_indexed_annotation(connection, article)
    if reading is None:
        return
    quote_rows, name_rows = index_rows(*reading)
    _execute_for_rows(connection, _INSERT_QUOTE, article, quote_rows)
    _execute_for_rows(connection, _INSERT_NAME, article, name_rows)
    forms = actor_index.add_actors(connection, article, reading[1])
    quote_sketches.add_sketches(connection, article << ARTICLE_SHIFT, *reading, forms)


def remove_annotation_rows(connection: Connection, article: int) -> None:
    """Remove the annotation of an article from the indexes, before anything that it depends on changes."""
    reading = corrected_annotations.load_indexed_annotation(connection, article)
    if reading is None:
        return
    quote_rows, name_rows = index_rows(*reading)
    _execute_for_rows(connection, _DELETE_QUOTE, article, quote_rows)
    _execute_for_rows(connection, _DELETE_NAME, article, name_rows)
    quote_sketches.remove_sketches(connection, article << ARTICLE_SHIFT, *reading)
    actor_index.remove_actors(connection, article, reading[1])


def clear_annotation_rows(connection: Connection) -> None:
    """Empty the indexes of all annotations."""
    for table in ("said", "named", "forms_search"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    actor_index.clear_actors(connection)
    quote_sketches.clear_sketches(connection)


def _execute_for_rows(connection: Connection, statement: str, article: int, rows: Iterable[IndexRow]) -> None:
    first_row = article << ARTICLE_SHIFT
    connection.executemany(
        statement, ((first_row | index, *map(clean_text, row)) for index, row in enumerate(rows))
    )
