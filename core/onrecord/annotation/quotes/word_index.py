"""The words of a text by number, and spans of characters as sets of words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence

from onrecord.annotation.text.words import WORD
from onrecord.base.records import Span


class WordIndex:
    """The words of one text, counted from 0."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in WORD.finditer(text)]
        self._text = text
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def words(self, spans: Iterable[Span]) -> frozenset[int]:
        """Return the words in spans, those that a span only touches a part of included."""
        return frozenset(
            word
            for start, end in spans
            for word in range(bisect_right(self.ends, start), bisect_left(self.starts, end))
        )

    def parts(self, spans: Sequence[Span], wanted: Collection[int]) -> list[Span]:
        """Return the parts of spans whose words are all wanted; a whole span as it is, if it can be.

        Args:
            spans: The spans, in characters.
            wanted: The words that may stay.
        """
        parts: list[Span] = []
        for start, end in spans:
            run: list[int] = []
            words = range(bisect_right(self.ends, start), bisect_left(self.starts, end))
            if all(word in wanted for word in words):
                parts.append((start, end))
                continue
            for word in (*words, -1):
                if word in wanted:
                    run.append(word)
                elif run:
                    first = start if run[0] == words[0] else self.starts[run[0]]
                    last = end if run[-1] == words[-1] else self.ends[run[-1]]
                    parts.append((first, last))
                    run = []
        return parts

    def merge(self, spans: Iterable[Span]) -> list[Span]:
        """Return spans in order, those of one paragraph merged where no word lies between them."""
        merged: list[Span] = []
        for start, end in sorted(spans):
            if merged and not self._are_parted(merged[-1][1], start):
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return merged

    def _are_parted(self, end: int, start: int) -> bool:
        """Return whether a word or the end of a paragraph lies between two spans."""
        has_words = bisect_right(self.ends, end) < bisect_left(self.starts, start)
        return has_words or "\n" in self._text[end:start]
