"""Work on one batch goes on in other threads while the next one is prepared."""

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
    """Each item with its result, in their order.

    Of batches of ``size`` items each is begun before the one before it is finished, so that what ``begin`` gives
    to other threads is worked on meanwhile.
    """
    stream = iter(stream)
    waiting: tuple[list[Item], Begun] | None = None
    while batch := list(islice(stream, size)):
        following = (batch, begin(batch))
        if waiting is not None:
            yield from zip(waiting[0], finish(waiting[1]), strict=True)
        waiting = following
    if waiting is not None:
        yield from zip(waiting[0], finish(waiting[1]), strict=True)
