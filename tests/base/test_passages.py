"""Passages around quotations, and what in them turns their meaning around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.base.passages import is_qualified, passage_spans
from onrecord.base.records import Span, words_of


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


@pytest.mark.parametrize(
    ("parts", "spans"),
    [
        ([(0, 3), (123, 130)], [(0, 130)]),
        ([(0, 3), (124, 130)], [(0, 3), (124, 130)]),
        ([(124, 130), (0, 3)], [(0, 3), (124, 130)]),
        ([(0, 10), (2, 5)], [(0, 10)]),
        ([(0, 3), (0, 130), (250, 255)], [(0, 255)]),
        ([], []),
    ],
)
def test_parts_up_to_120_characters_apart_are_one_passage(parts: list[Span], spans: list[Span]) -> None:
    assert passage_spans("x" * 300, parts) == spans


def test_a_negation_is_looked_for_in_the_60_characters_before_a_part() -> None:
    near, far = f"not {'x' * 53}ly say", f"not {'x' * 54}ly say"
    assert passage_spans(near, [(60, 63)]) == [(0, 63)]
    assert passage_spans(far, [(61, 64)]) == [(61, 64)]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Lee did say", "say"),
        ("Lee did not say", "did not say"),
        ("Lee DID NOT say", "DID NOT say"),
        ("Lee has never been able, say", "say"),
        ("Lee has never yet been say", "has never yet been say"),
        ("Lee may really not even say", "may really not even say"),
        ("Lee really not say", "not say"),
        ("It is not that Lee did say", "say"),
        ("Not one of the few say", "Not one of the few say"),
        ("Lee couldn’t say", "couldn’t say"),
        ("Lee isn't say", "isn't say"),
        ("Lee knot say", "say"),
    ],
)
def test_a_negation_reaches_over_auxiliaries_and_adverbs_only(text: str, passage: str) -> None:
    spans = passage_spans(text, [(len(text) - 3, len(text))])
    assert words_of(text, spans) == passage


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
