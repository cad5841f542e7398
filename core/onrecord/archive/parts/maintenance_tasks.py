"""What concerns an archive as a whole: backup, export and import, checks, statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from onrecord.archive.indexing.fulltext import rebuild
from onrecord.archive.maintenance import health_check
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.callbacks import OnProgress

if TYPE_CHECKING:
    from onrecord.archive.indexing.bulk_add import AddedArticle
    from onrecord.archive.maintenance.merging import OnConflict


class MaintenanceTasks:
    """Tasks on an archive as a whole. OnProgress callbacks get how many of how many steps are done."""

    def __init__(self, storage: SQLiteStorage) -> None:
        """Use the storage of an archive."""
        self._storage = storage
        self._last_statistics: tuple[int, health_check.Statistics] | None = None

    def backup(self, target: Path, on_progress: OnProgress | None = None) -> None:
        """Copy the archive into a file, also while others use it.

        Args:
            target: The copy. An older file is replaced once the copy is complete, and not before.
            on_progress: Called with the pages done and all pages.

        Raises:
            ArchiveDamaged: The archive, and so the copy, is damaged.
            ArchiveError: The copy cannot be written.
        """
        from onrecord.archive.maintenance.backup import write_backup

        write_backup(self._storage, target, on_progress)

    def write_tinydb_json(
        self, out: TextIO, article_ids: Iterable[int] | None = None, on_progress: OnProgress | None = None
    ) -> None:
        """Write the tables as TinyDB's own JSON.

        Args:
            out: Where to write.
            article_ids: Limits it to these articles and what belongs to them; None means everything.
            on_progress: Called with the documents done and all documents.
        """
        from onrecord.archive.maintenance.tinydb_json import write_json

        selected_ids = None if article_ids is None else set(article_ids)
        write_json(self._storage, out, selected_ids, on_progress)

    def read_tinydb_json(
        self, file: Path, on_progress: OnProgress | None = None, on_conflict: OnConflict | None = None
    ) -> Iterator[tuple[AddedArticle, str]]:
        """Add what a file of TinyDB's JSON holds; see ``tinydb_json.read_json``.

        Yields:
            For each article its id with whether it is new, and its title.
        """
        from onrecord.archive.maintenance.tinydb_json import read_json

        return read_json(self._storage, file, on_progress, on_conflict)

    def read_json_lines(
        self, file: Path, on_progress: OnProgress | None = None, on_conflict: OnConflict | None = None
    ) -> Iterator[tuple[AddedArticle, str]]:
        """Add what ``onrecord export --format jsonl`` wrote; see ``json_lines.read_lines``.

        Yields:
            For each article its id with whether it is new, and its title.
        """
        from onrecord.archive.maintenance.json_lines import read_lines

        return read_lines(self._storage, file, on_progress, on_conflict)

    def check(self) -> list[str]:
        """Check the archive, and return a sentence for each thing that is wrong with it.

        Others can write meanwhile. The full-text indexes of an archive that may not be written are not checked.
        """
        with self._storage.reading() as connection:
            connection.execute("BEGIN")
            try:
                return health_check.find_problems(connection, indexes=not self._storage.refused)
            finally:
                connection.execute("ROLLBACK")

    def reindex(self) -> None:
        """Build the full-text indexes anew from the documents."""
        with self._storage.transaction() as connection:
            rebuild(connection)

    def put_indexes_together(self, on_progress: OnProgress | None = None) -> None:
        """Make searching faster after very many articles have been indexed; see ``index_pieces.put_together``.

        It takes some seconds for 100,000 articles, and lets others write meanwhile.

        Args:
            on_progress: Called with the indexes done and all indexes.
        """
        from onrecord.archive.maintenance.index_pieces import put_together

        put_together(self._storage, on_progress)

    def statistics(self) -> health_check.Statistics:
        """Return how much the archive holds. It is counted once for each version of the archive."""
        version = self._storage.version()
        if self._last_statistics is None or self._last_statistics[0] != version:
            with self._storage.reading() as connection:
                self._last_statistics = version, health_check.count_contents(connection, self._storage.file)
        return self._last_statistics[1]
