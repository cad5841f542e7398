"""Let other threads work on one batch while the next one is prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Begun = TypeVar("Begun")
Result = TypeVar("Result")


def prefetch(
    stream: Iterable[Item],
    size: int,
    begin: Callable[[list[Item]], Begun],
    finish: Callable[[Begun], Sequence[Result]],
) -> Iterator[tuple[Item, Result]]:
    """Yield each item with its result, in their order.

    Each batch is begun before the one before it is finished, so that other threads work on it meanwhile.

    Args:
        stream: The items; no more than one batch is taken ahead.
        size: How many items a batch has.
        begin: Gives a batch to other threads, and returns at once.
        finish: Waits for a batch that was begun, and returns a result for each of its items.
    """
    stream = iter(stream)
    pending: tuple[list[Item], Begun] | None = None
    while batch := list(islice(stream, size)):
        next_pending = (batch, begin(batch))
        if pending is not None:
            yield from zip(pending[0], finish(pending[1]), strict=True)
        pending = next_pending
    if pending is not None:
        yield from zip(pending[0], finish(pending[1]), strict=True)
