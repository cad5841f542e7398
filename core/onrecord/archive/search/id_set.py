"""Sets of what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import NamedTuple


class IdSet(NamedTuple):
    """A set of articles, or of quotes: those with these ids, or (``inverted``) all but those."""

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
        """The condition in SQL that what stands in a column is in it, and the values of that condition."""
        if self.inverted and not self.ids:
            return "1", ()
        sign = "NOT IN" if self.inverted else "IN"
        return f"{column} {sign} (SELECT value FROM json_each(?))", (json.dumps(list(self.ids)),)


EVERYTHING = IdSet(set(), True)


def intersection(parts: Iterable[IdSet]) -> IdSet:
    """What is in each of them."""
    return reduce(and_, parts, EVERYTHING)


def union(parts: Iterable[IdSet]) -> IdSet:
    """What is in one of them: not outside all of them."""
    return ~intersection(~part for part in parts)
