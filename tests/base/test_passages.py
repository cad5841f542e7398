"""Passages around quotations, and what in them turns their meaning around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.base.passages import is_qualified, passage_spans
from onrecord.base.records import words_of


@pytest.mark.parametrize(
    ("text", "parts", "passage"),
    [
        ("Lee said that trade will grow.", ["Lee", "said", "that trade will grow"], "Lee said that trade will grow"),
        ("“I go,” said Lee. “Now.”", ["Lee", "said", "“I go,”", "“Now.”"], "“I go,” said Lee. “Now.”"),
        ("Trump did not directly address the issue.", ["Trump", "address", "the issue"], "Trump did not directly address the issue"),
        ("On Monday it did not say that.", ["say", "that"], "did not say that"),
        ("They didn’t ever say that.", ["say", "that"], "didn’t ever say that"),
        ("Then no official said that.", ["official", "said", "that"], "no official said that"),
        ("Nor did Lee say that.", ["Lee", "say", "that"], "Nor did Lee say that"),
        ("None of the ministers said so.", ["ministers", "said", "so"], "None of the ministers said so"),
        ("He was really the minister who said so.", ["minister", "said", "so"], "minister who said so"),
        (f"Lee, {'x' * 200}, did not say so.", ["Lee", "say", "so"], "Lee … did not say so"),
    ],
)  # fmt: skip
def test_a_passage_has_what_parts_its_parts_and_their_negation(text: str, parts: list[str], passage: str) -> None:
    spans = [(text.index(part), text.index(part) + len(part)) for part in parts]
    assert words_of(text, passage_spans(text, spans)) == passage


@given(
    st.text(alphabet="no not did x,\n“'’t", max_size=200),
    st.lists(st.tuples(st.integers(0, 250), st.integers(0, 250)).map(sorted).map(tuple), max_size=6),
)
def test_a_passage_covers_its_parts_in_order(text: str, parts: list[tuple[int, int]]) -> None:
    spans = passage_spans(text, parts)
    assert spans == sorted(spans)
    for start, end in parts:
        assert any(first <= start and end <= last for first, last in spans)


@pytest.mark.parametrize("words", ["has not ruled it out:", "She didn’t say", "never said", "He denied saying", "might say", "No one said"])  # fmt: skip
def test_words_that_were_not_said_like_that(words: str) -> None:
    assert is_qualified(words)


@pytest.mark.parametrize("words", ["said Ann Lee", "told the Notting Hill Post", "According to her", ""])
def test_words_that_were_said_like_that(words: str) -> None:
    assert not is_qualified(words)
