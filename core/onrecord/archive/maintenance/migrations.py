"""Creating an archive, and migrating one of an earlier version.

A migration changes nothing in the documents but counts, and what was never known. Columns, indexes and all else
that comes from the documents is rebuilt, in one transaction: if it is interrupted, the archive stays as it was.
From version 5 on there may be a million articles: what changed since is rebuilt in steps (``index_steps``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from onrecord.archive.indexing.fulltext import IndexUpdater, rebuild
from onrecord.archive.maintenance import index_steps
from onrecord.archive.schema.document_forms import form_problem
from onrecord.archive.schema.documents import count_quotes
from onrecord.archive.schema.tables import (
    ANNOTATIONS,
    APPLICATION,
    ARTICLES,
    HIGHEST_ARTICLE,
    LAYOUTS,
    REMOVED,
    VERSION,
    create_indexes,
    prepare_connection,
)
from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveLocked,
    ArchiveReadOnly,
    ArchiveTooNew,
    NotAnArchive,
)
from onrecord.archive.storage.rows import TableLayout
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage, StorageSchema, create_table_list
from onrecord.base.callbacks import OnProgress, OnStepProgress

_IN_STEPS = (5, 6)
"""The versions of which no more than the indexes of texts, and of quotes and names, is rebuilt."""


def archive_schema(on_progress: OnStepProgress | None = None) -> StorageSchema:
    """Return what an archive's file is made of.

    Args:
        on_progress: Called while an archive of an earlier version is migrated.
    """
    return StorageSchema(
        set_up=partial(set_up_archive, on_progress=on_progress),
        layouts=LAYOUTS,
        watcher=IndexUpdater(),
        prepare=prepare_connection,
    )


def set_up_archive(storage: SQLiteStorage, on_progress: OnStepProgress | None = None) -> int:
    """Make a file an archive of this version: fill an empty one, or migrate one of an earlier version.

    Args:
        storage: The storage over the file.
        on_progress: Called while an archive of an earlier version is migrated.

    Returns:
        This version: another program may have brought the archive elsewhere by the time somebody asks the file.

    Raises:
        NotAnArchive: The file is another program's.
        ArchiveTooNew: A newer onrecord has written the file.
        ArchiveReadOnly: The archive has to be migrated, and may not be written.
        ArchiveLocked: The archive has to be migrated, and another program is writing it.
    """
    with storage.reading() as connection:
        # Header and tables of one moment, whatever another program makes of them meanwhile.
        connection.execute("BEGIN")
        try:
            version = version_of(connection, storage.file)
            is_unfinished = index_steps.is_unfinished(connection)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        if version == VERSION and not is_unfinished:
            if not storage.refused:
                storage.use_write_ahead_log()  # a backup that was put in place has none
            return VERSION
    migration_progress = on_progress and partial(
        on_progress, f"Bringing the archive {storage.file} to this version of onrecord"
    )
    try:
        storage.change_schema(partial(_create_or_migrate, file=storage.file, on_progress=migration_progress))
        if is_unfinished or version in _IN_STEPS:
            index_steps.finish(storage, migration_progress)
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
    return VERSION


def version_of(connection: Connection, file: Path) -> int:
    """Return the version of an archive, 0 for an empty file.

    Raises:
        NotAnArchive: The file is another program's.
        ArchiveTooNew: A newer onrecord has written the file.
        ArchiveDamaged: The header of the file does not say what the file is.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    objects = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    if "archive_version" in objects:
        (written,) = connection.execute("SELECT version FROM archive_version").fetchone()
        is_contradicted = (application, version) != (APPLICATION, written)
    else:  # before version 3
        is_contradicted = application == APPLICATION and (version < 1 or version >= 3) and "articles" in objects
    if is_contradicted:
        raise ArchiveDamaged(damage_marker.damage_message(file, f"its header says version {version}"))
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


def _create_or_migrate(connection: Connection, file: Path, on_progress: OnProgress | None) -> None:
    # Another process may have done it meanwhile.
    version = version_of(connection, file)
    if version == VERSION:
        return
    if version == 0:
        create_archive(connection)
    else:
        _check_ids(connection, file)
        for earlier in range(version, VERSION):
            MIGRATIONS[earlier](connection)
        if version in _IN_STEPS:
            index_steps.begin(connection, version, on_progress)
        else:
            rebuild_derived(connection, on_progress)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _check_ids(connection: Connection, file: Path) -> None:
    """Raise ArchiveError if an article has an id as version 5 and earlier ones allowed, and this one does not."""
    for table in ("articles", "texts", "annotations"):
        # Two statements: SQLite looks up a lowest or a highest id, and for both at once reads all rows.
        ends = [connection.execute(f"SELECT {end}(id) FROM {table}").fetchone() for end in ("min", "max")]
        for (article,) in ends:
            if article is not None and not 1 <= article <= HIGHEST_ARTICLE:
                raise ArchiveError(
                    f"The archive {file} has an article with the id {article}, and from this version on they go "
                    f"from 1 to {HIGHEST_ARTICLE:,}. Write the archive to JSON with the onrecord that made it, "
                    "give the article another id there, and import that."
                )


def create_archive(connection: Connection) -> None:
    """Create the tables and indexes of an empty archive, in a transaction."""
    create_table_list(connection)
    for layout in LAYOUTS:
        for statement in layout.create_statements(layout.name):
            connection.execute(statement)
    create_indexes(connection)


def rebuild_derived(connection: Connection, on_progress: OnProgress | None = None) -> None:
    """Rebuild everything that is derived from the documents: columns, indexes, missing tables.

    Args:
        connection: A connection in a transaction.
        on_progress: Called with the articles done and all articles.
    """
    _drop_derived(connection)
    for layout in LAYOUTS:
        _apply_layout(connection, layout)
    create_indexes(connection)
    rebuild(connection, on_progress)


def _drop_derived(connection: Connection) -> None:
    own = {f"documents_{number}" for (number,) in connection.execute("SELECT number FROM tables")} | {"tables"}
    objects = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'"
    ).fetchall()
    # Full-text indexes go first, with their shadow tables, while the views that they read exist.
    objects.sort(key=lambda each: not each[3].startswith("CREATE VIRTUAL"))
    for kind, name, table, _ in objects:
        if table not in own and not (kind == "table" and _has_documents(connection, name)):
            connection.execute(f'DROP {kind} IF EXISTS "{name}"')


def _has_documents(connection: Connection, table: str) -> bool:
    """Return whether a table holds documents."""
    return any(row[1] == "document" for row in connection.execute(f'PRAGMA table_info("{table}")'))


def _apply_layout(connection: Connection, layout: TableLayout) -> None:
    """Give a table the columns of this version, with their values."""
    table, earlier = layout.name, f"earlier_{layout.name}"
    create_table, *index_statements = layout.create_statements(table)
    existing = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    is_outdated = existing is None or existing[0] != create_table or bool(layout.columns)
    if is_outdated and existing:
        connection.execute(f'ALTER TABLE "{table}" RENAME TO "{earlier}"')
    for statement in [create_table, *index_statements] if is_outdated else index_statements:
        connection.execute(statement)
    if is_outdated and existing:
        names = "".join(f", {column.name}" for column in layout.columns)
        marks = ", ?" * len(layout.columns)
        connection.executemany(
            f'INSERT INTO "{table}" (id, ordinal, document{names}) VALUES (?, ?, ?{marks})',
            (
                (doc_id, ordinal, stored, *layout.values(layout.decode(stored)))
                for doc_id, ordinal, stored in connection.execute(f'SELECT id, ordinal, document FROM "{earlier}"')
            ),
        )
        if layout.keeps_ids:  # the highest id ever given
            both = (table, earlier)
            (highest,) = connection.execute(
                "SELECT max(seq) FROM sqlite_sequence WHERE name IN (?, ?)", both
            ).fetchone()
            connection.execute("DELETE FROM sqlite_sequence WHERE name IN (?, ?)", both)
            connection.execute("INSERT INTO sqlite_sequence VALUES (?, coalesce(?, 0))", (table, highest))
        connection.execute(f'DROP TABLE "{earlier}"')


def _count_speech_only(connection: Connection) -> None:
    """Count only speech as quotes of an article: version 1 counted beliefs, attitudes and documents, too."""
    for article, stored, annotation in connection.execute(
        "SELECT id, articles.document, annotations.document FROM articles JOIN annotations USING (id)"
    ).fetchall():
        document, quotes = ARTICLES.decode(stored), count_quotes(ANNOTATIONS.decode(annotation))
        if document.get("quotes") != quotes:
            changed = ARTICLES.encode(document | {"quotes": quotes})
            connection.execute("UPDATE articles SET document = ? WHERE id = ?", (changed, article))


def _forget_languages(connection: Connection) -> None:
    """Take the language out of all articles: version 2 said English of every one. The annotator tells it anew."""
    for article, stored in connection.execute("SELECT id, document FROM articles").fetchall():
        changed = ARTICLES.encode(ARTICLES.decode(stored) | {"language": ""})
        connection.execute("UPDATE articles SET document = ? WHERE id = ?", (changed, article))
    for article, stored in connection.execute("SELECT id, document FROM removed").fetchall():
        entry = REMOVED.decode(stored)
        if form_problem(REMOVED.name, entry):
            continue
        for _, document in entry["documents"].get("articles", ()):
            document["language"] = ""
        connection.execute("UPDATE removed SET document = ? WHERE id = ?", (REMOVED.encode(entry), article))


def _leave_documents(connection: Connection) -> None:
    """Change no document: it is what is made from them that changed.

    Version 3 had no tables of feeds and of versions. Version 4 listed an article without a date under the day on
    which it was added. Version 5 had texts in the order of months, quotes and names in that of articles, and
    version 6 all of them in the order of ten days.
    """


MIGRATIONS: dict[int, Callable[[Connection], None]] = {
    1: _count_speech_only,
    2: _forget_languages,
    3: _leave_documents,
    4: _leave_documents,
    5: _leave_documents,
    6: _leave_documents,
}
"""Version → what an archive of this version needs before everything derived is rebuilt."""
