"""Sentences end where paragraphs do: a headline without a full stop is no part of the first sentence."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("onrecord_paragraphs", assigns=["token.is_sent_start"])
def onrecord_paragraphs(doc: Doc) -> Doc:
    """Starts a sentence after each blank line; the parser keeps to it and finds the rest."""
    for token in doc[:-1]:
        if token.is_space and token.text.count("\n") > 1:
            doc[token.i + 1].is_sent_start = True
    return doc
