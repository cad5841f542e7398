"""The places where a pattern is found in a text."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right

from onrecord.base.records import Span
from onrecord.tui.text.highlighting import Mark


class TextMatches:
    """The matches of a pattern in a text, in their order.

    Only their offsets are held: one letter is found a hundred thousand times in a book.
    """

    def __init__(self, text: str = "", pattern: str = "") -> None:
        """Find a pattern.

        Args:
            text: The text.
            pattern: Plain text. A space also matches a line break; case counts only if the pattern has capitals.
        """
        self._starts, self._ends = array("l"), array("l")
        words = [re.escape(word) for word in pattern.split()]
        flags = re.NOFLAG if pattern != pattern.lower() else re.IGNORECASE
        for match in re.finditer(r"\s+".join(words), text, flags) if words else ():
            self._starts.append(match.start())
            self._ends.append(match.end())

    def __len__(self) -> int:
        return len(self._starts)

    def span(self, index: int) -> Span:
        """Return the place of a match, by its index from 0."""
        return self._starts[index], self._ends[index]

    def count_before(self, offset: int) -> int:
        """Return how many matches begin before an offset."""
        return bisect_left(self._starts, offset)

    def overlapping(self, start: int, end: int) -> list[Mark]:
        """Return marks on the matches that share a character with this span."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return [Mark(*self.span(index), "found") for index in range(first, last)]
