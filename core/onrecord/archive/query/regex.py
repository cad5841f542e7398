"""Regular expressions of a query: compiled, matched within a time limit, and the words that they require."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

from onrecord.archive.query.query_errors import QueryTooSlow
from onrecord.base.records import Span

if TYPE_CHECKING:
    from regex import Pattern as Compiled

TIMEOUT = 0.5
"""Seconds that an expression may take for one text; a reasonable one takes milliseconds for a long text."""

_MAX_LENGTH, _MAX_REPETITIONS = 1000, 10_000
_REPETITION = re.compile(r"(?<!\\)\{(?:\d*,)?(\d+)")

_PIECE = re.compile(
    r"(?P<gap>\\b|\\s|\\[ !-/:-@\[-`{-~]|[ ,;:!%&@~'\"<>=^$-])|(?P<word>[A-Za-z0-9]+)"
    r"|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.",
    re.DOTALL,
)
"""A piece of an expression: a gap between words, the letters of a word, or anything else."""


@lru_cache(maxsize=64)
def compile_pattern(pattern: str) -> Compiled[str]:
    """Return the compiled expression, which ignores case.

    Raises:
        ValueError: The expression is not valid; its ``args`` are the message and the position of the error, from
            0.
    """
    # Slow to import, and needed by few queries.
    import regex

    # The library unrolls repetitions; nested ones multiply.
    if len(pattern) > _MAX_LENGTH or prod(int(count) for count in _REPETITION.findall(pattern)) > _MAX_REPETITIONS:
        raise ValueError("too large", 0)
    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
    except regex.error as error:
        raise ValueError(error.msg, error.pos or 0) from error
    except (RecursionError, OverflowError, MemoryError) as error:
        raise ValueError("too large", 0) from error


def matches(pattern: str, text: str) -> bool:
    """Return whether an expression matches anywhere in a text; in an empty text nothing matches.

    Raises:
        QueryTooSlow: The expression takes longer than ``TIMEOUT``.
    """
    try:
        # The library lets other threads run meanwhile.
        return bool(text) and compile_pattern(pattern).search(text, timeout=TIMEOUT) is not None
    except (TimeoutError, MemoryError):
        raise QueryTooSlow(pattern) from None


def match_spans(pattern: str, text: str) -> Iterator[Span]:
    """Yield the spans of a text that an expression matches, without empty ones.

    Raises:
        QueryTooSlow: The expression takes longer than ``TIMEOUT``.
    """
    try:
        for match in compile_pattern(pattern).finditer(text, timeout=TIMEOUT):
            if match.end() > match.start():
                yield match.span()
    except (TimeoutError, MemoryError):
        raise QueryTooSlow(pattern) from None


def required_words(pattern: str) -> list[tuple[str, bool]]:
    r"""Return words that every text matched by an expression contains.

    Only words that are certain at a glance: letters and digits outside groups, after a gap between words. ``\b``
    counts as a gap, although the index sees none after a sign such as ½: a word after such a sign is missed.

    Returns:
        Each word with whether it is only a prefix.
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
            # A repetition may make the last letter optional, or the gap after the word.
            word = piece["word"][:-1] if is_repeated else piece["word"]
            is_complete = (
                not is_repeated and _is_gap(pieces[index + 1 :]) and following[index + 1] not in tuple("*?{")
            )
            if word:
                words.append((word, not is_complete))
        gap = pieces[index - 1] if piece[0] == "+" and index else piece
        after_gap = gap["gap"] is not None
    return words


def _is_gap(pieces: list[re.Match[str]]) -> bool:
    return bool(pieces) and pieces[0]["gap"] is not None and pieces[0][0] != r"\b"
