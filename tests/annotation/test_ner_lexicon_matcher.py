"""Names of the lexicon in a text."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.lang.en import English

from onrecord.annotation.doc.tokenization import split_at_marks
from onrecord.annotation.ner.lexicon_matcher import LexiconMatcher, spellings


@cache
def english() -> tuple[English, LexiconMatcher]:
    nlp = English()
    split_at_marks(nlp)
    return nlp, LexiconMatcher(nlp)


def names_in(text: str) -> list[tuple[str, str]]:
    nlp, matcher = english()
    doc = nlp.make_doc(text)
    return [(doc[name.start : name.end].text, name.label) for name in matcher(doc)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("rain in Spain", [("Spain", "GPE")]),
        ("rain in SPAIN", [("SPAIN", "GPE")]),
        ("rain in spain", []),
        ("the Spanish rain", [("Spanish", "NORP")]),
        ("the European Union met", [("European Union", "ORG")]),
        ("Cote d’Ivoire and Cote d'Ivoire", [("Cote d’Ivoire", "GPE"), ("Cote d'Ivoire", "GPE")]),
        ("Chad came", [("Chad", "?GPE")]),
        ("Spain Sweden", [("Spain", "GPE"), ("Sweden", "GPE")]),
        ("in the Republic of Albania", [("Republic of Albania", "GPE")]),
    ],
)
def test_the_longest_name_is_found_as_it_is_spelled(text: str, names: list[tuple[str, str]]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("some pro-Russian crowd", "pro-Russian"),
        ("some anti-Russian crowd", "anti-Russian"),
        ("some big-Russian crowd", "Russian"),
        ("some pro -Russian crowd", "Russian"),
        ("pro Russian crowd", "Russian"),
        ("-Russian crowd", "Russian"),
        ("-Russian pro", "Russian"),
        ("pro-Russian crowd", "pro-Russian"),
    ],
)
def test_a_prefix_belongs_to_the_name_of_a_people(text: str, name: str) -> None:
    assert names_in(text) == [(name, "NORP")]


def test_a_prefix_belongs_to_no_country() -> None:
    assert names_in("some pro-Russia crowd") == [("Russia", "GPE")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Spain", {"Spain", "SPAIN"}),
        ("The Hague", {"The Hague", "Hague", "THE HAGUE"}),
        ("Cote d'Ivoire", {"Cote d'Ivoire", "Cote d’Ivoire", "COTE D'IVOIRE"}),
        ("Chad", {"Chad", "CHAD"}),
        ("Lao", {"Lao"}),
    ],
)
def test_a_name_has_several_spellings(name: str, expected: set[str]) -> None:
    assert spellings(name) == expected
