"""Sets of ids that may be everything but a few."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import NamedTuple


class IdSet(NamedTuple):
    """A set of articles, or of rows of quotes.

    Args:
        ids: The ids.
        inverted: Whether the set is all but these ids.
    """

    ids: set[int]
    inverted: bool = False

    def __and__(self, other: IdSet) -> IdSet:
        match self.inverted, other.inverted:
            case False, False:
                return IdSet(self.ids & other.ids)
            case False, True:
                return IdSet(self.ids - other.ids)
            case True, False:
                return IdSet(other.ids - self.ids)
            case _:
                return IdSet(self.ids | other.ids, True)

    def __invert__(self) -> IdSet:
        return IdSet(self.ids, not self.inverted)

    def __contains__(self, member: object) -> bool:
        return (member in self.ids) is not self.inverted

    def where(self, column: str) -> tuple[str, tuple[str, ...]]:
        """Return an SQL condition that a column's value is in the set, and the values of its parameters."""
        if self.inverted and not self.ids:
            return "1", ()
        sign = "NOT IN" if self.inverted else "IN"
        return f"{column} {sign} (SELECT value FROM json_each(?))", (json.dumps(list(self.ids)),)


EVERYTHING = IdSet(set(), True)


def intersection(parts: Iterable[IdSet]) -> IdSet:
    """Return what is in all of the sets."""
    return reduce(and_, parts, EVERYTHING)


def union(parts: Iterable[IdSet]) -> IdSet:
    """Return what is in at least one of the sets."""
    # By De Morgan's law.
    return ~intersection(~part for part in parts)
