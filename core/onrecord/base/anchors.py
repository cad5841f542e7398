"""The passage that a note is about: named so that it is found again when the text around it shifts.

After the W3C Web Annotation Data Model, 4.2.4 (Text Quote Selector) and 4.2.5 (Text Position Selector).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, takewhile

from onrecord.base.records import Anchor, Span

CONTEXT = 32
"""Characters before and after a passage that tell it from others of the same words."""


def anchor_at(text: str, span: Span) -> Anchor:
    """Return the anchor of a passage of a text."""
    start, end = span
    return Anchor(
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        start=start,
        end=end,
    )


def find_anchor(anchor: Anchor, text: str) -> Span | None:
    """Return where the passage stands in a text that may have changed since, or None if its words are gone.

    Among several passages of the same words it is the one with most of the old text around it, then the one
    nearest to the old place. Where the words are found only with other spacing, that will do.
    """
    spans = _places(anchor, text)
    return max(spans, key=lambda span: (_shared(anchor, text, span), -abs(span[0] - anchor.start)), default=None)


def find_only_anchor(anchor: Anchor, text: str) -> Span | None:
    """Return where the passage stands as ``find_anchor`` does, or None if several places are equally like it.

    The old place does not count, as it may be wrong.
    """
    whole = f"{anchor.prefix}{anchor.exact}{anchor.suffix}"
    if anchor.exact.strip() and len(starts := list(islice(_starts(whole, text), 2))) == 1:
        start = starts[0] + len(anchor.prefix)
        return start, start + len(anchor.exact)
    shared_of = {span: _shared(anchor, text, span) for span in _places(anchor, text)}
    most = max(shared_of.values(), default=0)
    best = [span for span, shared in shared_of.items() if shared == most]
    return best[0] if len(best) == 1 else None


def _places(anchor: Anchor, text: str) -> list[Span]:
    """Return all places of the passage's words, with other spacing only where they are nowhere as they are."""
    words = " ".join(anchor.exact.split())
    if not words:
        return []
    spans = [(start, start + len(anchor.exact)) for start in _starts(anchor.exact, text)]
    if spans:
        return spans
    squeezed, offsets = _squeezed(text)
    return [(offsets[start], offsets[start + len(words) - 1] + 1) for start in _starts(words, squeezed)]


def _starts(words: str, text: str) -> Iterator[int]:
    """Yield each offset at which words occur in a text; occurrences may overlap."""
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


@lru_cache(maxsize=1)
def _squeezed(text: str) -> tuple[str, array[int]]:
    """Return a text with one space for each run of white space, and where each of its characters stands."""
    words: list[str] = []
    offsets = array("L")
    for match in re.finditer(r"\S+", text):
        if words:
            offsets.append(match.start() - 1)
        words.append(match[0])
        offsets.extend(range(*match.span()))
    return " ".join(words), offsets


def _shared(anchor: Anchor, text: str, span: Span) -> int:
    """Return how many characters next to the passage are those of the anchor's prefix and suffix."""
    before = text[max(0, span[0] - len(anchor.prefix)) : span[0]]
    after = text[span[1] : span[1] + len(anchor.suffix)]
    return _common(reversed(before), reversed(anchor.prefix)) + _common(after, anchor.suffix)


def _common(text: Iterable[str], other: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, other, strict=False)))
