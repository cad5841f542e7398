"""Sketches of quotes, by which those that share their words are found.

A sketch is the SKETCH smallest hashes of RUN words in a row: of two quotes that have a share of s of their runs in
common one hash of two is the same with a chance of about 1 - (1 - s)² (Broder 1997, On the resemblance and
containment of documents).
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator
from zlib import crc32

from core.records import Annotation, words_of

SKETCH = 2
RUN = 4
LONG_ENOUGH = 8
"""Words from which on a quote in marks has a sketch."""

_WORD = re.compile(r"\w+")


def sketches(text: str, annotation: Annotation) -> Iterator[tuple[int, str]]:
    """The places of quotes in marks among the attributions, with the words that stand for their sketches."""
    for index, attribution in enumerate(annotation.attributions):
        if attribution.kind != "indirect":
            words = [word.casefold() for word in _WORD.findall(words_of(text, attribution.content))]
            if len(words) >= LONG_ENOUGH:
                yield index, " ".join(f"{mark:x}" for mark in _smallest(words))


def _smallest(words: list[str]) -> list[int]:
    smallest: list[int] = []
    for at in range(len(words) - RUN + 1):
        mark = crc32(" ".join(words[at : at + RUN]).encode("utf-8", "surrogatepass"))
        if mark not in smallest:
            insort(smallest, mark)
            del smallest[SKETCH:]
    return smallest
