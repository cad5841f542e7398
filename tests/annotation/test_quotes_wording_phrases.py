"""In somebody's words."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.wording_phrases import worded_candidates


def worded(sentence: str) -> list[tuple[str, str, str]]:
    doc = make_doc(sentence)
    return [
        (
            " … ".join(doc.text[start:end] for start, end in candidate.source),
            " … ".join(doc.text[start:end] for start, end in candidate.cue),
            " … ".join(doc.text[start:end] for start, end in candidate.content),
        )
        for candidate in worded_candidates(DependencyTree(doc), doc.text)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In the words of Ann Lee , it fell/VBD/ROOT .", [("Ann Lee", "In the words of", "it fell")]),
        ("in the words of the mayor , it fell/VBD/ROOT .", [("the mayor", "in the words of", "it fell")]),
        ("It was , in the words of Lee , cold/JJ/ROOT .", [("Lee", "in the words of", "It was … cold")]),
        ("It fell/VBD/ROOT , in Lee 's/POS phrase , at once .", [("Lee", "'s phrase", "It fell … at once")]),
        ("It fell/VBD/ROOT , in Lee 's/POS house , at once .", []),
        ("It fell/VBD/ROOT , in a poet 's/POS words , at once .", []),
        ("It fell/VBD/ROOT in the words of many , at once .", []),
        ("In the words of Lee ,/,/ROOT", []),
    ],
)
def test_a_phrase_tells_whose_words_a_sentence_is_in(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert worded(sentence) == expected
