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

_LONGEST, _MOST = 1000, 10_000
_COUNT = re.compile(r"(?<!\\)\{(?:\d*,)?(\d+)")

_PIECE = re.compile(
    r"(?P<gap>\\b|\\s|\\[ !-/:-@\[-`{-~]|[ ,;:!%&@~'\"<>=^$-])|(?P<word>[A-Za-z0-9]+)"
    r"|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.",
    re.DOTALL,
)
"""A piece of an expression: what stands between two words, letters of one, or anything else."""


@lru_cache(maxsize=64)
def compiled(pattern: str) -> Compiled[str]:
    """The expression, which does not tell upper from lower case. Raises ValueError and tells where, from 0.

    ``ValueError.args`` are the message and the place.
    """
    # Slow to import, and needed by few queries.
    import regex

    # The library writes repetitions out, in the worst case each within all others.
    if len(pattern) > _LONGEST or prod(int(count) for count in _COUNT.findall(pattern)) > _MOST:
        raise ValueError("too large", 0)
    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
    except regex.error as error:
        raise ValueError(error.msg, error.pos or 0) from error
    except (RecursionError, OverflowError, MemoryError) as error:
        raise ValueError("too large", 0) from error


def holds(pattern: str, text: str) -> bool:
    """Whether an expression is found in a text; in an empty one nothing is. Raises QueryTooSlow."""
    try:
        # The library lets other threads run meanwhile.
        return bool(text) and compiled(pattern).search(text, timeout=TIMEOUT) is not None
    except (TimeoutError, MemoryError):
        raise QueryTooSlow(pattern) from None


def spans(pattern: str, text: str) -> Iterator[Span]:
    """Where an expression is found in a text, but for empty places. Raises QueryTooSlow."""
    try:
        for match in compiled(pattern).finditer(text, timeout=TIMEOUT):
            if match.end() > match.start():
                yield match.span()
    except (TimeoutError, MemoryError):
        raise QueryTooSlow(pattern) from None


def needed(pattern: str) -> list[tuple[str, bool]]:
    """Words that every text in which an expression is found holds: each, and whether only as a beginning.

    Only what is certain at a glance: letters and digits outside groups, after a gap between words. (A gap is also
    ``\\b``, which is none for the index beside a sign like ½: a word that such a sign precedes is missed.)
    """
    if "|" in pattern or "(?" in pattern:
        return []
    found: list[tuple[str, bool]] = []
    pieces = [*_PIECE.finditer(pattern)]
    after = [*(piece[0] for piece in pieces[1:]), "", ""]
    depth, gap = 0, False
    for number, piece in enumerate(pieces):
        depth += (piece[0] == "(") - (piece[0] == ")")
        repeated = after[number] in tuple("*+?{")
        if piece["word"] and gap and not depth:
            # The last letter may be missing, and so may the gap after it.
            word = piece["word"][:-1] if repeated else piece["word"]
            ended = not repeated and _is_gap(pieces[number + 1 :]) and after[number + 1] not in tuple("*?{")
            if word:
                found.append((word, not ended))
        gap = piece["gap"] is not None and (not repeated or after[number] == "+")
        if piece[0] == "+":
            gap = number > 0 and pieces[number - 1]["gap"] is not None
    return found


def _is_gap(pieces: list[re.Match[str]]) -> bool:
    return bool(pieces) and pieces[0]["gap"] is not None and pieces[0][0] != r"\b"
