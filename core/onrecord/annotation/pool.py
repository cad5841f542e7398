"""Annotate on all processors of this machine: several annotating processes, each with a share of the threads.

A process that is killed is replaced, and its batch annotated again, text by text; a text with which another
process ends as well is set aside with a sentence, and the rest goes on.
(docs/decisions/annotation-in-a-process.md says why this is no pool of a library.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import LifoQueue
from types import TracebackType

from onrecord.annotation.batches import AHEAD, Item, Outcome, results_of_batches
from onrecord.annotation.worker import BackgroundAnnotator, BackgroundError, ProcessEnded
from onrecord.base.processors import available_memory, processor_count, thread_count

FEW_TEXTS = 48
"""Fewer texts than these are annotated by one process: others would take as long to load their models."""

PROCESS_MEMORY = 900 * 2**20
"""The memory that an annotating process takes at most with articles of usual length, in bytes."""

POISONED = "The annotating process ended on this text, or never came to its end, twice; it was set aside."


def default_jobs(text_count: int | None = None) -> int:
    """Return how many processes to annotate with.

    Args:
        text_count: The number of texts; None where it is not known, but not small.

    Returns:
        1 for few texts, else as many as there are processors, and memory for them.
    """
    if text_count is not None and text_count < FEW_TEXTS:
        return 1
    memory = available_memory()
    return max(1, processor_count() if memory is None else min(processor_count(), memory // PROCESS_MEMORY))


class AnnotatorPool:
    """Annotating processes that share batches of texts. A context manager: at its end they are ended, too.

    Attributes:
        jobs: How many processes there are.
        annotators: The processes. Each is started with its first batch.
    """

    def __init__(self, model: str | None, jobs: int, threads: int = 1) -> None:
        """Start nothing before there is a batch.

        Args:
            model: The spaCy model, None for the best that is installed.
            jobs: How many processes to start.
            threads: How many threads each of them may use.
        """
        self.jobs = jobs
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="annotating")
        self.annotators = [BackgroundAnnotator(model, threads=threads) for _ in range(jobs)]
        # The one that was used last is the next: few batches start few processes.
        self._idle: LifoQueue[BackgroundAnnotator] = LifoQueue()
        for annotator in self.annotators:
            self._idle.put(annotator)

    def annotate(
        self, batches: Iterable[tuple[Item, Sequence[tuple[str, str]]]], *, in_order: bool = True
    ) -> Iterator[tuple[Item, list[Outcome]]]:
        """Yield what came of each batch under the label that was given with it.

        Args:
            batches: Each a label and articles, an article being a text and its language. They are taken as they
                are needed, in the thread that takes the results.
            in_order: Whether to yield them in their order, and not as they are done.

        Raises:
            BackgroundError: The annotator cannot be loaded or started.
        """
        return results_of_batches(
            batches,
            lambda batch: self._threads.submit(self._annotate, batch),
            lambda: self.jobs * AHEAD,
            in_order=in_order,
        )

    def _annotate(self, batch: Sequence[tuple[str, str]]) -> list[Outcome]:
        annotator = self._idle.get()
        try:
            return annotate_supervised(annotator, batch)
        finally:
            self._idle.put(annotator)

    def __enter__(self) -> AnnotatorPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for annotator in self.annotators:
            annotator.close()
        self._threads.shutdown()


def pool_for(model: str | None, jobs: int | None, text_count: int | None) -> AnnotatorPool:
    """Return a pool for so many texts.

    Args:
        model: The spaCy model, None for the best that is installed.
        jobs: How many processors to use, each with a process of one thread. None: as many processes as
            ``default_jobs`` says, which share all processors; so few texts are not read by a single thread.
        text_count: The number of texts; None where it is not known, but not small.
    """
    if jobs is not None:
        return AnnotatorPool(model, jobs)
    processes = default_jobs(text_count)
    return AnnotatorPool(model, processes, max(1, thread_count() // processes))


def annotate_supervised(annotator: BackgroundAnnotator, batch: Sequence[tuple[str, str]]) -> list[Outcome]:
    """Return what came of each text of a batch, whatever happens to the process that annotates them.

    Raises:
        BackgroundError: The annotator cannot be loaded or started.
    """
    try:
        return annotator.annotate_batch(batch)
    except ProcessEnded:
        _check_that_it_starts(annotator)
    outcomes: list[Outcome] = []
    for article in batch:
        try:
            outcomes += annotator.annotate_batch([article])
        except ProcessEnded:
            _check_that_it_starts(annotator)
            outcomes.append(POISONED)
    return outcomes


def _check_that_it_starts(annotator: BackgroundAnnotator) -> None:
    """Make sure that it is the text with which the process ended: without any it has to stand."""
    for is_last in (False, False, True):
        try:
            annotator.annotate_batch([])
            return
        except ProcessEnded as error:
            if is_last:
                raise BackgroundError("The annotating process ends as soon as it is started.") from error
