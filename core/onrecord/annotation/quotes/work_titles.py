"""Titles in quotation marks, which nobody says: the song “Imagine”, the show “Morning Talk”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.annotation.text.words import WORD

_LAST_WORD = re.compile(r"([^\W\d_]+)[\s,:]*$")
_SMALL = frozenset("a an and as at but by for from in into nor of off on or so the to up vs with".split())
_LONGEST = 8
_CONTEXT = 40  # characters before a quotation in which the word for the work stands


def looks_like_title(words: str) -> bool:
    """Whether quoted words look like the title of a work, a show or a slogan: few, and all with capitals."""
    found = WORD.findall(words[:200]) if len(words) <= 200 else []
    return 0 < len(found) <= _LONGEST and all(
        word[0].isupper() or word[0].isdigit() or word in _SMALL for word in found
    )


def is_work_title(text: str, quotation: Quotation, works: frozenset[str], *, handled: bool) -> bool:
    """Whether a quotation is the title of a work.

    ``works`` are the nouns for works, in the singular; ``handled`` is true where the verb before the quotation
    is one of making or enjoying works: sang “Imagine”.
    """
    inner = text[slice(*quotation.inner)].strip()
    if not looks_like_title(inner) or inner[-1] in "?!":
        return False
    before = _LAST_WORD.search(text[max(0, quotation.start - _CONTEXT) : quotation.start])
    noun = before.group(1).lower() if before is not None else ""
    return handled or noun in works or noun.removesuffix("s") in works


def are_work_titles(text: str, quotations: Iterable[Quotation], works: frozenset[str], *, handled: bool) -> bool:
    """Whether there are quotations and all of them are titles of works."""
    found = list(quotations)
    return bool(found) and all(is_work_title(text, quotation, works, handled=handled) for quotation in found)
