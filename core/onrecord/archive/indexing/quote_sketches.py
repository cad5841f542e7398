"""Sketches of quotes, by which quotes that share their words are found without reading a text.

A sketch is the SKETCH smallest hashes of RUN words in a row: of two quotes that have a share of s of their runs in
common one hash of two is the same with a chance of about 1 - (1 - s)² (Broder 1997, On the resemblance and
containment of documents). Tables, kept in step in the transaction that annotates an article:

- ``sketched``: a row for each hash of a quote; ``shared``: the hashes that several quotes have.
- ``worded``: for a quote hashes of its words (``wording_key``) and of its cue, and the form of its first speaker
  or 0: enough to see that two sources differ.

A quote has the number of its row in ``said``.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from zlib import crc32

from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Annotation, words_of

SKETCH = 2
RUN = 4
LONG_ENOUGH = 8
"""Words from which on a quote in marks has a sketch."""

_WORD = re.compile(r"\w+")


class Sketch(NamedTuple):
    """A quote's place among the attributions, the hashes of its sketch, of its words and cue; its speaker's id."""

    place: int
    marks: list[int]
    words: int
    cue: int
    speaker: str


def add_sketches(
    connection: Connection, first: int, text: str, annotation: Annotation, forms: Mapping[str, int]
) -> None:
    """Add the sketches of an annotation's quotes, in a transaction.

    Args:
        connection: A connection in a transaction.
        first: The row in ``said`` of the first attribution.
        text: The text of the article.
        annotation: The annotation.
        forms: The form of each actor by its id in the annotation.
    """
    sketches = list(_sketches(text, annotation))
    marks = [(mark, first + sketch.place) for sketch in sketches for mark in sketch.marks]
    connection.executemany("INSERT INTO sketched VALUES (?, ?)", marks)
    connection.executemany(
        "INSERT OR IGNORE INTO shared SELECT mark FROM sketched WHERE mark = ? AND quote <> ?", marks
    )
    connection.executemany(
        "INSERT INTO worded VALUES (?, ?, ?, ?)",
        ((first + sketch.place, sketch.words, sketch.cue, forms.get(sketch.speaker, 0)) for sketch in sketches),
    )


def remove_sketches(connection: Connection, first: int, text: str, annotation: Annotation) -> None:
    """Undo ``add_sketches`` with the same text and annotation, in a transaction."""
    sketches = list(_sketches(text, annotation))
    marks = [(mark, first + sketch.place) for sketch in sketches for mark in sketch.marks]
    connection.executemany("DELETE FROM sketched WHERE mark = ? AND quote = ?", marks)
    connection.executemany(
        "DELETE FROM shared WHERE mark = ?1 AND (SELECT count(*) FROM sketched WHERE mark = ?1) < 2",
        ((mark,) for mark, _ in marks),
    )
    connection.executemany("DELETE FROM worded WHERE quote = ?", ((first + sketch.place,) for sketch in sketches))


def clear_sketches(connection: Connection) -> None:
    """Empty the tables."""
    for table in ("sketched", "shared", "worded"):
        connection.execute(f"DELETE FROM {table}")


def wording_key(words: str) -> str:
    """Return the words of a quote in a form in which equal wordings are equal; corrections of wording use it."""
    return " ".join(_WORD.findall(words.casefold()))


def words_hash(words: str) -> int:
    """Return a hash of 31 bits of some words."""
    return crc32(words.encode("utf-8", "surrogatepass")) >> 1


def sketch_hashes(words: str) -> list[int]:
    """Return the hashes of the sketch of a quote's words; none where the quote is too short."""
    tokens = wording_key(words).split()
    smallest: list[int] = []
    for at in range(len(tokens) - RUN + 1) if len(tokens) >= LONG_ENOUGH else ():
        mark = words_hash(" ".join(tokens[at : at + RUN]))
        if mark not in smallest:
            insort(smallest, mark)
            del smallest[SKETCH:]
    return smallest


def _sketches(text: str, annotation: Annotation) -> Iterator[Sketch]:
    for place, attribution in enumerate(annotation.attributions):
        if attribution.kind != "indirect" and (
            marks := sketch_hashes(words := words_of(text, attribution.content))
        ):
            yield Sketch(
                place=place,
                marks=marks,
                words=words_hash(wording_key(words)),
                cue=words_hash(words_of(text, attribution.cue).casefold()),
                speaker=next(iter(attribution.speaker), ""),
            )
