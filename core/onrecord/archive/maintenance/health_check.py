"""Checking whether an archive is sound, and counting what it holds."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

import msgspec

from onrecord.archive.schema.document_forms import form_problem
from onrecord.archive.schema.tables import LAYOUTS, VERSION, prepare_connection
from onrecord.archive.storage.rows import TableLayout, Unreadable
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.part_files import part_folder

_EITHER = re.compile(r"(\w+)\|(\w+)")
_NAMED = 5
"""How many rows of a table are named by their ids."""

_INDEXES = {
    "search": "texts", "newest_search": "the newest texts", "origins": "sources", "said": "quotes",
    "named": "actors", "forms_search": "names",
}  # fmt: skip
_COUNTED = {
    "SELECT count(*) FROM articles WHERE id NOT IN (SELECT id FROM texts)": "article|articles has|have no text",
    "SELECT count(*) FROM texts WHERE id NOT IN (SELECT id FROM articles)":
        "text|texts belongs|belong to no article",
    "SELECT count(*) FROM annotations WHERE id NOT IN (SELECT id FROM articles)":
        "annotation|annotations belongs|belong to no article",
    "SELECT count(*) FROM notes WHERE coalesce(article, 0) NOT IN (SELECT id FROM articles)":
        "note|notes belongs|belong to no article",
    "SELECT count(*) FROM articles WHERE annotator <> 0 AND id NOT IN (SELECT id FROM annotations)":
        "article|articles counts|count as annotated and is|are not",
    "SELECT count(*) FROM articles WHERE notes <> (SELECT count(*) FROM notes WHERE article = +articles.id)":
        "article|articles has|have a wrong count of notes",
    "SELECT count(*) FROM corrections WHERE article IS NOT NULL AND article NOT IN (SELECT id FROM articles)":
        "correction|corrections belongs|belong to no article",
    "SELECT count(DISTINCT article) FROM appearances WHERE article NOT IN (SELECT id FROM annotations)":
        "article|articles with actors has|have no annotation",
    "SELECT count(*) FROM tagged WHERE article NOT IN (SELECT id FROM articles)":
        "tag|tags belongs|belong to no article",
    "SELECT count(*) FROM carried WHERE article NOT IN (SELECT id FROM articles)":
        "article|articles of feeds is|are not there",
}  # fmt: skip


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive holds: counts, the size of its files in bytes, and the version of its schema."""

    articles: int
    unread: int
    starred: int
    annotated: int
    quotes: int
    notes: int
    tags: int
    removed: int
    bytes: int
    schema: int


def count_contents(connection: Connection, file: Path) -> Statistics:
    """Return what an archive holds; ``file`` is its file."""
    counts = connection.execute(
        "SELECT count(*), total(read = 0), total(starred), total(annotator <> 0), total(quotes) FROM articles"
    ).fetchone()
    others = connection.execute(
        "SELECT (SELECT count(*) FROM notes), (SELECT count(DISTINCT key) FROM tagged), "
        "(SELECT count(*) FROM removed)"
    ).fetchone()
    files = (file, file.with_name(f"{file.name}-wal"))
    articles, unread, starred, annotated, quotes = map(int, counts)
    notes, tags, removed = others
    return Statistics(
        articles=articles,
        unread=unread,
        starred=starred,
        annotated=annotated,
        quotes=quotes,
        notes=notes,
        tags=tags,
        removed=removed,
        bytes=sum(path.stat().st_size for path in files if path.exists()),
        schema=VERSION,
    )


def find_problems(connection: Connection, *, indexes: bool = True) -> list[str]:
    """Return what is wrong with an archive, as sentences.

    Nothing is written, so that others can write meanwhile.

    Args:
        connection: A connection in a transaction that reads, so that everything is of the same moment.
        indexes: Whether to check the full-text indexes as well, in a copy of the archive beside it.
    """
    problems = find_damage(connection)
    for layout in LAYOUTS:
        problems += _row_problems(connection, layout)
    if indexes:
        problems += _index_problems(connection)
    for sql, problem in _COUNTED.items():
        with suppress(sqlite3.DatabaseError):  # reported above
            (count,) = connection.execute(sql).fetchone()
            if count:
                problems.append(_agreeing(count, f"{problem}."))
    return problems


def find_damage(connection: Connection) -> list[str]:
    """Return where the file is damaged, as sentences; what is in its rows is not looked at."""
    return [f"The file is damaged: {line}." for (line,) in _quick_check(connection) if line != "ok"]


def _quick_check(connection: Connection) -> list[tuple[str]]:
    try:
        return connection.execute("PRAGMA quick_check(20)").fetchall()
    except sqlite3.DatabaseError as error:
        return [(str(error),)]


def _row_problems(connection: Connection, layout: TableLayout) -> list[str]:
    """Return what is wrong with the rows of a table: each document has to agree with the columns beside it."""
    unreadable, changed, malformed = 0, [], {}
    columns = "".join(f"{column.name}, " for column in layout.columns)
    try:
        for doc_id, *values, stored in connection.execute(f"SELECT id, {columns}document FROM {layout.name}"):
            try:
                document = layout.decode(stored)
            except Unreadable:
                unreadable += 1
                continue
            if layout.values(document) != values:
                changed.append(doc_id)
            if not layout.may_have(doc_id):
                malformed[doc_id] = f"Its id is not {layout.id_range}"
            elif problem := form_problem(layout.name, document):
                malformed[doc_id] = problem
    except sqlite3.DatabaseError:
        unreadable += 1
    problems = []
    if unreadable:
        problems.append(_agreeing(unreadable, f"row|rows of {layout.name} cannot be read."))
    if changed:
        problem = (
            f"row|rows of {layout.name} is|are not as it|they was|were written ({_first(changed)}): compare "
            "it|them with a backup. onrecord doctor --repair takes what its|their document|documents says|say."
        )
        problems.append(_agreeing(len(changed), problem))
    if malformed:
        named = "; ".join(f"{doc_id}: {problem}" for doc_id, problem in islice(malformed.items(), _NAMED))
        more = "; …" if len(malformed) > _NAMED else ""
        problem = _agreeing(len(malformed), f"document|documents of {layout.name} is|are not as it|they should be")
        problems.append(f"{problem} ({named}{more}). onrecord doctor --repair saves what can be used.")
    return problems


def _agreeing(count: int, problem: str) -> str:
    """Return a count with what is wrong; of ``row|rows`` the first is taken for one, the second for all others."""
    number = 1 if count == 1 else 2
    return f"{count:,} {_EITHER.sub(lambda words: words[number], problem)}"


def _first(ids: list[int]) -> str:
    return f"{', '.join(map(str, ids[:_NAMED]))}{', …' if len(ids) > _NAMED else ''}"


def _index_problems(connection: Connection) -> list[str]:
    """Return which full-text indexes do not agree with what they were made from.

    SQLite checks an index as if it wrote it, and lets nobody else write meanwhile; so a copy is checked.
    """
    (file,) = (path for _, name, path in connection.execute("PRAGMA database_list") if name == "main")
    try:
        with (
            part_folder(Path(file).parent) as folder,
            closing(sqlite3.connect(folder / "copy.db", isolation_level=None, factory=Connection)) as copy,
        ):
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            connection.backup(copy)
            prepare_connection(copy)
            return [
                f"The index of {content} does not agree with them."
                for index, content in _INDEXES.items()
                if not _agrees(copy, index)
            ]
    except (OSError, sqlite3.DatabaseError) as error:
        return [
            f"The indexes could not be checked in a copy beside the archive ({error}). Look whether there is room."
        ]


def _agrees(copy: Connection, index: str) -> bool:
    try:
        # Rank 1 also compares an index with the words it was made from, if it has them at hand.
        copy.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        return False
    return True
