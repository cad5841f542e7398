"""The component of entities: how its parts are put together, with a model that stands for the real one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from onrecord.annotation.components import entities
from onrecord.annotation.components.entities import EntityAnnotator, set_names
from onrecord.annotation.components.method import Method
from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.neural.entity_head import NamedSpan
from onrecord.annotation.neural.model import OUTPUT_KEY


class Output:
    def __init__(self, names: list[NamedSpan] | None) -> None:
        self.names = names


class Model:
    """Finds a person in the first two words of each text, and notes what it is asked for."""

    has_entity_head = True

    def __init__(self) -> None:
        self.features: list[list[int | None]] = []

    def read_pieces(self, docs: Sequence[Doc]) -> list[Doc]:
        return list(docs)

    def begin(self, texts: list[Doc], features: Sequence[Any]) -> list[Doc]:
        self.features.append([None if item is None else len(item) for item in features])
        return texts

    def finish(self, texts: list[Doc]) -> list[Output]:
        return [Output([NamedSpan(0, 2, (1.0, 0.0, 0.0, 0.0))] if len(doc) else None) for doc in texts]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    fake = Model()
    monkeypatch.setattr(entities, "load_model", lambda: fake)
    return fake


@pytest.mark.parametrize(
    ("annotator", "is_available", "has_head", "method"),
    [
        (None, True, True, "model"),
        (None, True, False, "rules"),
        (None, False, True, "rules"),
        ("rules", True, True, "rules"),
        ("model", False, True, "model"),
    ],
)
def test_the_model_annotates_where_it_has_a_head(
    annotator: Method | None,
    is_available: bool,
    has_head: bool,
    method: str,
    model: Model,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model.has_entity_head = has_head
    monkeypatch.setattr(entities, "is_available", lambda: is_available)
    assert EntityAnnotator(English(), annotator).annotator == method


def test_texts_are_read_in_batches_and_come_in_order(model: Model) -> None:
    nlp = English()
    texts = ["Anna Kovacs met them .", "", "Peter Brandt left Spain ."]
    docs = list(EntityAnnotator(nlp, "model").pipe(map(nlp.make_doc, texts), batch_size=2))
    assert [doc.text for doc in docs] == texts
    assert [[(ent.text, ent.label_) for ent in doc.ents] for doc in docs] == [
        [("Anna Kovacs", "PERSON")],
        [],
        [("Peter Brandt", "PERSON"), ("Spain", "GPE")],
    ]
    assert model.features == [[5, None], [5]]


@pytest.mark.parametrize(
    ("pipes", "is_kept"),
    [
        (["onrecord_entities"], False),
        (["onrecord_entities", "onrecord_quotes"], True),
        (["onrecord_quotes", "onrecord_entities"], False),
    ],
)
def test_what_the_model_read_is_kept_for_quotations_behind(model: Model, pipes: list[str], is_kept: bool) -> None:
    nlp = English()
    for name in pipes:
        nlp.add_pipe(name, config={"annotator": "model" if name == "onrecord_entities" else "rules"})
    doc = nlp.get_pipe("onrecord_entities")(nlp.make_doc("Anna Kovacs left ."))
    assert (OUTPUT_KEY in doc.user_data) == is_kept


def test_a_component_that_is_in_no_pipeline_keeps_nothing(model: Model) -> None:
    nlp = English()
    doc = EntityAnnotator(nlp, "model")(nlp.make_doc("Anna Kovacs left ."))
    assert OUTPUT_KEY not in doc.user_data


def test_the_rules_need_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(entities, "load_model")
    nlp = English()
    text = "MADRID, Spain (AP) — Anna Kovacs met the Harbour Board in Spain on Monday."
    doc = nlp.make_doc(text)
    words = [token.text for token in doc]
    start = words.index("Anna")
    doc.ents = [
        Span(doc, start, start + 2, "PERSON"),
        Span(doc, words.index("Monday"), words.index(".", 5), "DATE"),
    ]
    annotated = EntityAnnotator(nlp, "rules")(doc)
    assert [(ent.text, ent.label_) for ent in annotated.ents] == [
        ("MADRID", "GPE"),
        ("Spain", "GPE"),
        ("AP", "ORG"),
        ("Anna Kovacs", "PERSON"),
        ("Spain", "GPE"),
        ("Monday", "DATE"),
    ]


@pytest.mark.parametrize(
    ("label", "start", "end", "is_left"),
    [
        ("DATE", 2, 4, True),
        ("DATE", 1, 3, False),
        ("DATE", 3, 5, True),
        ("DATE", 0, 1, False),
        ("ORG", 2, 4, False),
    ],
)
def test_entities_of_other_kinds_stay_where_no_name_is(label: str, start: int, end: int, is_left: bool) -> None:
    doc = Doc(English().vocab, words=["a", "b", "c", "d", "e"])
    doc.ents = [Span(doc, start, end, label)]
    set_names(doc, [NameSpan(0, 2, "PERSON")])
    others = [(ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ != "PERSON"]
    assert others == ([(start, end, label)] if is_left else [])
    assert [(ent.start, ent.end) for ent in doc.ents if ent.label_ == "PERSON"] == [(0, 2)]


def test_no_state_is_shared_between_batches(model: Model) -> None:
    nlp = English()
    annotator = EntityAnnotator(nlp, "model")
    first = annotator(nlp.make_doc("Anna Kovacs left ."))
    annotator(nlp.make_doc("Eve Adler left ."))
    assert [ent.text for ent in first.ents] == ["Anna Kovacs"]
    assert model.features == [[4], [4]]
