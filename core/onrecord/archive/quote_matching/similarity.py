"""Whether two quotes are the same words, though a source may have changed some of them.

They are if most of the words of the shorter quote stand in the longer one, in the same order and partly in runs.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from onrecord.base.records import Span

MIN_SHARED_RATIO = 0.6
"""The share of the words of the shorter quote that both must have."""
MIN_SHARED_WORDS = 4
"""The number of words that both must have in any case."""
MIN_RUN_LENGTH = 3
"""The shortest run of words that counts: any two quotes share single words."""

_WORD = re.compile(r"\w+")

WordSpans = list[tuple[str, int, int]]
"""Words, casefolded, with their starts and ends in characters of the quote."""


class Similarity(NamedTuple):
    """How the words of two quotes compare.

    Args:
        ratio: The share of the words of both that they share, from 0 to 1.
        first_only: The spans of the first quote's words that the second has not.
        second_only: The spans of the second quote's words that the first has not.
    """

    ratio: float
    first_only: list[Span]
    second_only: list[Span]


def compare_quotes(first: str, second: str) -> Similarity | None:
    """Return how the words of two quotes compare, None if they are not the same words."""
    first_words, second_words = _word_spans(first), _word_spans(second)
    shorter_length = min(len(first_words), len(second_words))
    if shorter_length < MIN_SHARED_WORDS:
        return None
    matcher = SequenceMatcher(
        None, [word for word, _, _ in first_words], [word for word, _, _ in second_words], autojunk=False
    )
    # A cheap upper bound of what they share.
    if matcher.quick_ratio() * (len(first_words) + len(second_words)) / 2 < MIN_SHARED_RATIO * shorter_length:
        return None
    blocks = matcher.get_matching_blocks()
    shared_count = sum(block.size for block in blocks)
    count_in_runs = sum(block.size for block in blocks if block.size >= MIN_RUN_LENGTH)
    if count_in_runs < max(MIN_SHARED_WORDS, MIN_SHARED_RATIO * shorter_length):
        return None
    return Similarity(
        ratio=2 * shared_count / (len(first_words) + len(second_words)),
        first_only=_unshared_spans(first_words, [(block.a, block.a + block.size) for block in blocks]),
        second_only=_unshared_spans(second_words, [(block.b, block.b + block.size) for block in blocks]),
    )


def comparable_words(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [word for word, _, _ in _word_spans(text)]


def _word_spans(text: str) -> WordSpans:
    return [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def _unshared_spans(words: WordSpans, shared_runs: list[Span]) -> list[Span]:
    """Return the spans of the words between shared runs."""
    gaps = [(before[1], after[0]) for before, after in pairwise([(0, 0), *shared_runs])]
    return [(words[start][1], words[end - 1][2]) for start, end in gaps if end > start]
