"""Names side by side that are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

NameType = TypeVar("NameType")


def join_neighbours(
    names: Iterable[NameType], join: Callable[[NameType, NameType], NameType | None]
) -> Iterator[NameType]:
    """Yield names in their order, those that belong together as one.

    Args:
        names: The names, in order.
        join: Returns a name and the one after it as one, or None where they are two.
    """
    previous: NameType | None = None
    for name in names:
        joined = None if previous is None else join(previous, name)
        if joined is None and previous is not None:
            yield previous
        previous = name if joined is None else joined
    if previous is not None:
        yield previous
