"""Lemmatize each word once: the component ``onrecord_lemmas``.

spaCy's ``lemmatizer`` looks at every token. But a lemma depends on the word, its part of speech and its morphology
alone, and three of four words of a long text come again with the same ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc, Token

_ATTRIBUTES = ("ORTH", "POS", "MORPH", "LEMMA")
"""What a lemma depends on: also on the one that a rule for parts of speech has assigned."""


@Language.factory(
    "onrecord_lemmas", default_config={}, requires=["token.pos", "token.morph"], assigns=["token.lemma"]
)
def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """Return the component that does what the pipeline's ``lemmatizer`` does, which may be disabled."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    return Lemmas(lemmatizer)


class Lemmas:
    """The component."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self._lemmatizer = lemmatizer

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with its lemmas."""
        if not len(doc):
            return doc
        words = list(zip(*(doc.to_array(attribute).tolist() for attribute in _ATTRIBUTES), strict=True))
        places = {word: index for index, word in enumerate(words)}
        lemmas = {word: self._lemma(doc[index]) for word, index in places.items()}
        values = np.array([lemmas[word] for word in words], dtype=np.uint64)
        return doc.from_array(["LEMMA"], values)  # type: ignore[arg-type]

    def __reduce__(self) -> tuple[type[Lemmas], tuple[Lemmatizer]]:
        """Return what makes it again in another process."""
        return Lemmas, (self._lemmatizer,)

    def _lemma(self, token: Token) -> int:
        """Return the number that the vocabulary has for the lemma of a token."""
        if token.lemma and not self._lemmatizer.overwrite:
            return token.lemma
        return token.vocab.strings.add(self._lemmatizer.lemmatize(token)[0])
