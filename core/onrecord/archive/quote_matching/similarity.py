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

MIN_SHARED_RATIO = 0.6
"""The share of the words of the shorter quote from which on two are one, if it is FEWEST words at least."""
MIN_SHARED_WORDS = 4
MIN_RUN_LENGTH = 3
"""Words in a row that count: single words are shared by any two quotes."""

_WORD = re.compile(r"\w+")

WordSpans = list[tuple[str, int, int]]


class Similarity(NamedTuple):
    """How much of the words two quotes share, and which words of either the other has not."""

    alike: float
    here: list[Span]
    there: list[Span]


def compare_quotes(first: str, second: str) -> Similarity | None:
    """How two quotes share their words; None if they do not."""
    first_words, second_words = _word_spans(first), _word_spans(second)
    shorter_length = min(len(first_words), len(second_words))
    if shorter_length < MIN_SHARED_WORDS:
        return None
    matcher = SequenceMatcher(
        None, [word for word, _, _ in first_words], [word for word, _, _ in second_words], autojunk=False
    )
    # An upper bound of what they share, at little cost.
    if matcher.quick_ratio() * (len(first_words) + len(second_words)) / 2 < MIN_SHARED_RATIO * shorter_length:
        return None
    blocks = matcher.get_matching_blocks()
    shared_count = sum(block.size for block in blocks)
    count_in_runs = sum(block.size for block in blocks if block.size >= MIN_RUN_LENGTH)
    if count_in_runs < max(MIN_SHARED_WORDS, MIN_SHARED_RATIO * shorter_length):
        return None
    return Similarity(
        alike=2 * shared_count / (len(first_words) + len(second_words)),
        here=_unshared_spans(first_words, [(block.a, block.a + block.size) for block in blocks]),
        there=_unshared_spans(second_words, [(block.b, block.b + block.size) for block in blocks]),
    )


def comparable_words(text: str) -> list[str]:
    """The words that are compared."""
    return [word for word, _, _ in _word_spans(text)]


def _word_spans(text: str) -> WordSpans:
    return [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def _unshared_spans(words: WordSpans, shared_runs: list[Span]) -> list[Span]:
    """The characters of the words between runs that are shared."""
    gaps = [(before[1], after[0]) for before, after in pairwise([(0, 0), *shared_runs])]
    return [(words[start][1], words[end - 1][2]) for start, end in gaps if end > start]
