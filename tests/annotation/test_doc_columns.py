"""Tokens by their attributes, and runs of them."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.annotation.doc.columns import runs, tokens_with

DOC = Doc(
    Vocab(),
    words=["The", "old", "port", "was", "old", "."],
    pos=["DET", "ADJ", "NOUN", "AUX", "ADJ", "PUNCT"],
    deps=["det", "amod", "nsubj", "ROOT", "acomp", ""],
    heads=[2, 2, 3, 3, 3, 3],
)


@pytest.mark.parametrize(
    ("wanted", "token_indices"),
    [
        ({}, [0, 1, 2, 3, 4, 5]),
        ({"POS": ["ADJ"]}, [1, 4]),
        ({"POS": ["ADJ", "NOUN"]}, [1, 2, 4]),
        ({"POS": ["ADJ"], "DEP": ["acomp", "nsubj"]}, [4]),
        ({"DEP": [""]}, [5]),
        ({"ORTH": {"The"}}, [0]),
        ({"LOWER": {"THE"}}, []),
        ({"POS": []}, []),
    ],
)
def test_tokens_have_one_of_the_values_of_each_attribute(
    wanted: dict[str, list[str]], token_indices: list[int]
) -> None:
    assert tokens_with(DOC, **wanted) == token_indices


@pytest.mark.parametrize(
    ("token_indices", "ranges"),
    [
        ([], []),
        ([0], [(0, 1)]),
        ([5], [(5, 6)]),
        ([0, 1, 2], [(0, 3)]),
        ([4, 0, 1], [(0, 2), (4, 5)]),
        ([0, 2, 4, 5, 4], [(0, 1), (2, 3), (4, 6)]),
    ],
)
def test_runs_are_tokens_without_a_gap(token_indices: list[int], ranges: list[tuple[int, int]]) -> None:
    assert list(runs(DOC, token_indices)) == ranges
