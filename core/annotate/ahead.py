"""Work on one batch while the next one is prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Prepared = TypeVar("Prepared")
Result = TypeVar("Result")


def ahead(
    stream: Iterable[Item],
    size: int,
    prepare: Callable[[list[Item]], Prepared],
    work: Callable[[Prepared], Sequence[Result]],
) -> Iterator[tuple[Item, Result]]:
    """Each item with what ``work`` made of it, in their order.

    Batches of ``size`` items are prepared in the caller's thread; another thread works on the one before.
    """
    stream = iter(stream)
    waiting: tuple[list[Item], Future[Sequence[Result]]] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="model") as worker:
        while batch := list(islice(stream, size)):
            following = (batch, worker.submit(work, prepare(batch)))
            if waiting is not None:
                yield from zip(waiting[0], waiting[1].result(), strict=True)
            waiting = following
        if waiting is not None:
            yield from zip(waiting[0], waiting[1].result(), strict=True)
