"""Let sentences end where paragraphs do: a headline without a full stop is no part of the first sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotation.doc.text import text_of
from onrecord.annotation.lexicon.name_span import is_rank
from onrecord.annotation.text.quotation_marks import find_paragraphs

_LONGEST_SENTENCE = 400
"""Tokens without a full stop after which a sentence is cut. To look through sentences takes the square of
their length, and what is longer is a list or no prose."""

_SENTENCE_ENDS = frozenset(".!?…")


@Language.factory("onrecord_paragraphs", default_config={}, assigns=["token.is_sent_start"])
def make_sentence_boundaries(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that starts a sentence with each paragraph; it belongs before the parser."""
    return start_sentences_at_paragraphs


def start_sentences_at_paragraphs(doc: Doc) -> Doc:
    """Start a sentence with each paragraph, and none behind a word or an abbreviated rank; the parser keeps to it.

    A sentence without end is cut.

    Without the latter it takes the first word of a paragraph under a heading for a sentence of its own (``Royal |
    Bank of Canada economist Kim Lee said``), and ``Cpl.`` for the end of one.
    """
    if not len(doc):
        return doc
    starts = [start for start, _ in find_paragraphs(text_of(doc))]
    values = np.zeros(len(doc), dtype=np.int64)
    values[[index + 1 for index in range(len(doc) - 1) if _goes_on(doc, index)]] = -1
    values[np.isin(doc.to_array("IDX"), np.array(starts, dtype="uint64"))] = 1
    values[list(_cuts(doc, values))] = 1
    # All at once: spaCy looks through the whole Doc each time that a token's own is_sent_start is set.
    return doc.from_array("SENT_START", values.astype("uint64"))  # type: ignore[arg-type]


def _cuts(doc: Doc, values: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[int]:
    """Yield the tokens before which a sentence without end is cut.

    Args:
        doc: The Doc.
        values: 1 for each token that starts a sentence.
    """
    length = 0
    for index in range(len(doc)):
        if values[index] == 1:
            length = 0
        elif length == _LONGEST_SENTENCE:
            length = 0
            yield index
        length = 0 if doc[index].text[-1] in _SENTENCE_ENDS else length + 1


def _goes_on(doc: Doc, index: int) -> bool:
    """Return whether a sentence goes on behind a token: a word, or the full stop of an abbreviated rank."""
    text = doc[index].text
    if text == "." and index > 0 and not doc[index - 1].whitespace_:
        rank = doc[index - 1].text
        return is_rank(rank) and not rank.isupper()
    return text[-1:].isalnum()
