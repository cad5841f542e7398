"""Checking whether an archive is sound, and counting what it holds."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

import msgspec

from onrecord.archive.schema.tables import LAYOUTS, VERSION
from onrecord.archive.storage.rows import TableLayout, Unreadable
from onrecord.archive.storage.sqlite_storage import Connection

_INDEXES = {
    "search": "texts", "origins": "sources", "said": "quotes", "named": "actors", "forms_search": "names",
}  # fmt: skip
_COUNTED = {
    "SELECT count(*) FROM articles WHERE id NOT IN (SELECT id FROM texts)": "articles have no text",
    "SELECT count(*) FROM texts WHERE id NOT IN (SELECT id FROM articles)": "texts belong to no article",
    "SELECT count(*) FROM annotations WHERE id NOT IN (SELECT id FROM articles)":
        "annotations belong to no article",
    "SELECT count(*) FROM notes WHERE coalesce(article, 0) NOT IN (SELECT id FROM articles)":
        "notes belong to no article",
    "SELECT count(*) FROM articles WHERE annotator <> 0 AND id NOT IN (SELECT id FROM annotations)":
        "articles count as annotated and are not",
    "SELECT count(*) FROM articles WHERE notes <> (SELECT count(*) FROM notes WHERE article = articles.id)":
        "articles have a wrong count of notes",
    "SELECT count(*) FROM corrections WHERE article IS NOT NULL AND article NOT IN (SELECT id FROM articles)":
        "corrections belong to no article",
    "SELECT count(DISTINCT article) FROM appearances WHERE article NOT IN (SELECT id FROM annotations)":
        "articles with actors have no annotation",
    "SELECT count(*) FROM tagged WHERE article NOT IN (SELECT id FROM articles)": "tags belong to no article",
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

    Args:
        connection: A connection in a transaction that may write, if ``indexes`` are checked.
        indexes: Whether to check the full-text indexes as well.
    """
    problems = [f"The file is damaged: {line}." for (line,) in _quick_check(connection) if line != "ok"]
    for layout in LAYOUTS:
        unreadable = _count_unreadable(connection, layout)
        if unreadable:
            problems.append(f"{unreadable:,} rows of {layout.name} cannot be read.")
    for index, content in _INDEXES.items() if indexes else ():
        try:
            # Rank 1 also compares an index with the words it was made from, if it has them at hand.
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            problems.append(f"The index of {content} does not agree with them.")
    for sql, problem in _COUNTED.items():
        with suppress(sqlite3.DatabaseError):  # reported above
            (count,) = connection.execute(sql).fetchone()
            if count:
                problems.append(f"{count:,} {problem}.")
    return problems


def _quick_check(connection: Connection) -> list[tuple[str]]:
    try:
        return connection.execute("PRAGMA quick_check(20)").fetchall()
    except sqlite3.DatabaseError as error:
        return [(str(error),)]


def _count_unreadable(connection: Connection, layout: TableLayout) -> int:
    count = 0
    try:
        for (stored,) in connection.execute(f"SELECT document FROM {layout.name}"):
            try:
                layout.decode(stored)
            except Unreadable:
                count += 1
    except sqlite3.DatabaseError:
        count += 1
    return count
