"""Find tokens of a Doc by their attributes, without a Python object for each token that is passed over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from spacy.tokens import Doc

TokenRange = tuple[int, int]
"""``(start, end)`` as token indices of a Doc, end exclusive."""

_RUN = re.compile(rb"\x01+")


def tokens_with(doc: Doc, **wanted: Collection[str]) -> list[int]:
    """Return the indices of the tokens that have one of the given values in each attribute.

    Args:
        doc: A Doc that has the attributes.
        **wanted: The values by attributes of ``Doc.to_array``, as ``POS=("NOUN", "PROPN")``; the value ``""``
            stands for an attribute that is not set.
    """
    strings = doc.vocab.strings
    token_indices: Iterable[int] = range(len(doc))
    for attribute, values in wanted.items():
        keys = {strings[value] for value in values}
        column = doc.to_array(attribute).tolist()
        token_indices = [index for index in token_indices if column[index] in keys]
    return list(token_indices)


def runs(doc: Doc, token_indices: Iterable[int]) -> Iterator[TokenRange]:
    """Yield the ranges of these tokens that follow one another without a gap, in the order of the text."""
    is_marked = bytearray(len(doc))
    for index in token_indices:
        is_marked[index] = 1
    return (match.span() for match in _RUN.finditer(is_marked))
