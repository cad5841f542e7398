"""The desk's annotation in the background: the open article first, then its neighbours, then all others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from onrecord.annotation import SUPPORTED_LANGUAGES, AnnotateError, version
from onrecord.annotation.pool import FEW_TEXTS, default_jobs
from onrecord.annotation.worker import BackgroundAnnotator, BackgroundError, ProcessEnded
from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import Annotation
from onrecord.tui.model.annotation_progress import MAX_COUNTED, progress_text
from onrecord.tui.model.latest_lookup import ResultOwner

_PATIENCE = 2.0  # seconds for which another article may keep the open one waiting
_NICENESS = 5  # so that the desk's keys come first


@dataclass
class AnnotatingSlot:
    """An annotating process, and what it is doing.

    Attributes:
        annotator: The process.
        is_helper: Whether it only works where much is to be annotated.
        article: What it annotates, None if nothing.
        started_at: When it began with that, by the monotonic clock.
        is_interrupted: Whether that was put off in favour of another article.
        wake: Set when there may be something to do.
    """

    annotator: BackgroundAnnotator
    is_helper: bool = False
    article: int | None = None
    started_at: float = 0.0
    is_interrupted: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)


def annotating_slots(model: str | None) -> list[AnnotatingSlot]:
    """Return the process that annotates what is on the screen, and its helpers where there is much to annotate.

    The first may use all processors, as somebody waits for it; its helpers have one each.
    """
    helpers = [BackgroundAnnotator(model, threads=1, niceness=_NICENESS) for _ in range(default_jobs() - 1)]
    return [
        AnnotatingSlot(BackgroundAnnotator(model, niceness=_NICENESS)),
        *(AnnotatingSlot(helper, is_helper=True) for helper in helpers),
    ]


class AnnotationQueue:
    """Annotates one article after the other, in other processes, while ``run`` runs."""

    def __init__(
        self,
        owner: ResultOwner,
        archive: Archive,
        model: str | None,
        on_annotated: Callable[[int, Annotation], None],
        on_failed: Callable[[int, str], None],
        on_progress: Callable[[str], None] = lambda progress: None,
    ) -> None:
        """Annotate nothing before ``run``.

        Args:
            owner: Makes the calls on the event loop, as long as it is there.
            archive: Holds the articles, and stores their annotations.
            model: The spaCy model, None for the usual one.
            on_annotated: Gets the id of each article and its annotation, on the event loop.
            on_failed: Gets the id of an article that cannot be annotated and a sentence why, on the event loop.
            on_progress: Gets how much is left to annotate, in words, on the event loop; empty when nothing is.
        """
        self.progress = ""
        """How much is left to annotate, in words."""
        self._owner = owner
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
        self._slots = annotating_slots(model)
        self._writing = asyncio.Lock()  # one writes at a time: the others would only wait for SQLite's lock
        self._on_annotated = on_annotated
        self._on_failed = on_failed
        self._requested: list[int] = []
        self._tried: set[int] = set()  # articles with which a process has ended
        self._failures: set[int] = set()

    def request(self, articles: Iterable[int]) -> None:
        """Annotate these articles next, in this order, and none of those requested before.

        Where another article has been in work for long, it is put off in favour of the first of these.
        """
        self._requested = [
            article for article in articles if not self._is_in_work(article) and article not in self._failures
        ]
        first = self._slots[0]
        is_overdue = first.article is not None and time.monotonic() - first.started_at > _PATIENCE
        if is_overdue and self._requested and self._is_outdated(self._requested[0]):
            first.is_interrupted = True
            first.annotator.stop()
        self.check_again()

    def check_again(self) -> None:
        """Look for articles without an annotation once more: some may have been added."""
        for slot in self._slots:
            slot.wake.set()

    async def run(self) -> None:
        """Annotate until cancelled; it runs once."""
        await self._waiting()  # to say how many there are before the first is annotated, in seconds
        self._tell_progress()
        try:
            async with asyncio.TaskGroup() as slots:
                for slot in self._slots:
                    slots.create_task(self._work(slot))
        finally:
            for slot in self._slots:
                slot.annotator.close()  # the thread of its last article may not have started it yet

    async def _work(self, slot: AnnotatingSlot) -> None:
        while True:
            slot.wake.clear()
            slot.article = await self._next(slot)
            self._tell_progress()
            if slot.article is not None:
                await self._annotate(slot, slot.article)
                continue
            if slot.is_helper:
                slot.annotator.stop()  # its memory is of better use
            await slot.wake.wait()

    def _is_in_work(self, article: int) -> bool:
        return any(slot.article == article for slot in self._slots)

    async def _next(self, slot: AnnotatingSlot) -> int | None:
        if slot.is_helper and self._remaining < FEW_TEXTS:
            return None
        while self._requested:
            article = self._requested.pop(0)
            if await asyncio.to_thread(self._is_outdated, article) and not self._is_in_work(article):
                return article
        waiting = await self._waiting()
        # What another slot has stored since the archive was asked is not outdated any more.
        free = (article for article in waiting if not self._is_in_work(article) and self._is_outdated(article))
        return next(free, None)

    async def _waiting(self) -> list[int]:
        """Return articles that wait to be annotated and stored, and count how many are left."""
        if self._archive.read_only or self._unavailable:  # what cannot be stored is annotated only for the screen
            return []
        limit = MAX_COUNTED + len(self._failures)
        try:
            waiting = await asyncio.to_thread(
                self._archive.annotations.pending, self.version, SUPPORTED_LANGUAGES, limit
            )
        except ArchiveError:  # locked or unreadable: the desk says so, and the next check tries again
            return []
        waiting = [article for article in waiting if article not in self._failures]
        had_few, self._remaining = self._remaining < FEW_TEXTS, len(waiting)
        if had_few and self._remaining >= FEW_TEXTS:
            self.check_again()
        return waiting

    def _tell_progress(self) -> None:
        seconds_each = self._durations / self._annotated_count if self._annotated_count else 0.0
        working = sum(slot.article is not None for slot in self._slots)
        progress = progress_text(self._remaining, seconds_each / max(1, working))
        if progress != self.progress:
            self.progress = progress
            self._owner.call_later(self._on_progress, progress)

    def _is_outdated(self, article: int) -> bool:
        try:
            stored = self._archive.articles.get(article)
        except ArchiveError:  # removed meanwhile
            return False
        is_outdated = not stored.annotator if self._unavailable else stored.annotator != self.version
        return stored.language in SUPPORTED_LANGUAGES and is_outdated

    async def _annotate(self, slot: AnnotatingSlot, article: int) -> None:
        slot.started_at = time.monotonic()
        if self._unavailable:
            slot.article = None
            self._fail(article, self._unavailable)
            return
        try:
            annotation = await asyncio.to_thread(self._read, slot.annotator, article)
            async with self._writing:
                is_current = await asyncio.to_thread(self._store, article, annotation)
        except ArchiveError as error:
            self._fail(article, str(error))
        except ProcessEnded as error:
            if not slot.is_interrupted:
                self._try_again(article, str(error))
        except BackgroundError as error:
            self._fail(article, str(error))
        else:
            self._durations += time.monotonic() - slot.started_at
            self._annotated_count += 1
            self._remaining = max(0, self._remaining - 1)
            if is_current:
                self._owner.call_later(self._on_annotated, article, annotation)
        finally:
            slot.article, slot.is_interrupted = None, False

    def _read(self, annotator: BackgroundAnnotator, article: int) -> Annotation:
        language = self._archive.articles.get(article).language
        return annotator.annotate(self._archive.articles.text(article), language)

    def _store(self, article: int, annotation: Annotation) -> bool:
        """Store an annotation, where anything can be stored, and return whether the archive has its article."""
        return bool(self._archive.read_only) or self._archive.annotations.store(article, annotation) is not None

    def _try_again(self, article: int, sentence: str) -> None:
        """Annotate an article once more whose process was killed; the second time it is the text's fault."""
        if article in self._tried:
            self._fail(article, sentence)
        else:
            self._tried.add(article)
            self._requested.insert(0, article)

    def _fail(self, article: int, sentence: str) -> None:
        self._failures.add(article)
        self._owner.call_later(self._on_failed, article, sentence)
