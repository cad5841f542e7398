"""Words and paragraphs of a text, as one moves over them."""

from __future__ import annotations

import re

from onrecord.base.records import Span

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_STEP = 200  # characters that are looked at, at once, on the way back


def next_word(text: str, offset: int) -> int:
    """Where the next word begins; the text's end if there is none."""
    here = _WORD.match(text, offset)
    found = _WORD.search(text, here.end() if here else offset)
    return found.start() if found else len(text)


def previous_word(text: str, offset: int) -> int:
    """Where the word before begins, or this one if the offset is within it; 0 if there is none."""
    start = offset
    while start > 0:
        start = max(start - _STEP, 0)
        words = [word.start() for word in _WORD.finditer(text, start, offset)]
        if start == 0 or len(words) > 1:
            return words[-1] if words else 0
    return 0


def word_at(text: str, offset: int) -> Span | None:
    """The word on a character; None between words."""
    start = previous_word(text, offset + 1)
    word = _WORD.match(text, start)
    return word.span() if word and word.start() <= offset < word.end() else None


def paragraph_at(text: str, offset: int) -> Span:
    """The text's line on which a character stands."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(text)
