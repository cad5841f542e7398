"""The words and paragraphs of a text, for moving and selecting by them."""

from __future__ import annotations

import re

from onrecord.base.records import Span

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_STEP = 200  # characters that are searched at once, going backwards


def next_word(text: str, offset: int) -> int:
    """Return the offset at which the next word begins; the end of the text if there is none."""
    current_word = _WORD.match(text, offset)
    following_word = _WORD.search(text, current_word.end() if current_word else offset)
    return following_word.start() if following_word else len(text)


def word_end(text: str, offset: int) -> int:
    """Return the last character of the first word that ends after an offset; the end of the text if none does."""
    words = _WORD.finditer(text, previous_word(text, offset + 1))
    return next((word.end() - 1 for word in words if word.end() - 1 > offset), len(text))


def previous_word(text: str, offset: int) -> int:
    """Return the offset at which the word around or before an offset begins; 0 if there is none."""
    start = offset
    while start > 0:
        start = max(start - _STEP, 0)
        words = [word.start() for word in _WORD.finditer(text, start, offset)]
        if start == 0 or len(words) > 1:
            return words[-1] if words else 0
    return 0


def word_at(text: str, offset: int) -> Span | None:
    """Return the word that has the character at an offset; None between words."""
    start = previous_word(text, offset + 1)
    word = _WORD.match(text, start)
    return word.span() if word and word.start() <= offset < word.end() else None


def paragraph_at(text: str, offset: int) -> Span:
    """Return the line of the text, without its line break, that has the character at an offset."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(text)
