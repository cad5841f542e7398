"""Proposals that contradict each other: the best of them together."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.annotation.quotes import selection
from onrecord.annotation.quotes.selection import SHARED_WORDS, select


def words(first: int, last: int) -> frozenset[int]:
    return frozenset(range(first, last))


@pytest.mark.parametrize(
    ("gains", "chosen"),
    [([0.5, 0.4, 0.3], [1, 2]), ([0.8, 0.4, 0.3], [0]), ([0.5, 0.6, -0.1], [1]), ([0.0, -0.1, 0.0], [])],
)
def test_the_whole_or_its_parts_whichever_is_worth_more(gains: list[float], chosen: list[int]) -> None:
    assert select([words(0, 10), words(0, 5), words(5, 10)], gains) == chosen


def test_a_few_words_in_common_are_no_contradiction() -> None:
    assert select([words(0, 10), words(8, 18)], [0.5, 0.4]) == [0, 1]
    assert select([words(0, 10), words(7, 17)], [0.5, 0.4]) == [0]
    assert SHARED_WORDS == 0.2


def test_nothing_to_choose_from() -> None:
    assert select([], []) == []


proposals = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 5), st.integers(-3, 9)),
    max_size=8,
)


@given(proposals)
def test_no_other_choice_is_worth_more(drawn: list[tuple[int, int, int]]) -> None:
    word_sets = [words(first, first + length) for first, length, _ in drawn]
    gains = [float(gain) for *_, gain in drawn]

    def agree(chosen: tuple[int, ...]) -> bool:
        return all(
            len(word_sets[i] & word_sets[j]) <= SHARED_WORDS * min(len(word_sets[i]), len(word_sets[j]))
            for i, j in itertools.combinations(chosen, 2)
        )

    choices = (
        chosen
        for count in range(len(drawn) + 1)
        for chosen in itertools.combinations(range(len(drawn)), count)
        if agree(chosen)
    )
    best = max(sum(gains[index] for index in chosen) for chosen in choices)
    chosen = select(word_sets, gains)
    assert agree(tuple(chosen))
    assert sum(gains[index] for index in chosen) == best


def test_of_very_many_the_best_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "_MOST_EXACT", 2)
    assert select([words(0, 10), words(0, 5), words(5, 10)], [0.5, 0.4, 0.3]) == [0]
    assert select([words(0, 10), words(0, 5), words(5, 10)], [0.3, 0.4, 0.35]) == [1, 2]
