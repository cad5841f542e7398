"""The desk's annotation in the background: the open article first, then its neighbours, then all others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from onrecord.annotation import SUPPORTED_LANGUAGES, AnnotateError, version
from onrecord.annotation.worker import BackgroundAnnotator, BackgroundError
from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import Annotation
from onrecord.tui.model.annotation_progress import MAX_COUNTED, progress_text

_PATIENCE = 2.0  # seconds for which another article may keep the open one waiting


class AnnotationQueue:
    """Annotates one article after the other, in another process, while ``run`` runs."""

    def __init__(
        self,
        archive: Archive,
        model: str | None,
        on_annotated: Callable[[int, Annotation], None],
        on_failed: Callable[[int, str], None],
        on_progress: Callable[[str], None] = lambda progress: None,
    ) -> None:
        """Annotate nothing before ``run``.

        Args:
            archive: Holds the articles, and stores their annotations.
            model: The spaCy model, None for the usual one.
            on_annotated: Gets the id of each article and its annotation, on the event loop.
            on_failed: Gets the id of an article that cannot be annotated and a sentence why, on the event loop.
            on_progress: Gets how much is left to annotate, in words, on the event loop; empty when nothing is.
        """
        self.progress = ""
        """How much is left to annotate, in words."""
        self._on_progress = on_progress
        self._remaining = 0  # articles that are not annotated, as far as they are counted
        self._durations = 0.0  # seconds that the articles took that were annotated here
        self._annotated_count = 0
        self._unavailable = ""
        """Why no article can be annotated, as a sentence."""
        try:
            self.version = version(model)
        except AnnotateError as error:  # without its model everything can be read all the same
            self.version, self._unavailable = "", str(error)
        self._archive = archive
        self._annotator = BackgroundAnnotator(model)
        self._on_annotated = on_annotated
        self._on_failed = on_failed
        self._requested: list[int] = []
        self._failures: set[int] = set()
        self._current: int | None = None
        self._started_at = 0.0
        self._interrupted = False
        self._wake = asyncio.Event()

    def request(self, articles: Iterable[int]) -> None:
        """Annotate these articles next, in this order, and none of those requested before.

        Where another article has been in work for long, it is put off in favour of the first of these.
        """
        self._requested = [
            article for article in articles if article != self._current and article not in self._failures
        ]
        is_overdue = self._current is not None and time.monotonic() - self._started_at > _PATIENCE
        if is_overdue and self._requested and self._is_outdated(self._requested[0]):
            self._interrupted = True
            self._annotator.stop()
        self._wake.set()

    def check_again(self) -> None:
        """Look for articles without an annotation once more: some may have been added."""
        self._wake.set()

    async def run(self) -> None:
        """Annotate until cancelled; it runs once."""
        try:
            while True:
                self._wake.clear()
                article = await self._next()
                self._tell_progress()
                if article is None:
                    await self._wake.wait()
                else:
                    await self._annotate(article)
        finally:
            self._annotator.close()  # the thread of the last article may not have started it yet

    async def _next(self) -> int | None:
        while self._requested:
            article = self._requested.pop(0)
            if await asyncio.to_thread(self._is_outdated, article):
                return article
        if self._archive.read_only or self._unavailable:  # what cannot be stored is annotated only for the screen
            return None
        limit = MAX_COUNTED + len(self._failures)
        try:
            waiting = await asyncio.to_thread(
                self._archive.annotations.pending, self.version, SUPPORTED_LANGUAGES, limit
            )
        except ArchiveError:  # locked or unreadable: the desk says so, and the next check tries again
            return None
        waiting = [article for article in waiting if article not in self._failures]
        self._remaining = len(waiting)
        return waiting[0] if waiting else None

    def _tell_progress(self) -> None:
        seconds_each = self._durations / self._annotated_count if self._annotated_count else 0.0
        progress = progress_text(self._remaining, seconds_each)
        if progress != self.progress:
            self.progress = progress
            self._on_progress(progress)

    def _is_outdated(self, article: int) -> bool:
        try:
            stored = self._archive.articles.get(article)
        except ArchiveError:  # removed meanwhile
            return False
        is_outdated = not stored.annotator if self._unavailable else stored.annotator != self.version
        return stored.language in SUPPORTED_LANGUAGES and is_outdated

    async def _annotate(self, article: int) -> None:
        self._current, self._started_at = article, time.monotonic()
        if self._unavailable:
            self._fail(article, self._unavailable)
            return
        try:
            annotation = await asyncio.to_thread(self._read, article)
            is_current = await asyncio.to_thread(self._store, article, annotation)
        except ArchiveError as error:
            self._fail(article, str(error))
        except BackgroundError as error:
            if not self._interrupted:
                self._fail(article, str(error))
        else:
            self._durations += time.monotonic() - self._started_at
            self._annotated_count += 1
            self._remaining = max(0, self._remaining - 1)
            if is_current:
                self._on_annotated(article, annotation)
        finally:
            self._current, self._interrupted = None, False

    def _read(self, article: int) -> Annotation:
        language = self._archive.articles.get(article).language
        return self._annotator.annotate(self._archive.articles.text(article), language)

    def _store(self, article: int, annotation: Annotation) -> bool:
        """Store an annotation, where anything can be stored, and return whether the archive has its article."""
        return bool(self._archive.read_only) or self._archive.annotations.store(article, annotation) is not None

    def _fail(self, article: int, sentence: str) -> None:
        self._failures.add(article)
        self._on_failed(article, sentence)
