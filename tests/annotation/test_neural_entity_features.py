"""What the entity head is fed of each token: its form, and what spaCy, the lexicon and its line say of it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.neural.entity_features import (
    ALPHABET_SIZE,
    FEATURE_SIZES,
    LEXICON_LABELS,
    LINE_KINDS,
    SPACY_LABELS,
    EntityFeatures,
    read_entity_features,
)
from onrecord.annotation.neural.features import POS_TAGS
from onrecord.annotation.text.line_types import TextLine, classify_lines

NAMES = list(FEATURE_SIZES)


@cache
def english() -> English:
    return English()


def column(features: EntityFeatures, name: str) -> list[int]:
    values: list[int] = features.features[:, NAMES.index(name)].tolist()
    return values


def of_words(name: str, *words: str) -> list[int]:
    return column(read_entity_features(Doc(english().vocab, words=list(words)), [], []), name)


def line_kind(name: str) -> int:
    return 1 + LINE_KINDS.index(name)


def test_names_of_spacy_are_told_by_their_first_and_further_tokens() -> None:
    doc = english().make_doc("Anna McKay Fox met them on Monday 3 May .")
    doc.ents = [Span(doc, 0, 3, "PERSON"), Span(doc, 6, 9, "DATE")]
    other = 1 + 2 * len(SPACY_LABELS)
    entity = column(read_entity_features(doc, [], []), "entity")
    assert entity == [1, 2, 2, 0, 0, 0, other, other + 1, other + 1, 0]
    doc.ents = [Span(doc, 0, 2, "ORG")]
    assert column(read_entity_features(doc, [], []), "entity")[:3] == [3, 4, 0]


@pytest.mark.parametrize(
    ("label", "number"), [("GPE", 1), ("ORG", 3), ("NORP", 5), ("LOC", 7), ("?ORG", 9), ("?GPE", 9)]
)
def test_names_of_the_lexicon_are_told_by_their_first_and_further_tokens(label: str, number: int) -> None:
    doc = english().make_doc("the New York Times building")
    known_column = column(read_entity_features(doc, [], [NameSpan(1, 4, label)]), "known")
    assert known_column == [0, number, number + 1, number + 1, 0]
    assert number + 1 < FEATURE_SIZES["known"]
    assert LEXICON_LABELS[-1] == "?"


def test_parts_of_speech_are_numbered_and_unknown_ones_are_none() -> None:
    doc = Doc(english().vocab, words=["a", "b", "c"], pos=["ADJ", "X", "SPACE"])
    assert column(read_entity_features(doc, [], []), "pos") == [1, len(POS_TAGS), 0]


def test_lines_and_sentences_begin_with_a_token() -> None:
    doc = Doc(
        english().vocab,
        words=["Up", "and", "down", "\n", "We", "went", ".", "They", "left"],
        spaces=[True, True, False, False, True, False, True, True, False],
        sent_starts=[True, False, False, False, False, False, False, True, False],
    )
    lines = [TextLine(0, 11, "title", False), TextLine(12, len(doc.text), "prose", False)]
    features = read_entity_features(doc, lines, [])
    assert column(features, "place") == [2, 0, 0, 0, 2, 0, 0, 1, 0]
    title, prose = line_kind("title"), line_kind("prose")
    assert column(features, "line") == [title, title, title, 0, prose, prose, prose, prose, prose]


def test_city_and_region_of_a_dateline_are_told_from_the_line() -> None:
    text = "KYIV, Ukraine (AP) — It rains."
    doc = english().make_doc(text)
    (line,) = [TextLine(0, len(text), "prose", False, (0, 4), (6, 13))]
    lines = column(read_entity_features(doc, [line], []), "line")
    dateline, prose = line_kind("dateline"), line_kind("prose")
    assert lines[:4] == [dateline, prose, dateline, prose]
    without_region = TextLine(0, len(text), "prose", False, (0, 4), None)
    assert column(read_entity_features(doc, [without_region], []), "line")[:4] == [dateline, prose, prose, prose]


def test_a_word_with_a_capital_may_stand_in_lower_case_as_well() -> None:
    assert of_words("small", "Kiev", "Anna", "met", "kiev", "IT", "it") == [2, 1, 0, 0, 2, 0]


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        *[("met", 1), ("Anna", 2), ("A", 2), ("EU", 3), ("U.S.", 3), ("McKay", 4), ("eBay", 4), ("iP", 4)],
        *[("3", 5), ("27,000", 5), ("G7", 6), ("7th", 6), ("(", 7), ("--", 7), ("\n", 8), ("Ann-marie", 2)],
    ],
)
def test_a_word_has_a_shape(word: str, shape: int) -> None:
    assert of_words("shape", word) == [shape]


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        *[("first_name", "Anna", 2), ("first_name", "anna", 0), ("first_name", "Peter", 1)],
        *[("first_name", "Harbour", 0), ("city", "Chicago", 1), ("city", "chicago", 0), ("city", "Anna", 0)],
        *[
            ("word", "Mr.", 1),
            ("word", "president", 1),
            ("word", "Inc.", 2),
            ("word", "Corp", 2),
            ("word", "of", 0),
        ],
    ],
)
def test_a_word_tells_what_the_lexicon_says_of_it(name: str, word: str, value: int) -> None:
    assert of_words(name, word) == [value]


def test_tokens_that_differ_in_case_have_one_form() -> None:
    doc = Doc(english().vocab, words=["KIEV", "Ukraine", "Kiev", "kiev"])
    features = read_entity_features(doc, [], [])
    assert features.forms.tolist() in ([0, 1, 0, 0], [1, 0, 1, 1])
    assert features.letters.shape == (2, 16)
    assert len(features) == 4


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("ab", [66, 67] + [0] * 14),
        ("~ ", [95, 1] + [0] * 14),
        ("é", [70] + [0] * 15),
        ("ß", [96] + [0] * 15),
        ("漢", [96] + [0] * 15),
        ("…", [15] + [0] * 15),
        ("“", [97] + [0] * 15),
        ("\x01", [97] + [0] * 15),
        ("abcdefghijklmnop", list(range(66, 82))),
        ("abcdefghijklmnopq", [*range(66, 74), *range(75, 83)]),
    ],
)
def test_letters_are_numbered_without_accents_and_the_middle_of_long_words(word: str, letters: list[int]) -> None:
    doc = Doc(english().vocab, words=[word])
    assert read_entity_features(doc, [], []).letters.tolist() == [letters]


@given(st.text(min_size=1, max_size=80))
@settings(max_examples=60)
def test_all_features_are_within_their_sizes(text: str) -> None:
    doc = english().make_doc(text.encode("utf-8", "replace").decode("utf-8"))
    features = read_entity_features(doc, list(classify_lines(doc.text)), [])
    assert len(features) == len(doc)
    assert (features.features >= 0).all()
    assert (features.features < np.array(list(FEATURE_SIZES.values()))).all()
    assert (features.letters >= 0).all()
    assert (features.letters < ALPHABET_SIZE).all()
