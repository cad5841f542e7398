"""Sentences end where paragraphs do: a headline without a full stop is no part of the first sentence."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from core.annotate.marks import paragraphs


@Language.component("onrecord_paragraphs", assigns=["token.is_sent_start"])
def onrecord_paragraphs(doc: Doc) -> Doc:
    """Starts a sentence with each paragraph; the parser keeps to it and finds the rest."""
    starts = {start for start, _ in paragraphs(doc.text)}
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    return doc
