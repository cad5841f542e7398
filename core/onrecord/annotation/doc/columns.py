"""The tokens of a Doc that have what is looked for, without a Python object for each of the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from spacy.tokens import Doc

TokenRange = tuple[int, int]
"""``(start, end)`` as token indices of a Doc, end exclusive."""

_RUN = re.compile(rb"\x01+")


def tokens_with(doc: Doc, **wanted: Collection[str]) -> list[int]:
    """The numbers of the tokens that have one of these values in each attribute, as ``POS=("NOUN", "PROPN")``.

    Attributes are those of ``Doc.to_array``; ``""`` stands for none.
    """
    names = doc.vocab.strings
    found: Iterable[int] = range(len(doc))
    for attribute, values in wanted.items():
        keys = {names[value] for value in values}
        column = doc.to_array(attribute).tolist()
        found = [at for at in found if column[at] in keys]
    return list(found)


def runs(doc: Doc, tokens: Iterable[int]) -> Iterator[TokenRange]:
    """Those tokens that follow one another without a gap, as ranges in the text's order."""
    marked = bytearray(len(doc))
    for at in tokens:
        marked[at] = 1
    return (match.span() for match in _RUN.finditer(marked))
