"""Let sentences end where paragraphs do: a headline without a full stop is no part of the first sentence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotation.lexicon.name_span import is_rank
from onrecord.annotation.text.quotation_marks import find_paragraphs


@Language.factory("onrecord_paragraphs", default_config={}, assigns=["token.is_sent_start"])
def make_sentence_boundaries(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that starts a sentence with each paragraph; it belongs before the parser."""
    return start_sentences_at_paragraphs


def start_sentences_at_paragraphs(doc: Doc) -> Doc:
    """Start a sentence with each paragraph, and none behind a word or an abbreviated rank; the parser keeps to it.

    Without the latter it takes the first word of a paragraph under a heading for a sentence of its own (``Royal |
    Bank of Canada economist Kim Lee said``), and ``Cpl.`` for the end of one.
    """
    if not len(doc):
        return doc
    starts = [start for start, _ in find_paragraphs(doc.text)]
    values = np.zeros(len(doc), dtype=np.int64)
    values[[index + 1 for index in range(len(doc) - 1) if _goes_on(doc, index)]] = -1
    values[np.isin(doc.to_array("IDX"), np.array(starts, dtype="uint64"))] = 1
    # All at once: spaCy looks through the whole Doc each time that a token's own is_sent_start is set.
    return doc.from_array("SENT_START", values.astype("uint64"))  # type: ignore[arg-type]


def _goes_on(doc: Doc, index: int) -> bool:
    """Return whether a sentence goes on behind a token: a word, or the full stop of an abbreviated rank."""
    text = doc[index].text
    if text == "." and index > 0 and not doc[index - 1].whitespace_:
        rank = doc[index - 1].text
        return is_rank(rank) and not rank.isupper()
    return text[-1:].isalnum()
