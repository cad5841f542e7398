"""Puts the texts of articles right before they are stored and annotated."""

from __future__ import annotations

import re

from onrecord.base.records import Draft
from onrecord.ingest.document import clean
from onrecord.ingest.flowing_text import flowing

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and letters without a width, which part words for programs alone."""
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00c5\u00d0\u00d1\u00e2][\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
"""What letters of UTF-8 look like that were read in the encoding of Windows or in Latin-1."""


def repaired(draft: Draft) -> Draft:
    """Return the article with its text and its facts put right."""
    draft.text = repaired_text(draft.text)
    for name in ("title", "source", "author"):
        setattr(draft, name, _letters(clean(getattr(draft, name))))
    return draft


def repaired_text(text: str) -> str:
    """Return a text with flowing lines and without mojibake."""
    return flowing(_letters(clean(text)))


def _letters(text: str) -> str:
    """Return the text with its letters as they were meant."""
    if text.isascii():
        return text
    if _MOJIBAKE.search(text):
        import ftfy

        text = ftfy.fix_encoding(text)
    return _LIGATURES.sub(lambda ligature: _SPELLED[ligature[0]], _INVISIBLE.sub("", text))


_SPELLED = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
