"""The component of quotations: how its parts are put together, with a model that stands for the real one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from docs_by_hand import make_doc
from model_by_hand import no_probabilities
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.annotation.components import quotations
from onrecord.annotation.components.method import Method
from onrecord.annotation.components.quotations import QuotationAnnotator
from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.neural.decoding import DecodedAttribution
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.neural.model import OUTPUT_KEY, ModelOutput

SENTENCE = "The/DT/det/mayor mayor/NN/nsubj/said said/VBD/ROOT that/IN/mark/fell {0}/NN/nsubj/fell fell/VBD/ccomp/said/fall ."


def said(what: str) -> Doc:
    return make_doc(SENTENCE.format(what))


def output_of(doc: Doc, content: range) -> ModelOutput:
    """Return what a model reads that takes each token as a piece, ``said`` as anchor, and these tokens as content."""
    starts = doc.to_array("IDX").astype(np.int64)
    ends = starts + doc.to_array("LENGTH").astype(np.int64)
    pieces = Pieces(starts, starts, ends, np.arange(len(doc)), np.zeros((len(doc), 7), dtype=np.int32))
    source, cue, owned = (np.array(role, dtype=np.int64) for role in ([0, 1], [2], content))
    attribution = DecodedAttribution(2, 2.0, 0.9, source, cue, owned, no_probabilities(len(doc)))
    return ModelOutput(pieces, [attribution], None)


class Model:
    """Reads ``that … fell`` as the content of each text, and notes which texts it reads."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def read_pieces(self, docs: Sequence[Doc]) -> list[Doc]:
        return list(docs)

    def begin(self, texts: list[Doc], entity_features: list[None]) -> list[Doc]:
        assert entity_features == [None] * len(texts)
        self.batches.append([doc.text for doc in texts])
        return texts

    def finish(self, texts: list[Doc]) -> list[ModelOutput]:
        return [output_of(doc, range(3, 6)) for doc in texts]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    fake = Model()
    monkeypatch.setattr(quotations, "load_model", lambda: fake)
    return fake


def contents(doc: Doc) -> list[str]:
    return [doc.text[start:end] for item in doc._.attributions for start, end in item.content]


@pytest.mark.parametrize(
    ("annotator", "is_available", "method"),
    [
        (None, True, "model"),
        (None, False, "rules"),
        ("rules", True, "rules"),
        ("model", True, "model"),
        ("model", False, "model"),
    ],
)
def test_the_model_annotates_where_it_is_available(
    annotator: Method | None, is_available: bool, method: str, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotations, "is_available", lambda: is_available)
    assert QuotationAnnotator(annotator).annotator == method


def test_the_model_is_loaded_with_the_component_and_only_if_it_annotates(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[int] = []
    monkeypatch.setattr(quotations, "load_model", lambda: loads.append(1))
    QuotationAnnotator("rules")
    assert not loads
    QuotationAnnotator("model")
    assert loads


def test_texts_are_read_in_batches_and_come_in_order(model: Model) -> None:
    docs = [said("rain"), said("snow"), said("hail")]
    annotated = list(QuotationAnnotator("model").pipe(docs, batch_size=2))
    assert annotated == docs
    assert [contents(doc) for doc in docs] == [["that rain fell"], ["that snow fell"], ["that hail fell"]]
    assert model.batches == [[docs[0].text, docs[1].text], [docs[2].text]]


def test_what_was_read_for_entities_is_not_read_again(model: Model) -> None:
    docs = [said("rain"), said("snow"), said("hail")]
    docs[1].user_data[OUTPUT_KEY] = output_of(docs[1], range(4, 6))
    list(QuotationAnnotator("model").pipe(docs))
    assert [contents(doc) for doc in docs] == [["that rain fell"], ["snow fell"], ["that hail fell"]]
    assert model.batches == [[docs[0].text, docs[2].text]]
    assert all(OUTPUT_KEY not in doc.user_data for doc in docs)


def test_the_rules_need_no_model_and_leave_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(quotations, "load_model")
    doc = said("rain")
    doc.user_data[OUTPUT_KEY] = output_of(doc, range(4, 6))
    annotated = QuotationAnnotator("rules")(doc)
    assert contents(annotated) == ["that rain fell"]
    assert OUTPUT_KEY not in annotated.user_data


@pytest.mark.parametrize("annotator", ["model", "rules"])
def test_a_text_that_is_not_parsed_is_refused(annotator: Method, model: Model) -> None:
    with pytest.raises(AnnotateError, match="onrecord_quotes needs a parser"):
        QuotationAnnotator(annotator)(Doc(Vocab(), words=["Rain"]))
