"""Spans of names: what is trimmed from them, and what is no name."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.lexicon import name_span
from onrecord.annotation.lexicon.name_span import NameSpan, is_name, is_title, trim


def trimmed(words: str, start: int, end: int, label: str = "ORG") -> str | None:
    doc = make_doc(words)
    name = trim(doc, NameSpan(start, end, label, certain=True))
    if name is None:
        return None
    assert (name.label, name.certain) == (label, True)
    return doc[name.start : name.end].text


@pytest.mark.parametrize(
    ("words", "label", "name"),
    [
        ("- Yale/NNP/ROOT ,", "ORG", "Yale"),
        ("Yale/NNP/ROOT 's/POS", "ORG", "Yale"),
        ("'s/POS Yale/NNP/ROOT", "ORG", "'s Yale"),
        ("the/DT Yale/NNP/ROOT", "ORG", "Yale"),
        ("A/DT the/DT Yale/NNP/ROOT", "ORG", "Yale"),
        ("this/DT Yale/NNP/ROOT", "ORG", "this Yale"),
        ("Mr./NNP Yale/NNP/ROOT", "ORG", "Mr. Yale"),
        ("Mr./NNP Yale/NNP/ROOT", "PERSON", "Yale"),
        ("If/IN Mr./NNP Yale/NNP/ROOT", "PERSON", "Yale"),
        ("Mr./NNP - Yale/NNP/ROOT", "PERSON", "Yale"),
        ("Swedish/JJ Yale/NNP/ROOT", "PERSON", "Yale"),
        ("Swedish/JJ Yale/NNP/ROOT", "ORG", "Swedish Yale"),
        ("Old/JJ Yale/NNP/ROOT", "PERSON", "Old Yale"),
        ("If/IN/ROOT", "PERSON", "If"),
        ("Yale/NNP/ROOT KC/NNP OBE/NNP", "PERSON", "Yale"),
        ("Yale/NNP/ROOT KC/NNP", "ORG", "Yale KC"),
        ("KC/NNP/ROOT", "PERSON", "KC"),
        ("the/DT/ROOT", "ORG", None),
        ("- ,/,/ROOT", "ORG", None),
    ],
)
def test_what_does_not_belong_to_a_name_is_trimmed(words: str, label: str, name: str | None) -> None:
    assert trimmed(words, 0, len(words.split()), label) == name


@pytest.mark.parametrize(
    ("words", "end", "name"),
    [
        ("Ann/NNP/ROOT Yale/NNP of/IN the/DT", 3, "Ann Yale"),
        ("Ann/NNP/ROOT Yale/NNP of/IN a/DT", 3, "Ann Yale of"),
        ("Ann/NNP/ROOT Yale/NNP or/CC the/DT", 3, "Ann Yale or"),
        ("Yale/NNP/ROOT of/IN the/DT", 2, "Yale of"),
        ("Ann/NNP/ROOT Yale/NNP of/IN", 3, "Ann Yale of"),
    ],
)
def test_a_name_does_not_end_before_the_article(words: str, end: int, name: str) -> None:
    assert trimmed(words, 0, end) == name


def test_a_line_break_is_trimmed() -> None:
    doc = make_doc("Yale/NNP/ROOT\n\nOslo/NNP/ROOT")
    assert trim(doc, NameSpan(0, 2, "ORG")) == NameSpan(0, 1, "ORG")
    assert trim(doc, NameSpan(1, 3, "ORG")) == NameSpan(2, 3, "ORG")


@pytest.mark.parametrize(
    ("words", "label", "expected"),
    [
        ("Yale/NNP/ROOT", "ORG", True),
        ("yale/NN/ROOT", "ORG", False),
        ("yale/NN/ROOT", "NORP", True),
        ("eBay/NN/ROOT", "ORG", True),
        ("President/NNP/ROOT", "ORG", False),
        ("President/NNP/ROOT Yale/NNP", "ORG", True),
        ("Jan./NNP/ROOT", "ORG", False),
        ("Jan./NNP/ROOT Yale/NNP", "ORG", True),
    ],
)
def test_a_name_has_a_capital_and_is_no_title(words: str, label: str, expected: bool) -> None:
    doc = make_doc(words)
    assert is_name(doc, NameSpan(0, len(doc), label)) is expected


@pytest.mark.parametrize(("word", "expected"), [("Sen.", True), ("sen.", False), ("Sends", False), ("", False)])
def test_titles_have_a_capital(word: str, expected: bool) -> None:
    assert is_title(word) is expected


def test_marks_are_edges_and_words_are_not() -> None:
    doc = make_doc("Yale/NNP/ROOT …")
    assert [name_span._is_edge(doc, index) for index in range(2)] == [False, True]
