"""Titles of works in quotation marks, which nobody says: the song “Imagine”, the show “Morning Talk”."""

from __future__ import annotations

import re
from collections.abc import Collection

from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.annotation.text.words import WORD

_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s,:]*$")
_SMALL_WORDS = frozenset("a an and as at but by for from in into nor of off on or so the to up vs with".split())
_LONGEST_TITLE = 200  # characters
_MOST_WORDS = 8
_CONTEXT = 40  # characters before a quotation in which the word for the work stands


def looks_like_title(words: str) -> bool:
    """Return whether quoted words look like the title of a work or a slogan: few, and all with capitals."""
    title_words = WORD.findall(words) if len(words) <= _LONGEST_TITLE else []
    return 0 < len(title_words) <= _MOST_WORDS and all(
        word[0].isupper() or word[0].isdigit() or word in _SMALL_WORDS for word in title_words
    )


def is_work_title(text: str, quotation: Quotation, work_nouns: frozenset[str], *, has_work_verb: bool) -> bool:
    """Return whether a quotation is the title of a work: the song “Imagine”, sang “Imagine”; not: said “Imagine”.

    Args:
        text: The text.
        quotation: The quotation.
        work_nouns: The nouns for works, in the singular.
        has_work_verb: Whether the verb before the quotation is one of making or enjoying works.
    """
    words = text[slice(*quotation.inner)].strip()
    if not looks_like_title(words) or words[-1] in "?!":
        return False
    before = _WORD_BEFORE.search(text[max(0, quotation.start - _CONTEXT) : quotation.start])
    noun = before.group(1).lower() if before is not None else ""
    return has_work_verb or noun in work_nouns or noun.removesuffix("s") in work_nouns


def are_work_titles(
    text: str, quotations: Collection[Quotation], work_nouns: frozenset[str], *, has_work_verb: bool
) -> bool:
    """Return whether there are quotations and all of them are titles of works, as in ``is_work_title``."""
    return bool(quotations) and all(
        is_work_title(text, quotation, work_nouns, has_work_verb=has_work_verb) for quotation in quotations
    )
