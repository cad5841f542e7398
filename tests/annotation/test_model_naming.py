"""What the entity head is fed, what its labels mean, and what becomes of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from onrecord.annotation.components.entities import EntityAnnotator
from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.ner import labels
from onrecord.annotation.neural import entity_features, model
from onrecord.annotation.neural.entity_head import LABELS, NamedSpan, decode_names, pool_pieces
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.text.line_types import classify_lines


def table(*rows: str) -> np.ndarray:
    """Labels like ``B-PER`` as what the head gives when it is sure."""
    kinds = ["O", *(f"{place}-{label}" for label in LABELS for place in "BI")]
    return np.eye(len(kinds), dtype=np.float32)[[kinds.index(row) for row in rows]]


def test_names_begin_with_a_first_token_or_after_none() -> None:
    found = decode_names(table("B-PER", "I-PER", "B-PER", "O", "I-ORG", "I-ORG"))
    assert [(name.start, name.end, name.label) for name in found] == [(0, 2, "PER"), (2, 3, "PER"), (4, 6, "ORG")]


def test_a_name_has_the_label_that_is_likeliest_over_its_tokens() -> None:
    (name,) = decode_names((table("B-LOC", "I-ORG", "I-ORG") + table("B-ORG", "I-LOC", "I-ORG")) / 2)
    assert (name.start, name.end, name.label) == (0, 3, "ORG")


def test_it_matters_that_there_is_a_name_and_then_what() -> None:
    likely = np.zeros((1, 1 + 2 * len(LABELS)), dtype=np.float32)
    likely[0, 0] = 0.4
    likely[0, 1::2] = [0.2, 0.25, 0.1, 0.05]
    (name,) = decode_names(likely)
    assert name.label == "ORG"


def test_no_tokens_no_names() -> None:
    assert decode_names(np.zeros((0, 9), dtype=np.float32)) == []


def test_a_token_has_the_mean_of_its_pieces() -> None:
    token = np.array([0, 0, 2, 3, 3])
    zeros = np.zeros(5, dtype=np.int64)
    pieces = Pieces(zeros, zeros, zeros, token, np.zeros((5, 7), dtype=np.int32))
    hidden = np.array([[1.0], [3.0], [5.0], [7.0], [8.0]], dtype=np.float16)
    assert pool_pieces(pieces, hidden, 5).tolist() == [[2.0], [0.0], [5.0], [7.5], [0.0]]


@pytest.fixture(scope="module")
def rules(nlp: Language) -> EntityAnnotator:
    return EntityAnnotator(nlp, "rules")


def read(nlp: Language, rules: EntityAnnotator, text: str) -> tuple[Doc, entity_features.EntityFeatures]:
    doc = nlp.make_doc(text)
    return doc, entity_features.read_entity_features(
        doc, list(classify_lines(text)), rules.find_lexicon_names(doc)
    )


def column(found: entity_features.EntityFeatures, name: str) -> list[int]:
    return found.features[:, list(entity_features.FEATURE_SIZES).index(name)].tolist()


def test_words_tell_how_they_are_written_and_what_is_known(nlp: Language, rules: EntityAnnotator) -> None:
    text = "KIEV, Ukraine (AP) -- President Anna McKay met 3 of the EU's 27 in Kiev; kiev too."
    doc, found = read(nlp, rules, text)
    shapes = dict(zip((token.text for token in doc), column(found, "shape"), strict=True))
    assert len({shapes[word] for word in ("KIEV", "Ukraine", "McKay", "met", "3", "(")}) == 6
    assert shapes["KIEV"] == shapes["EU"]
    known = dict(zip((token.text for token in doc), column(found, "known"), strict=True))
    assert known["KIEV"] == known["Ukraine"] != known["EU"] != 0
    assert known["met"] == 0
    first = dict(zip((token.text for token in doc), column(found, "first_name"), strict=True))
    assert first["Anna"] == 2
    assert column(found, "line")[0] == 1 + entity_features.LINE_KINDS.index("dateline")
    forms = {token.text: int(form) for token, form in zip(doc, found.forms, strict=True)}
    assert forms["KIEV"] == forms["Kiev"] == forms["kiev"] != forms["Ukraine"]
    small = dict(zip((token.text for token in doc), column(found, "small"), strict=True))
    assert (small["Kiev"], small["Anna"], small["met"]) == (2, 1, 0)


def test_spacys_entities_are_told(nlp: Language, rules: EntityAnnotator) -> None:
    doc = nlp.make_doc("Anna McKay met them on Monday.")
    doc.ents = [Span(doc, 0, 2, "PERSON"), Span(doc, 5, 6, "DATE")]
    told = column(entity_features.read_entity_features(doc, [], []), "entity")
    assert told[0] == 1
    assert told[1] == 2
    assert told[5] == 1 + 2 * len(entity_features.SPACY_LABELS)


@given(st.text(min_size=1, max_size=80))
@settings(max_examples=60)
def test_all_features_are_within_their_sizes(nlp: Language, rules: EntityAnnotator, text: str) -> None:
    doc, found = read(nlp, rules, text.encode("utf-8", "replace").decode("utf-8"))
    assert len(found) == len(doc)
    assert (found.features >= 0).all()
    assert (found.features < np.array(list(entity_features.FEATURE_SIZES.values()))).all()
    assert found.letters.shape == (found.forms.max() + 1, entity_features.FORM_LENGTH)
    assert 0 <= found.letters.min() <= found.letters.max() < entity_features.ALPHABET_SIZE


def item(start: int, end: int, label: str) -> NamedSpan:
    return NamedSpan(start, end, tuple(float(label == each) for each in LABELS))


def joined(doc: Doc, known: list[NameSpan], *found: NamedSpan) -> dict[str, str]:
    return {doc[name.start : name.end].text: name.label for name in labels.merge_names(doc, known, found)}


def test_longer_names_take_in_what_the_lexicon_knows(nlp: Language) -> None:
    doc = nlp.make_doc("the Bank of England and the U.S. Open")
    known = [NameSpan(3, 4, "GPE"), NameSpan(6, 7, "GPE")]
    assert joined(doc, known, item(1, 4, "ORG"), item(6, 8, "MISC")) == {"Bank of England": "ORG"}
    assert joined(doc, known) == {"England": "GPE", "U.S.": "GPE"}


def test_nationalities_stay_apart(nlp: Language) -> None:
    doc = nlp.make_doc("Iraqi Kurds")
    doc.ents = [Span(doc, 0, 2, "NORP")]
    known = [NameSpan(0, 1, "NORP"), NameSpan(1, 2, "NORP")]
    assert joined(doc, known, item(0, 2, "MISC")) == {"Iraqi": "NORP", "Kurds": "NORP"}


def test_a_team_may_be_called_by_its_town_but_not_by_a_country(nlp: Language) -> None:
    doc = nlp.make_doc("Ohio beat Moscow")
    found = joined(doc, [NameSpan(0, 1, "GPE"), NameSpan(2, 3, "GPE")], item(0, 1, "ORG"), item(2, 3, "ORG"))
    assert found == {"Ohio": "ORG", "Moscow": "GPE"}


def test_ordinary_words_have_to_be_found(nlp: Language) -> None:
    doc = nlp.make_doc("Time passes")
    assert joined(doc, [NameSpan(0, 1, "?ORG")]) == {}
    assert joined(doc, [NameSpan(0, 1, "?ORG")], item(0, 1, "ORG")) == {"Time": "ORG"}


def test_a_senators_party_is_no_part_of_his_state(nlp: Language) -> None:
    doc = Doc(nlp.vocab, ["Paul", "Ray", "(", "R", "-", "Wis.", ")"])
    assert joined(doc, [], item(3, 6, "ORG")) == {"Wis.": "GPE"}


def test_spacys_finer_label_is_kept(nlp: Language) -> None:
    doc = nlp.make_doc("from Zamboanga to Dalmora")
    doc.ents = [Span(doc, 1, 2, "FAC"), Span(doc, 3, 4, "PERSON")]
    assert joined(doc, [], item(1, 2, "LOC"), item(3, 4, "LOC")) == {"Zamboanga": "FAC", "Dalmora": "GPE"}


def test_a_name_is_much_the_same_throughout(nlp: Language) -> None:
    doc = nlp.make_doc("Zarbil fell . Zarbil burns . Zarbil")
    unsure = NamedSpan(6, 7, (0.0, 0.55, 0.45, 0.0))
    assert joined(doc, [], item(0, 1, "LOC"), item(3, 4, "LOC"), unsure) == {"Zarbil": "GPE"}


def test_the_head_that_is_shipped_is_of_the_encoder_that_is_shipped() -> None:
    assert model.load_model().has_entity_head, "the encoder is another: python -m training.entities"
