"""Signs by which a kind of file is told: how it begins, its ending, and signs put together."""

from __future__ import annotations

import re
from collections.abc import Callable

from onrecord.ingest.document import Document

Sign = Callable[[Document], object]


def begins(pattern: bytes) -> Sign:
    """Return the sign that the text of a document begins with a pattern, in small or in large letters."""
    matches = re.compile(pattern, re.IGNORECASE).match
    return lambda document: matches(document.opening)


def has_bytes(*signatures: bytes, at: int = 0) -> Sign:
    """Return the sign that certain bytes stand at a place of a document."""
    return lambda document: document.head.startswith(signatures, at)


def has_ending(*endings: str) -> Sign:
    """Return the sign that the name of a document has one of the endings."""
    return lambda document: document.ending in endings


def either(*signs: Sign) -> Sign:
    """Return the sign that one of the signs is there."""
    return lambda document: any(sign(document) for sign in signs)


def both(*signs: Sign) -> Sign:
    """Return the sign that all of the signs are there."""
    return lambda document: all(sign(document) for sign in signs)
