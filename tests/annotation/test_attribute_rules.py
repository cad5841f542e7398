"""The rules of spaCy's attribute ruler, applied in another way with the same outcome."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab, create_vocab

from onrecord.annotation.components.attribute_rules import AttributeRules, RuleTable

VOCAB: Vocab = create_vocab("en", spacy.blank("en").Defaults)  # with what tells whether a word is a blank

RULES: list[dict[str, Any]] = [
    {"patterns": [[{"TAG": "VBD"}]], "attrs": {"POS": "VERB", "MORPH": "Tense=Past"}},
    {"patterns": [[{"TAG": "NN"}], [{"TAG": "NNS"}]], "attrs": {"POS": "NOUN"}},
    {"patterns": [[{"DEP": {"IN": ["aux", "auxpass"]}, "TAG": {"NOT_IN": ["TO", ""]}}]], "attrs": {"POS": "AUX"}},
    {"patterns": [[{"LOWER": {"REGEX": "^n[ou]thin'$"}}]], "attrs": {"LEMMA": "nothing"}},
    {"patterns": [[{"LOWER": "gon"}, {"LOWER": "na"}]], "attrs": {"LEMMA": "to"}, "index": 1},
    {"patterns": [[{"LOWER": "gon"}, {"LOWER": "na"}]], "attrs": {"LEMMA": "go"}, "index": -2},
    {"patterns": [[{"LENGTH": 2}]], "attrs": {"MORPH": "Abbr=Yes"}},
    {"patterns": [[{"IS_SPACE": True}]], "attrs": {"POS": "SPACE"}},
    {"patterns": [[{"TAG": "_SP", "IS_SPACE": False}]], "attrs": {"POS": "X"}},
    {"patterns": [[{"TAG": "VBD", "LOWER": "had"}]], "attrs": {"LEMMA": "have", "POS": "AUX"}},
]
ASSIGNED: list[int | str] = ["POS", "MORPH", "LEMMA", "TAG"]


def make_ruler(rules: list[dict[str, Any]]) -> AttributeRuler:
    ruler = AttributeRuler(VOCAB)
    ruler.add_patterns(rules)
    return ruler


def make_doc(words: list[str], tags: list[str] | None = None, deps: list[str] | None = None) -> Doc:
    heads = None if deps is None else [0] * len(words)
    return Doc(VOCAB, words=words, tags=tags, deps=deps, heads=heads)


@pytest.mark.parametrize(
    ("word", "tag", "dep", "assigned"),
    [
        pytest.param("left", "VBD", "ROOT", ("VERB", "Tense=Past", ""), id="a tag"),
        pytest.param("left", "VBN", "ROOT", ("", "", ""), id="a tag without a rule"),
        pytest.param("quays", "NNS", "dobj", ("NOUN", "", ""), id="the second pattern of a rule"),
        pytest.param("left", "VBD", "aux", ("AUX", "Tense=Past", ""), id="of two rules the later"),
        pytest.param("left", "TO", "aux", ("", "", ""), id="a tag that is left out"),
        pytest.param("left", "", "aux", ("", "", ""), id="no tag where one is left out"),
        pytest.param("Nothin'", "XX", "dobj", ("", "", "nothing"), id="an expression"),
        pytest.param("nathin'", "XX", "dobj", ("", "", ""), id="an expression that does not match"),
        pytest.param("Had", "VBD", "ROOT", ("AUX", "Tense=Past", "have"), id="a tag and a word"),
        pytest.param("hade", "VBD", "ROOT", ("VERB", "Tense=Past", ""), id="a tag and another word"),
        pytest.param("\n", "_SP", "dep", ("SPACE", "", ""), id="a blank"),
        pytest.param("it.", "_SP", "dep", ("X", "", ""), id="no blank"),
        pytest.param("UN", "XX", "dep", ("", "Abbr=Yes", ""), id="an attribute left to the matcher"),
    ],
)
def test_a_token_gets_what_its_rules_say(word: str, tag: str, dep: str, assigned: tuple[str, str, str]) -> None:
    doc = RuleTable(make_ruler(RULES)).assign(make_doc([word], [tag], [dep]))
    assert (doc[0].pos_, str(doc[0].morph), doc[0].lemma_) == assigned


def test_rules_of_several_tokens_assign_to_the_one_that_they_name() -> None:
    table = RuleTable(make_ruler(RULES))
    assert [token.lemma_ for token in table.assign(make_doc(["I", "gon", "na", "na"]))] == ["", "go", "to", ""]


def test_what_no_rule_assigns_stays() -> None:
    doc = make_doc(["quay"], ["XX"])
    doc[0].lemma_ = "quay"
    assert RuleTable(make_ruler(RULES)).assign(doc)[0].lemma_ == "quay"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["had", "Had", "gon", "na", "nothin'", "NUTHIN'", "\n", "quay", "UN"]),
            st.sampled_from(["VBD", "NN", "NNS", "TO", "_SP", "XX", ""]),
            st.sampled_from(["aux", "auxpass", "ROOT", ""]),
        ),
        max_size=8,
    )
)
def test_the_outcome_is_that_of_spacy(tokens: list[tuple[str, str, str]]) -> None:
    words, tags, deps = ([token[part] for token in tokens] for part in range(3))
    ruler = make_ruler(RULES)
    expected = ruler(make_doc(words, tags, deps)).to_array(ASSIGNED)
    assert RuleTable(ruler).assign(make_doc(words, tags, deps)).to_array(ASSIGNED).tolist() == expected.tolist()


def test_a_text_without_a_parse_is_read() -> None:
    assert RuleTable(make_ruler(RULES)).assign(make_doc(["nothin'"]))[0].lemma_ == "nothing"


def test_without_rules_nothing_is_assigned() -> None:
    assert RuleTable(make_ruler([])).assign(make_doc(["left"], ["VBD"]))[0].pos_ == ""


def test_rules_of_several_tokens_alone_are_applied() -> None:
    assert RuleTable(make_ruler([RULES[4]])).assign(make_doc(["gon", "na"]))[1].lemma_ == "to"


def test_the_component_takes_the_rules_that_are_loaded_after_it(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add_patterns([{"patterns": [[{"LOWER": "quay"}]], "attrs": {"POS": "NOUN"}}])
    nlp.add_pipe("onrecord_attributes")
    nlp.disable_pipe("attribute_ruler")
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path)("quay")[0].pos_ == "NOUN"


def test_the_component_goes_to_other_processes() -> None:
    component = AttributeRules(make_ruler(RULES))
    component(make_doc(["left"], ["VBD"]))
    again = pickle.loads(pickle.dumps(component))
    assert again(Doc(again._ruler.vocab, words=["left"], tags=["VBD"]))[0].pos_ == "VERB"
