"""Whether two quotes are the same words: enough of them, in the same order, in runs."""

from __future__ import annotations

import pytest

from onrecord.archive.quote_matching.similarity import Similarity, comparable_words, compare_quotes

TEN = "one two three four five six seven eight nine ten"


def test_words_are_compared_without_case_and_marks() -> None:
    assert comparable_words("The port, “MUST” open-up!") == ["the", "port", "must", "open", "up"]
    assert comparable_words("— …") == []


def test_equal_quotes_share_everything() -> None:
    assert compare_quotes("The port must open.", "the port MUST open") == Similarity(1.0, [], [])


def test_what_either_has_alone_is_marked() -> None:
    similarity = compare_quotes("the port must never open again", "the port must open again, they say")
    assert similarity is None  # no run of four words
    first, second = "we say the port must open again", "the port must open again, he insists"
    similarity = compare_quotes(first, second)
    assert similarity is not None
    assert similarity.ratio == 2 * 5 / 14
    assert [first[slice(*span)] for span in similarity.first_only] == ["we say"]
    assert [second[slice(*span)] for span in similarity.second_only] == ["he insists"]


def test_the_words_of_a_gap_are_one_span() -> None:
    first, second = f"{TEN}", "one two three four other words six seven eight nine ten"
    similarity = compare_quotes(first, second)
    assert similarity is not None
    assert [first[slice(*span)] for span in similarity.first_only] == ["five"]
    assert [second[slice(*span)] for span in similarity.second_only] == ["other words"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("one two three four", "one two three four", True),
        ("one two three", "one two three", False),
        ("one two three four", "four three two one", False),
        ("one two three four x y", "one two three four z q", True),  # 4 of 6 words
        ("one two three four x y w", "one two three four z q v", False),  # 4 of 7 words
        ("one two three x five six seven", "one two three y five six seven", True),  # runs of three count
        ("one two x four five y seven eight", "one two z four five q seven eight", False),  # runs of two do not
        (TEN, "one two three four", True),
        ("", "", False),
    ],
)
def test_most_words_of_the_shorter_quote_stand_in_runs_in_the_longer(first: str, second: str, same: bool) -> None:
    assert (compare_quotes(first, second) is not None) is same
    assert (compare_quotes(second, first) is not None) is same


def test_a_word_that_recurs_is_no_obstacle() -> None:
    long = "the port " * 120
    assert compare_quotes(long, long) == Similarity(1.0, [], [])
