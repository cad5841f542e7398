"""Archives in memory, for tests of a single function: of a few articles, or of bare rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from onrecord.archive import Archive
from onrecord.archive.maintenance.migrations import create_archive
from onrecord.archive.schema.tables import prepare_connection
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Annotation, Correction, Draft

Stored = Draft | tuple[Draft, Annotation]


def empty_archive() -> Connection:
    """Return a connection to an archive in memory that has all tables and no rows."""
    connection = _in_memory()
    create_archive(connection)
    return connection


def small_archive(
    folder: Path,
    articles: Iterable[Stored],
    *,
    notes: Mapping[int, str] | None = None,
    corrections: Iterable[Correction] = (),
) -> Connection:
    """Return a connection to an archive in memory.

    Args:
        folder: An empty folder.
        articles: The articles, which get the ids 1, 2, 3.
        notes: The notes, by the id of their article.
        corrections: What the user has corrected.
    """
    with Archive.open(folder) as archive:
        for stored in articles:
            draft, annotation = stored if isinstance(stored, tuple) else (stored, None)
            archive.articles.add(draft, annotation)
        for article, body in (notes or {}).items():
            archive.notes.add(article, body)
        for correction in corrections:
            archive.corrections.apply(correction)
        copy = _in_memory()
        with archive.database.storage.reading() as connection:
            connection.backup(copy)
    return copy


def _in_memory() -> Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=Connection)
    prepare_connection(connection)
    return connection


def add_form(
    connection: Connection,
    form_id: int,
    key: str,
    *,
    actor_id: int = 0,
    type: str = "person",
    name: str = "",
    last: str | None = None,
    quarter: int = 0,
    title: str = "",
    named: int = 1,
    said: int = 1,
    articles: int = 1,
) -> None:
    """Insert a form of a name.

    Args:
        connection: A connection to an archive.
        form_id: Its id.
        key: The normalised name.
        actor_id: The id of its actor; 0 for an actor of its own.
        type: Its ActorType.
        name: How it is written; by default the key with capitals.
        last: The surname; by default the last word of a person's key.
        quarter: 0 for a full name, otherwise the quarter of a bare surname.
        title: The title that tells a bare surname from others.
        named: How many mentions it has.
        said: How many quotes it has.
        articles: How many articles have it.
    """
    words = key.split()
    bare = " ".join((words[0], words[-1])) if type == "person" and len(words) > 1 else key
    if last is None:
        last = words[-1] if type == "person" else ""
    name = name or key.title()
    connection.execute(
        "INSERT INTO forms (id, type, key, bare, last, quarter, title, base, known, name, named, said, articles) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            form_id, type, key, bare, last, quarter, title, form_id, actor_id or form_id, name, named, said, articles,
        ),
    )  # fmt: skip
    connection.execute("INSERT INTO forms_search (rowid, name) VALUES (?, ?)", (form_id, name))


def add_appearance(
    connection: Connection,
    form_id: int,
    article: int,
    *,
    day: int = 0,
    number: int = 0,
    named: int = 0,
    said: int = 0,
    told: int = 0,
    aside: int = 0,
    told_aside: int = 0,
) -> None:
    """Insert the appearance of a form in an article; the arguments are the columns."""
    connection.execute(
        "INSERT INTO appearances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (form_id, day, article, number, named, said, told, aside, told_aside),
    )
