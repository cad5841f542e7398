"""Batches of texts that several annotators share: cut, handed out, and answered in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from onrecord.base.records import Annotation

Outcome = Annotation | str
"""The annotation of a text, or a sentence why there is none."""

BATCH_TEXTS = 32
"""How many texts make a batch at most: few enough that none of them waits for long."""

BATCH_LENGTH = 120_000
"""How many characters make a batch, more or less."""

_BATCHES_EACH = 4
"""How many batches each annotator gets at least, so that all have work until the end."""

Item = TypeVar("Item")
Result_co = TypeVar("Result_co", covariant=True)


class Pending(Protocol[Result_co]):
    """Work that was handed out, as the standard library's Future and dask's are."""

    def result(self) -> Result_co:
        """Wait for the work, and return what came of it."""


class BatchEngine(Protocol):
    """Something that annotates batches: processes on this machine, or on many."""

    @property
    def jobs(self) -> int:
        """How many batches are annotated side by side."""

    def annotate(
        self, batches: Iterable[tuple[Item, Sequence[tuple[str, str]]]]
    ) -> Iterator[tuple[Item, list[Outcome]]]:
        """Yield what came of each batch under the label that was given with it, in their order.

        Batches are taken as they are needed. An article is a text and its language.
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


def results_in_order(
    batches: Iterable[tuple[Label, Batch]], submit: Callable[[Batch], Pending[Result]], ahead: Callable[[], int]
) -> Iterator[tuple[Label, Result]]:
    """Yield the label and the result of each batch, in their order.

    Args:
        batches: Labels and batches, taken one by one as results are taken.
        submit: Hands out a batch, and returns at once.
        ahead: Says how many batches may be handed out and not yet answered.
    """
    pending: deque[tuple[Label, Pending[Result]]] = deque()
    for label, batch in batches:
        pending.append((label, submit(batch)))
        while len(pending) > ahead():
            label, work = pending.popleft()
            yield label, work.result()
    for label, work in pending:
        yield label, work.result()
