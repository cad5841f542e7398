"""Bookmarks in a text: notes on a word that hold nothing but an apostrophe and a letter, such as ``'a``.

As notes they are stored, listed, exported and taken back like these, and stay with their words in a new version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter

from onrecord.base.records import Note, Span
from onrecord.tui.text.motions import next_word, previous_word, word_at

_BOOKMARK = re.compile("'([a-z])")


def bookmark_body(letter: str) -> str:
    """Return the text of the note that is a bookmark."""
    return f"'{letter}"


def bookmark_letter(note: Note) -> str:
    """Return the letter of a note that is a bookmark; empty for any other."""
    match = _BOOKMARK.fullmatch(note.body) if note.anchor else None
    return match[1] if match else ""


def bookmarks(notes: Iterable[Note]) -> dict[str, Note]:
    """Return the bookmarks among the notes on an article by their letters, in the order of these."""
    lettered = [(bookmark_letter(note), note) for note in notes if not note.version]
    return dict(sorted(((letter, note) for letter, note in lettered if letter), key=itemgetter(0)))


def nearest_word(text: str, offset: int) -> Span | None:
    """Return the word at an offset, or else the next one, or else the last one; None in a text without words."""
    candidates = (offset, next_word(text, offset), previous_word(text, len(text)))
    return next(filter(None, (word_at(text, candidate) for candidate in candidates)), None)
