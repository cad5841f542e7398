"""Regular expressions of a query: made, tried on texts for a limited time, and the words that they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

from onrecord.archive.storage.errors import QueryTooSlow
from onrecord.base.records import Span

if TYPE_CHECKING:
    from regex import Pattern as Compiled

TIMEOUT = 0.5
"""Seconds that an expression may take for one text; a sound one takes some thousandths for a long one."""

_MAX_LENGTH, _MAX_REPETITIONS = 1000, 10_000
_REPETITION = re.compile(r"(?<!\\)\{(?:\d*,)?(\d+)")

_PIECE = re.compile(
    r"(?P<gap>\\b|\\s|\\[ !-/:-@\[-`{-~]|[ ,;:!%&@~'\"<>=^$-])|(?P<word>[A-Za-z0-9]+)"
    r"|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.",
    re.DOTALL,
)
"""A piece of an expression: what stands between two words, letters of one, or anything else."""


@lru_cache(maxsize=64)
def compile_pattern(pattern: str) -> Compiled[str]:
    """The expression, which does not tell upper from lower case. Raises ValueError and tells where, from 0.

    ``ValueError.args`` are the message and the place.
    """
    # Slow to import, and needed by few queries.
    import regex

    # The library writes repetitions out, in the worst case each within all others.
    if len(pattern) > _MAX_LENGTH or prod(int(count) for count in _REPETITION.findall(pattern)) > _MAX_REPETITIONS:
        raise ValueError("too large", 0)
    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
    except regex.error as error:
        raise ValueError(error.msg, error.pos or 0) from error
    except (RecursionError, OverflowError, MemoryError) as error:
        raise ValueError("too large", 0) from error


def matches(pattern: str, text: str) -> bool:
    """Whether an expression is found in a text; in an empty one nothing is. Raises QueryTooSlow."""
    try:
        # The library lets other threads run meanwhile.
        return bool(text) and compile_pattern(pattern).search(text, timeout=TIMEOUT) is not None
    except (TimeoutError, MemoryError):
        raise QueryTooSlow(pattern) from None


def match_spans(pattern: str, text: str) -> Iterator[Span]:
    """Where an expression is found in a text, but for empty places. Raises QueryTooSlow."""
    try:
        for match in compile_pattern(pattern).finditer(text, timeout=TIMEOUT):
            if match.end() > match.start():
                yield match.span()
    except (TimeoutError, MemoryError):
        raise QueryTooSlow(pattern) from None


def required_words(pattern: str) -> list[tuple[str, bool]]:
    """Words that every text in which an expression is found holds: each, and whether only as a beginning.

    Only what is certain at a glance: letters and digits outside groups, after a gap between words. (A gap is also
    ``\\b``, which is none for the index beside a sign like ½: a word that such a sign precedes is missed.)
    """
    if "|" in pattern or "(?" in pattern:
        return []
    words: list[tuple[str, bool]] = []
    pieces = [*_PIECE.finditer(pattern)]
    following = [*(piece[0] for piece in pieces[1:]), "", ""]
    depth, after_gap = 0, False
    for index, piece in enumerate(pieces):
        depth += (piece[0] == "(") - (piece[0] == ")")
        is_repeated = following[index] in tuple("*+?{")
        if piece["word"] and after_gap and not depth:
            # The last letter may be missing, and so may the gap after it.
            word = piece["word"][:-1] if is_repeated else piece["word"]
            is_complete = (
                not is_repeated and _is_gap(pieces[index + 1 :]) and following[index + 1] not in tuple("*?{")
            )
            if word:
                words.append((word, not is_complete))
        after_gap = piece["gap"] is not None and (not is_repeated or following[index] == "+")
        if piece[0] == "+":
            after_gap = index > 0 and pieces[index - 1]["gap"] is not None
    return words


def _is_gap(pieces: list[re.Match[str]]) -> bool:
    return bool(pieces) and pieces[0]["gap"] is not None and pieces[0][0] != r"\b"
