"""The archive: the one entrance to what is stored.

An ``Archive`` is a file with parts, each an attribute: ``archive.articles``, ``archive.search`` and so on. A part,
with the modules that it needs, is loaded when it is first used: opening an archive and listing its articles takes
a small part of them, and the desk starts sooner without the rest. For the same reason a part imports the larger
modules that only some of its methods need in those methods.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from onrecord.archive.maintenance.migrations import archive_schema
from onrecord.archive.opening import choose_file, choose_to_read
from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveReadOnly,
    NotAnArchive,
)
from onrecord.archive.storage.sqlite_storage import WRITE_TIMEOUT, SQLiteStorage
from onrecord.archive.storage.steps import is_unfinished
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.archive_files import is_readable_copy
from onrecord.base.callbacks import OnStepProgress

if TYPE_CHECKING:
    from onrecord.archive.parts.actor_directory import ActorDirectory
    from onrecord.archive.parts.annotation_store import AnnotationStore
    from onrecord.archive.parts.article_search import ArticleSearch
    from onrecord.archive.parts.article_store import ArticleStore
    from onrecord.archive.parts.correction_store import CorrectionStore
    from onrecord.archive.parts.dossier_lookup import DossierLookup
    from onrecord.archive.parts.feed_store import FeedStore
    from onrecord.archive.parts.maintenance_tasks import MaintenanceTasks
    from onrecord.archive.parts.note_store import NoteStore
    from onrecord.archive.parts.query_completion import QueryCompletion
    from onrecord.archive.parts.quote_search import QuoteSearch
    from onrecord.archive.parts.review_queue import ReviewQueue
    from onrecord.archive.parts.saved_search_store import SavedSearchStore
    from onrecord.archive.parts.version_store import VersionStore
    from onrecord.archive.search.query_runner import QueryRunner


class Archive:
    """Articles with their texts, annotations, notes and tags, in a file.

    It is safe to use from several threads and several processes at once. Every method of a part that changes
    something is one transaction: all of it is stored, or nothing. Every method may raise ArchiveError.

    Attributes:
        file: The archive's file.
        folder: The folder of the file.
        database: The TinyDB database over the file, for documents of any kind.
    """

    def __init__(
        self,
        file: Path,
        *,
        create: bool = True,
        wait: float = WRITE_TIMEOUT,
        on_progress: OnStepProgress | None = None,
        refused: str = "",
    ) -> None:
        """Open the archive in a file; ``open`` chooses the file.

        Args:
            file: The file of the archive.
            create: Whether to create the file where there is none.
            wait: How many seconds to wait for another program that is writing.
            on_progress: Called while an archive of an earlier version is migrated.
            refused: Why nothing may be written, as a sentence; empty if the archive may be written.
        """
        self.file = file
        self.folder = file.parent
        self.database = Database(
            file,
            create=create,
            schema=archive_schema(on_progress),
            wait=wait,
            refused=refused,
            storage=SQLiteStorage,
        )
        self._storage = self.database.storage
        self._temporary_folder: ExitStack | None = None
        if not refused and is_unfinished(self._storage):
            phrase = "Finishing a change of many articles that was cut off"
            with suppress(ArchiveError):  # the next opening tries again
                for part in (self.articles, self.notes):
                    part.finish_steps(on_progress and partial(on_progress, phrase))

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        create: bool = True,
        wait: float = WRITE_TIMEOUT,
        on_progress: OnStepProgress | None = None,
        refused: str = "",
    ) -> Self:
        """Open the archive in a folder.

        What can be read of a damaged archive is opened read-only.

        Args:
            folder: The folder of the archive.
            create: Whether to create folder and archive where there are none.
            wait: How many seconds to wait for another program that is writing.
            on_progress: Called while an archive of an earlier version is migrated, or a damaged one is salvaged.
            refused: Why nothing may be written even where it could be, as a sentence; then none is created.

        Raises:
            ArchiveMissing: There is no archive, and ``create`` is false.
            ArchiveReadOnly: There is no archive, and none can be created.
            NotAnArchive: The file is something else.
            ArchiveTooNew: A newer onrecord has written the archive.
            ArchiveLocked: Another program is writing and does not finish within ``wait``.
            ArchiveDamaged: Nothing of the archive can be read.
        """
        place = choose_file(folder, create=create and not refused, on_progress=on_progress)
        place = place._replace(refused=place.refused or refused)
        try:
            return cls(place.file, create=create, wait=wait, on_progress=on_progress, refused=place.refused)
        except (ArchiveFull, ArchiveReadOnly) as error:
            # A repair may have made a sound archive meanwhile.
            if is_readable_copy(place.file) and not place.file.exists():
                return cls.open(folder, create=create, wait=wait, on_progress=on_progress, refused=refused)
            place = choose_to_read(place, error)
            try:
                archive = cls(place.file, create=False, wait=wait, on_progress=on_progress, refused=place.refused)
            except ArchiveReadOnly:  # new, or of an earlier version: it has to be written before it can be read
                raise error from None
            archive._temporary_folder = place.temporary_folder
            return archive
        except ArchiveDamaged:
            if place.refused:
                raise
        except NotAnArchive as error:
            from onrecord.archive.maintenance.salvage import holds_articles

            if place.refused or not holds_articles(place.file):
                raise
            damage_marker.mark_damaged(place.file, error)
        # It is marked as damaged by now, so this time what can be read of it is opened.
        place = choose_file(folder, create=create, on_progress=on_progress)
        return cls(place.file, create=False, wait=wait, on_progress=on_progress, refused=place.refused)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the archive for all threads."""
        self.database.close()
        if self._temporary_folder is not None:
            self._temporary_folder.close()

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty if the archive can be written."""
        return self._storage.refused

    @property
    def is_partial(self) -> bool:
        """Whether this is what could be read of a damaged archive."""
        return is_readable_copy(self.file)

    def version(self) -> int:
        """Return a number that grows whenever something is written, by this process or by another."""
        return self._storage.version()

    def waiting(self, seconds: float) -> AbstractContextManager[None]:
        """Return a ``with`` block in which this thread waits for other writers no longer than some seconds.

        It is for what is stored for comfort alone.
        """
        return self._storage.waiting(seconds)

    @cached_property
    def articles(self) -> ArticleStore:
        """The articles with their texts and tags."""
        from onrecord.archive.parts.article_store import ArticleStore

        return ArticleStore(self.database, self.annotations)

    @cached_property
    def annotations(self) -> AnnotationStore:
        """The annotations of the articles."""
        from onrecord.archive.parts.annotation_store import AnnotationStore

        return AnnotationStore(self.database)

    @cached_property
    def versions(self) -> VersionStore:
        """The versions of articles whose texts have changed."""
        from onrecord.archive.parts.version_store import VersionStore

        return VersionStore(self.database)

    @cached_property
    def notes(self) -> NoteStore:
        """The notes on articles and passages."""
        from onrecord.archive.parts.note_store import NoteStore

        return NoteStore(self.database)

    @cached_property
    def corrections(self) -> CorrectionStore:
        """The reader's corrections of annotations."""
        from onrecord.archive.parts.correction_store import CorrectionStore

        return CorrectionStore(self.database)

    @cached_property
    def saved_searches(self) -> SavedSearchStore:
        """The saved searches."""
        from onrecord.archive.parts.saved_search_store import SavedSearchStore

        return SavedSearchStore(self.database)

    @cached_property
    def feeds(self) -> FeedStore:
        """The feeds, and what fetching them brings."""
        from onrecord.archive.parts.feed_store import FeedStore

        return FeedStore(self.database, self._query_runner)

    @cached_property
    def search(self) -> ArticleSearch:
        """The search for articles."""
        from onrecord.archive.parts.article_search import ArticleSearch

        return ArticleSearch(self._storage, self._query_runner)

    @cached_property
    def quotes(self) -> QuoteSearch:
        """The search for quotes."""
        from onrecord.archive.parts.quote_search import QuoteSearch

        return QuoteSearch(self._storage, self._query_runner)

    @cached_property
    def actors(self) -> ActorDirectory:
        """The actors across all articles."""
        from onrecord.archive.parts.actor_directory import ActorDirectory

        return ActorDirectory(self._storage, self.search)

    @cached_property
    def dossiers(self) -> DossierLookup:
        """The dossiers of the actors."""
        from onrecord.archive.parts.dossier_lookup import DossierLookup

        return DossierLookup(self._storage, self.search, self.quotes, self.actors)

    @cached_property
    def completion(self) -> QueryCompletion:
        """What completes queries."""
        from onrecord.archive.parts.query_completion import QueryCompletion

        return QueryCompletion(self._storage)

    @cached_property
    def reviews(self) -> ReviewQueue:
        """The questions about what is uncertain."""
        from onrecord.archive.parts.review_queue import ReviewQueue

        return ReviewQueue(self._storage)

    @cached_property
    def maintenance(self) -> MaintenanceTasks:
        """Backup, checks, statistics, export and import of the whole archive."""
        from onrecord.archive.parts.maintenance_tasks import MaintenanceTasks

        return MaintenanceTasks(self._storage)

    @cached_property
    def _query_runner(self) -> QueryRunner:
        from onrecord.archive.search.query_runner import QueryRunner

        return QueryRunner(self._storage)
