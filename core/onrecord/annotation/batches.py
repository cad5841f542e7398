"""Batches of texts that several annotators share: cut, handed out, and answered in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from onrecord.base.records import Annotation

Outcome = Annotation | str
"""The annotation of a text, or a sentence why there is none."""

BATCH_TEXTS = 32
"""How many texts make a batch at most: few enough that none of them waits for long."""

BATCH_LENGTH = 10_000
"""How many characters make a batch, more or less: about as many as one processor annotates in a second. Whoever is
killed has lost no more than the batches that are being annotated."""

AHEAD = 32
"""How many batches wait for each annotator, or for one that is slower than the others."""

_BATCHES_EACH = 4
"""How many batches each annotator gets at least, so that all have work until the end."""

Item = TypeVar("Item")
Result_co = TypeVar("Result_co", covariant=True)


class Pending(Protocol[Result_co]):
    """Work that was handed out, as the standard library's Future and dask's are."""

    def result(self) -> Result_co:
        """Wait for the work, and return what came of it."""

    def add_done_callback(self, when_done: Callable[[Any], None], /) -> object:
        """Have a function called when the work is done, in whatever thread; at once if it is."""


class BatchEngine(Protocol):
    """Something that annotates batches: processes on this machine, or on many."""

    @property
    def jobs(self) -> int:
        """How many batches are annotated side by side."""

    def annotate(
        self, batches: Iterable[tuple[Item, Sequence[tuple[str, str]]]], *, in_order: bool = True
    ) -> Iterator[tuple[Item, list[Outcome]]]:
        """Yield what came of each batch under the label that was given with it.

        Args:
            batches: Each a label and articles, an article being a text and its language. They are taken as they
                are needed, in the thread that takes the results.
            in_order: Whether to yield them in their order, and not as they are done.
        """


def batch_texts(text_count: int | None, jobs: int) -> int:
    """Return how many texts to put into a batch for so many jobs; None: their number is not known."""
    if text_count is None:
        return BATCH_TEXTS
    return max(1, min(BATCH_TEXTS, text_count // (jobs * _BATCHES_EACH)))


def split_into_batches(
    items: Iterable[Item], length: Callable[[Item], int], max_items: int = BATCH_TEXTS
) -> Iterator[list[Item]]:
    """Yield items in batches, in their order.

    Args:
        items: What to split; no more is taken than the next batch needs.
        length: How many characters an item has.
        max_items: How many items make a batch at most. BATCH_LENGTH characters end one, too.
    """
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += length(item)
        if len(batch) >= max_items or characters >= BATCH_LENGTH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


Label = TypeVar("Label")
Batch = TypeVar("Batch")
Result = TypeVar("Result")


def results_of_batches(
    batches: Iterable[tuple[Label, Batch]],
    submit: Callable[[Batch], Pending[Result]],
    ahead: Callable[[], int],
    *,
    in_order: bool,
) -> Iterator[tuple[Label, Result]]:
    """Yield the label and the result of each batch.

    Args:
        batches: Labels and batches, taken one by one as results are taken.
        submit: Hands out a batch, and returns at once.
        ahead: Says how many batches may be handed out and not yet answered.
        in_order: Whether to yield them in their order, and not as they are done.
    """
    return (_results_in_order if in_order else _results_as_they_are_done)(batches, submit, ahead)


def _results_in_order(
    batches: Iterable[tuple[Label, Batch]], submit: Callable[[Batch], Pending[Result]], ahead: Callable[[], int]
) -> Iterator[tuple[Label, Result]]:
    pending: deque[tuple[Label, Pending[Result]]] = deque()
    for label, batch in batches:
        pending.append((label, submit(batch)))
        while len(pending) > ahead():
            label, work = pending.popleft()
            yield label, work.result()
    for label, work in pending:
        yield label, work.result()


def _results_as_they_are_done(
    batches: Iterable[tuple[Label, Batch]], submit: Callable[[Batch], Pending[Result]], ahead: Callable[[], int]
) -> Iterator[tuple[Label, Result]]:
    done: SimpleQueue[tuple[Label, Pending[Result]]] = SimpleQueue()
    pending_count = 0

    def hand_out(label: Label, batch: Batch) -> None:
        work = submit(batch)
        work.add_done_callback(lambda _: done.put((label, work)))

    for label, batch in batches:
        hand_out(label, batch)
        pending_count += 1
        while pending_count > ahead() or not done.empty():
            label, work = done.get()
            pending_count -= 1
            yield label, work.result()
    for _ in range(pending_count):
        label, work = done.get()
        yield label, work.result()
