"""The same words in several articles: quotes that are one, though a source changed some of them.

Two quotes share their words if most of the words of the shorter one stand in the longer one, in the same order and
some in a row.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from onrecord.base.records import Span

SHARED = 0.6
"""The share of the words of the shorter quote from which on two are one, if it is FEWEST words at least."""
FEWEST = 4
PHRASE = 3
"""Words in a row that count: single words are shared by any two quotes."""

_WORD = re.compile(r"\w+")

Words = list[tuple[str, int, int]]


class Likeness(NamedTuple):
    """How much of the words two quotes share, and which words of either the other has not."""

    alike: float
    here: list[Span]
    there: list[Span]


def compare(one: str, other: str) -> Likeness | None:
    """How two quotes share their words; None if they do not."""
    here, there = _words(one), _words(other)
    shorter = min(len(here), len(there))
    if shorter < FEWEST:
        return None
    matcher = SequenceMatcher(None, [word for word, _, _ in here], [word for word, _, _ in there], autojunk=False)
    # An upper bound of what they share, at little cost.
    if matcher.quick_ratio() * (len(here) + len(there)) / 2 < SHARED * shorter:
        return None
    blocks = matcher.get_matching_blocks()
    shared = sum(block.size for block in blocks)
    together = sum(block.size for block in blocks if block.size >= PHRASE)
    if together < max(FEWEST, SHARED * shorter):
        return None
    return Likeness(
        alike=2 * shared / (len(here) + len(there)),
        here=_between(here, [(block.a, block.a + block.size) for block in blocks]),
        there=_between(there, [(block.b, block.b + block.size) for block in blocks]),
    )


def words_in(text: str) -> list[str]:
    """The words that are compared."""
    return [word for word, _, _ in _words(text)]


def _words(text: str) -> Words:
    return [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def _between(words: Words, shared: list[Span]) -> list[Span]:
    """The characters of the words between runs that are shared."""
    gaps = [(before[1], after[0]) for before, after in pairwise([(0, 0), *shared])]
    return [(words[start][1], words[end - 1][2]) for start, end in gaps if end > start]
