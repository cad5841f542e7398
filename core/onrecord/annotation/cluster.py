"""Annotate on several machines: batches go to the workers of a dask scheduler, and come back in their order.

A worker has an annotating process for each of its threads, and supervises it as the pool of one machine does: a
text with which that process ends twice is set aside. When a whole worker dies, dask gives its batches to others; a
batch with which several workers die is taken apart, so that one text cannot stop the rest.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from types import TracebackType
from typing import TYPE_CHECKING

from onrecord.annotation.batches import AHEAD, Item, Outcome, results_of_batches
from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.pool import POISONED, annotate_supervised
from onrecord.annotation.spacy_models import version
from onrecord.annotation.worker import BackgroundAnnotator, BackgroundError

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE = 30  # seconds for the scheduler to answer, and for a first worker to come

_Batch = Sequence[tuple[str, str]]

_own = threading.local()


def annotate_on_worker(batch: _Batch, model: str | None, annotator_version: str) -> list[Outcome]:
    """Return what came of each text of a batch; a thread of a worker calls it.

    Args:
        batch: Articles, each a text and its language.
        model: The spaCy model, None for the best that is installed.
        annotator_version: The version that the one who asks has.

    Raises:
        AnnotateError: The worker has another version, so that its annotations would not be of use.
        BackgroundError: The annotator cannot be loaded or started.
    """
    if (here := version(model)) != annotator_version:
        raise AnnotateError(
            f"A worker of the cluster annotates with version {here}, this machine with {annotator_version}. "
            f"Install the same onrecord and the same spaCy model on all of them."
        )
    if not hasattr(_own, "annotator"):
        _own.annotator = BackgroundAnnotator(model, threads=1)
    return annotate_supervised(_own.annotator, batch)


class ClusterEngine:
    """Annotates batches on the workers of a scheduler. A context manager: at its end it takes leave of them.

    Raises:
        BackgroundError: What dask needs is not installed, the scheduler does not answer, or has no workers.
        AnnotateError: The model is missing on this machine.
    """

    def __init__(self, address: str, model: str | None) -> None:
        self._model = model
        self._version = version(model)
        self._client = _connected(address)

    @property
    def jobs(self) -> int:
        """How many threads the workers have together, by now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def annotate(
        self, batches: Iterable[tuple[Item, Sequence[tuple[str, str]]]], *, in_order: bool = True
    ) -> Iterator[tuple[Item, list[Outcome]]]:
        """Yield what came of each batch under the label that was given with it.

        Args:
            batches: Each a label and articles, an article being a text and its language. They are taken as they
                are needed.
            in_order: Whether to yield them in their order, and not as they are done.

        Raises:
            AnnotateError: A worker has another version of the annotator.
            BackgroundError: A worker cannot load it, or the scheduler is gone.
        """
        return results_of_batches(
            batches, lambda batch: _BatchWork(self, batch), lambda: self.jobs * AHEAD, in_order=in_order
        )

    def submit(self, batch: _Batch) -> Future[list[Outcome]]:
        """Hand out a batch to whichever worker is free."""
        return self._client.submit(annotate_on_worker, batch, self._model, self._version, pure=False)

    def __enter__(self) -> ClusterEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._client.close()


class _BatchWork:
    """A batch that was handed out."""

    def __init__(self, engine: ClusterEngine, batch: _Batch) -> None:
        self._engine = engine
        self._batch = batch
        self._future = engine.submit(batch)

    def result(self) -> list[Outcome]:
        """Return what came of each text, also where workers have died with some of them."""
        outcomes = _outcomes(self._future)
        if outcomes is not None:
            return outcomes
        if len(self._batch) == 1:
            return [POISONED]
        alone = [self._engine.submit([article]) for article in self._batch]
        return [outcome for future in alone for outcome in _outcomes(future) or [POISONED]]

    def add_done_callback(self, when_done: Callable[[object], None], /) -> None:
        """Have a function called when the batch is done, in a thread of dask's."""
        self._future.add_done_callback(when_done)


def _outcomes(future: Future[list[Outcome]]) -> list[Outcome] | None:
    """Return what came of a batch, None where dask has given up on it because workers died."""
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        outcomes: list[Outcome] = future.result()
    except KilledWorker:
        return None
    except (CancelledError, CommClosedError) as error:
        raise BackgroundError(
            "The scheduler of the cluster is gone. Start it again, and the same command: it goes on from here."
        ) from error
    return outcomes


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise BackgroundError(
            "A cluster needs more than is installed, here and on its workers: pip install 'onrecord[cluster]'"
        ) from error
    # What dask logs of a connection that fails is said in our own sentence.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BackgroundError(
            f"No scheduler answers at {address}. Start one with dask scheduler, which prints its address."
        ) from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        client.close()
        raise BackgroundError(
            f"The scheduler at {address} has no workers. Start some: dask worker {address}"
        ) from error
    return client
