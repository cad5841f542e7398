"""How an archive comes to be of this version: a new one is made, one of an earlier version is brought to it.

A migration leaves the documents as they are, but for what they count. Columns, indexes and all else that is made
from the documents is made anew, in one transaction: whatever stops it leaves the archive as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from onrecord.archive.indexing.fulltext import rebuild
from onrecord.archive.schema.documents import count_quotes
from onrecord.archive.schema.tables import ANNOTATIONS, APPLICATION, ARTICLES, LAYOUTS, VERSION, create_indexes
from onrecord.archive.storage.errors import ArchiveLocked, ArchiveReadOnly, ArchiveTooNew, NotAnArchive
from onrecord.archive.storage.rows import TableLayout
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage, create_table_list
from onrecord.base.callbacks import OnProgress, OnStepProgress


def set_up_archive(storage: SQLiteStorage, told: OnStepProgress | None = None) -> None:
    """See that the file is an archive of this version: make a new one, or bring one of an earlier version here.

    Raises NotAnArchive for another program's file and ArchiveTooNew; ArchiveReadOnly and ArchiveLocked when it
    cannot be brought to this version.
    """
    with storage.reading() as connection:
        version = _version(connection, storage.file)
        if version == VERSION:
            if not storage.refused and connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode = WAL")  # a backup that was put in place
            return
    progress = told and partial(told, f"Bringing the archive {storage.file} to this version of onrecord")
    try:
        storage.make(partial(_bring_here, file=storage.file, progress=progress))
    except ArchiveReadOnly as error:
        if not version:
            raise
        raise ArchiveReadOnly(
            f"The archive {storage.file} is of an earlier version, and may not be written to bring it here. "
            "Give yourself the right to write the file and its folder, or copy it to where you have it."
        ) from error
    except ArchiveLocked as error:
        if not version:
            raise
        raise ArchiveLocked(
            f"The archive {storage.file} has to be brought to this version of onrecord, and another program "
            "is writing it, or bringing it there. Wait until that is done, or close it."
        ) from error


def _version(connection: Connection, file: Path) -> int:
    """The version of an archive, 0 for an empty file. Raises NotAnArchive and ArchiveTooNew."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION and (application or version or objects):
        raise NotAnArchive(
            f"{file} is a database of another program, not an archive of onrecord. "
            "Choose another folder with --archive, or move the file away."
        )
    if version > VERSION:
        raise ArchiveTooNew(
            f"The archive {file} was written by a newer onrecord (form {version}; this one knows {VERSION}). "
            "Install the newest onrecord to open it."
        )
    return int(version)


def _bring_here(connection: Connection, file: Path, progress: OnProgress | None) -> None:
    # Another process may have done it since.
    version = _version(connection, file)
    if version == VERSION:
        return
    if version == 0:
        create_archive(connection)
    else:
        for earlier in range(version, VERSION):
            MIGRATIONS[earlier](connection)
        rebuild_derived(connection, progress)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def create_archive(connection: Connection) -> None:
    """Make the tables and indexes of an empty archive. In a transaction."""
    create_table_list(connection)
    for layout in LAYOUTS:
        for statement in layout.create(layout.name):
            connection.execute(statement)
    create_indexes(connection)


def rebuild_derived(connection: Connection, progress: OnProgress | None = None) -> None:
    """Make everything anew that is made from the documents: columns, indexes, tables that are missing.

    In a transaction.
    """
    _drop_derived(connection)
    for layout in LAYOUTS:
        _lay_out(connection, layout)
    create_indexes(connection)
    rebuild(connection, progress)


def _drop_derived(connection: Connection) -> None:
    own = {f"documents_{number}" for (number,) in connection.execute("SELECT number FROM tables")} | {"tables"}
    objects = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'"
    ).fetchall()
    # The full-text indexes go first, with the tables behind them, while what they look at is there.
    objects.sort(key=lambda each: not each[3].startswith("CREATE VIRTUAL"))
    for kind, name, table, _ in objects:
        if table not in own and not (kind == "table" and _holds(connection, name)):
            connection.execute(f'DROP {kind} IF EXISTS "{name}"')


def _holds(connection: Connection, table: str) -> bool:
    """Whether a table holds documents."""
    return any(row[1] == "document" for row in connection.execute(f'PRAGMA table_info("{table}")'))


def _lay_out(connection: Connection, layout: TableLayout) -> None:
    """Give a table the columns that it has in this version, with their values."""
    place, earlier = layout.name, f"earlier_{layout.name}"
    table, *indexes = layout.create(place)
    found = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (place,)).fetchone()
    anew = found is None or found[0] != table or bool(layout.columns)
    if anew and found:
        connection.execute(f'ALTER TABLE "{place}" RENAME TO "{earlier}"')
    for statement in [table, *indexes] if anew else indexes:
        connection.execute(statement)
    if anew and found:
        names = "".join(f", {column.name}" for column in layout.columns)
        marks = ", ?" * len(layout.columns)
        connection.executemany(
            f'INSERT INTO "{place}" (id, ordinal, document{names}) VALUES (?, ?, ?{marks})',
            (
                (doc_id, ordinal, stored, *layout.values(layout.decode(stored)))
                for doc_id, ordinal, stored in connection.execute(f'SELECT id, ordinal, document FROM "{earlier}"')
            ),
        )
        if layout.keeps_ids:  # the highest id ever given
            both = (place, earlier)
            (highest,) = connection.execute(
                "SELECT max(seq) FROM sqlite_sequence WHERE name IN (?, ?)", both
            ).fetchone()
            connection.execute("DELETE FROM sqlite_sequence WHERE name IN (?, ?)", both)
            connection.execute("INSERT INTO sqlite_sequence VALUES (?, coalesce(?, 0))", (place, highest))
        connection.execute(f'DROP TABLE "{earlier}"')


def _count_words_alone(connection: Connection) -> None:
    """Count as quotes of an article those of words: beliefs, attitudes and documents were counted, too."""
    for article, stored, annotation in connection.execute(
        "SELECT id, articles.document, annotations.document FROM articles JOIN annotations USING (id)"
    ).fetchall():
        document, quotes = ARTICLES.decode(stored), count_quotes(ANNOTATIONS.decode(annotation))
        if document.get("quotes") != quotes:
            changed = ARTICLES.encode(document | {"quotes": quotes})
            connection.execute("UPDATE articles SET document = ? WHERE id = ?", (changed, article))


MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: _count_words_alone}
"""Version → what must be done to an archive of this version before everything is made anew."""
