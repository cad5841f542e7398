"""What speaks for a proposal: pairs that differ in one thing, and the features that tell them apart."""

from __future__ import annotations

import math

import numpy as np
import pytest
from docs_by_hand import make_doc
from model_by_hand import read_by_model
from spacy.tokens import Doc

from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.neural.model import ModelAttribution
from onrecord.annotation.quotes.judge_features import FEATURE_NAMES, FeatureReader, Features
from onrecord.annotation.quotes.model_candidates import make_proposals
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.annotation.quotes.word_index import WordIndex

SAID = make_doc(
    "The/DT/det/mayor mayor/NN/nsubj/said said/VBD/ROOT that/IN/mark/fell rain/NN/nsubj/fell fell/VBD/ccomp/said/fall ."
)
QUOTED = make_doc(
    "“ We/PRP/nsubj/win will/MD/aux/win win/VB/ccomp/said this/DT/det/year year/NN/npadvmod/win , ” "
    "Ann/NNP/nsubj/said said/VBD/ROOT .\n\n"
    "“ Nobody/NN/nsubj/believes believes/VBZ/ccomp/said/believe it/PRP/dobj/believes , ” "
    "Bob/NNP/nsubj/said said/VBD/ROOT ."
)


def features_of(doc: Doc, *read: ModelAttribution) -> list[Features]:
    rules = RuleExtractor(doc, load_cues())
    index = WordIndex(rules.text)
    proposals = make_proposals(rules, index, read)
    reader = FeatureReader(rules, index, proposals)
    return [reader.features(proposal) for proposal in proposals]


def test_every_feature_has_a_column() -> None:
    names = {
        name
        for features in (
            *features_of(QUOTED, read_by_model(QUOTED, "said", "Ann", "said", "this year,” Ann")),
            *features_of(SAID, read_by_model(SAID, "said", "The mayor", "said", "that rain fell")),
            *features_of(SAID, read_by_model(SAID, "that", "", "", "that rain fell")),
        )
        for name in features
    }
    assert names <= set(FEATURE_NAMES)
    assert len(set(FEATURE_NAMES)) == len(FEATURE_NAMES)


def test_a_table_has_a_row_for_each_proposal() -> None:
    rules = RuleExtractor(QUOTED, load_cues())
    index = WordIndex(rules.text)
    proposals = make_proposals(rules, index, [])
    reader = FeatureReader(rules, index, proposals)
    table = reader.table()
    assert table.shape == (len(proposals), len(FEATURE_NAMES))
    for row, proposal in zip(table, proposals, strict=True):
        features = reader.features(proposal)
        assert row == pytest.approx(np.array([features.get(name, 0.0) for name in FEATURE_NAMES], np.float32))


def test_the_model_is_believed_as_far_as_it_believes_itself() -> None:
    (sure,) = features_of(
        SAID, read_by_model(SAID, "said", "The mayor", "said", "that rain fell", probability=0.9)
    )
    (unsure,) = features_of(
        SAID, read_by_model(SAID, "said", "The mayor", "said", "that rain fell", probability=0.5)
    )
    assert sure["model anchor"] == pytest.approx(math.log(9))
    assert unsure["model anchor"] == pytest.approx(0.0)


def test_a_rule_that_agrees_says_so() -> None:
    ann, bob = features_of(QUOTED, read_by_model(QUOTED, "said", "Ann", "said", "“We will win this year,”"))
    assert (ann["rule and model agree"], ann["rule after the quotation"], ann["rule source overlap"]) == (1, 1, 1)
    assert (bob["rule and model agree"], bob.get("model", 0.0)) == (0, 0)


def test_a_rule_that_sees_another_speaker_says_so() -> None:
    read = read_by_model(QUOTED, "said", "Bob", "said", "“We will win this year,”")
    by_source = {features["rule source overlap"]: features for features in features_of(QUOTED, read)[:1]}
    assert list(by_source) == [0.0]


def test_a_speaker_among_the_words_is_a_rival() -> None:
    both = read_by_model(QUOTED, "said", "Ann", "said", "“We will win this year,”", "“Nobody believes it,”")
    together, *apart = features_of(QUOTED, both)
    assert together["rival speakers"] == 1
    assert together["words claimed by others"] == pytest.approx(3 / 8)
    assert [features["rival speakers"] for features in apart] == [0, 1], "Ann is the speaker of both"
    alone, _ = features_of(QUOTED, read_by_model(QUOTED, "said", "Ann", "said", "“We will win this year,”"))
    assert alone["rival speakers"] == 0


def test_a_quotation_that_is_cut_counts() -> None:
    cut = features_of(QUOTED, read_by_model(QUOTED, "said", "Ann", "said", "this year"))[0]
    whole = features_of(QUOTED, read_by_model(QUOTED, "said", "Ann", "said", "“We will win this year,”"))[0]
    assert (cut["cut quotations"], whole["cut quotations"]) == (1, 0)
    assert (cut["is direct"], whole["is direct"]) == (1, 1)


def test_a_source_is_beside_its_cue_or_far_from_it() -> None:
    near = features_of(SAID, read_by_model(SAID, "said", "The mayor", "said", "that rain fell"))[0]
    far = features_of(SAID, read_by_model(SAID, "said", "fell", "said", "that rain"))[0]
    assert (near["source beside cue"], near["source of cue"], near["source before cue"]) == (1, 1, 1)
    assert (far["source beside cue"], far["source before cue"]) == (0, 0)


def test_without_a_source_or_a_cue_that_is_what_is_told() -> None:
    (features,) = features_of(SAID, read_by_model(SAID, "that", "", "", "that rain fell"))
    assert features["no cue"] == 1
    assert "cue known" not in features


WHICH = make_doc(
    "Ann/NNP/nsubj/said said/VBD/ROOT it/PRP/nsubj/works works/VBZ/ccomp/said/work , which/WDT/nsubj/pleased "
    "pleased/VBD/advcl/works us/PRP/dobj/pleased ."
)


def test_words_of_the_clause_that_are_left_out_count() -> None:
    part = features_of(WHICH, read_by_model(WHICH, "said", "Ann", "said", "works"))[0]
    assert [part["words left before"], part["words left behind"]] == [math.log(2), pytest.approx(math.log(4))]
    whole = features_of(WHICH, read_by_model(WHICH, "said", "Ann", "said", "it works, which pleased us"))[0]
    assert (whole["words left before"], whole["words left behind"]) == (0, 0)


def test_source_and_cue_within_the_clause_are_not_left_out() -> None:
    doc = make_doc("It/PRP/nsubj/works works/VBZ/ROOT , Ann/NNP/nsubj/said said/VBD/parataxis/works .")
    features = features_of(doc, read_by_model(doc, "said", "Ann", "said", "It works"))[0]
    assert (features["words left behind"], features["clauses"]) == (0, 1)


def test_a_quotation_of_the_sentence_that_is_left_out_counts() -> None:
    doc = make_doc("“ No/UH/ccomp/said , ” Ann/NNP/nsubj/said said/VBD/ROOT , “ never/RB/advmod/said . ”")
    one = features_of(doc, read_by_model(doc, "said", "Ann", "said", "No"))[0]
    both = features_of(doc, read_by_model(doc, "said", "Ann", "said", "No", "never"))[0]
    assert (one["quotations left"], both["quotations left"]) == (1, 0)


def test_the_paragraphs_before_in_which_a_quotation_is_open_count() -> None:
    doc = make_doc(
        "“ We/PRP/nsubj/begin begin/VBP/ROOT .\n\n“ We/PRP/nsubj/end end/VBP/ccomp/said , ” Ann/NNP/nsubj/said said/VBD/ROOT ."
    )
    last = features_of(doc, read_by_model(doc, "said", "Ann", "said", "end"))[0]
    whole = features_of(doc, read_by_model(doc, "said", "Ann", "said", "begin", "end"))[0]
    assert (last["continues a quotation"], whole["continues a quotation"]) == (1, 0)


def test_the_subject_of_the_cue_is_the_source_or_another() -> None:
    own = features_of(SAID, read_by_model(SAID, "said", "The mayor", "said", "that rain fell"))[0]
    other = features_of(SAID, read_by_model(SAID, "said", "rain", "said", "fell"))[0]
    names = ("subject is source", "subject is another", "subject is its own")
    assert [own[name] for name in names] == [1, 0, 1]
    assert [other[name] for name in names] == [0, 1, 1]
