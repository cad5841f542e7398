"""The desk's background annotation: what is on screen first, then its neighbours, then all the rest."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from onrecord.annotation import version
from onrecord.annotation.worker import BackgroundAnnotator, BackgroundError
from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import Annotation

_PATIENCE = 2.0  # seconds that an article off screen may keep one on screen waiting
_BATCH = 32  # articles asked from the archive at once while nothing else is wanted


class AnnotationQueue:
    """Annotates one article after the other while ``run`` runs, and says so for each.

    ``ready(id, annotation)`` and ``failed(id, sentence)`` are called on the event loop.
    """

    def __init__(
        self,
        archive: Archive,
        model: str | None,
        ready: Callable[[int, Annotation], None],
        failed: Callable[[int, str], None],
    ) -> None:
        self.version = version(model)
        self._archive = archive
        self._annotator = BackgroundAnnotator(model)
        self._ready = ready
        self._failed = failed
        self._wanted: list[int] = []
        self._failures: set[int] = set()
        self._current: int | None = None
        self._since = 0.0
        self._interrupted = False
        self._wake = asyncio.Event()

    def request(self, ids: Iterable[int]) -> None:
        """Annotate these next, in this order; what was wanted before counts no more."""
        self._wanted = [i for i in ids if i != self._current and i not in self._failures]
        overdue = self._current is not None and time.monotonic() - self._since > _PATIENCE
        if overdue and self._wanted and self._stale(self._wanted[0]):
            self._interrupted = True
            self._annotator.stop()
        self._wake.set()

    def check_again(self) -> None:
        """Look again for articles without an annotation: some may have come."""
        self._wake.set()

    async def run(self) -> None:
        """Annotate until cancelled."""
        try:
            while True:
                self._wake.clear()
                article = await self._next()
                if article is None:
                    await self._wake.wait()
                else:
                    await self._annotate(article)
        finally:
            self._annotator.stop()

    async def _next(self) -> int | None:
        while self._wanted:
            article = self._wanted.pop(0)
            if await asyncio.to_thread(self._stale, article):
                return article
        if self._archive.read_only:  # what cannot be stored is read only for the screen
            return None
        most = _BATCH + len(self._failures)
        try:
            waiting = await asyncio.to_thread(self._archive.annotations.pending, self.version, most)
        except ArchiveError:  # locked or unreadable: the desk says so; the next look tries again
            return None
        return next((article for article in waiting if article not in self._failures), None)

    def _stale(self, article: int) -> bool:
        try:
            return self._archive.articles.get(article).annotator != self.version
        except ArchiveError:  # removed meanwhile
            return False

    async def _annotate(self, article: int) -> None:
        self._current, self._since = article, time.monotonic()
        try:
            text = await asyncio.to_thread(self._archive.articles.text, article)
            annotation = await asyncio.to_thread(self._annotator.annotate, text)
            holds = await asyncio.to_thread(self._store, article, annotation)
        except ArchiveError as error:
            self._fail(article, str(error))
        except BackgroundError as error:
            if not self._interrupted:
                self._fail(article, str(error))
        else:
            if holds:
                self._ready(article, annotation)
        finally:
            self._current, self._interrupted = None, False

    def _store(self, article: int, annotation: Annotation) -> bool:
        """Whether the annotation is that of an article which is there; it is stored, where anything can be."""
        return bool(self._archive.read_only) or self._archive.annotations.store(article, annotation) is not None

    def _fail(self, article: int, sentence: str) -> None:
        self._failures.add(article)
        self._failed(article, sentence)
