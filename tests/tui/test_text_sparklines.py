"""Bars and rows of bars, character by character."""

from __future__ import annotations

import pytest

from onrecord.base.archive_records import Tally
from onrecord.tui.text.sparklines import bar, fill_months, spark, stacked_bar


@pytest.mark.parametrize(
    ("value", "most", "width", "drawn"),
    [
        (8, 8, 4, "████"),
        (4, 8, 4, "██"),
        (1, 8, 1, "▏"),
        (3, 8, 1, "▍"),
        (5, 8, 2, "█▎"),
        (1, 1000, 4, "▏"),  # a positive value is visible
        (0, 8, 4, ""),
        (-1, 8, 4, ""),
        (4, 0, 4, ""),
        (4, 8, 0, ""),
        (4, 8, 1, "▌"),
    ],
)
def test_a_bar_is_as_long_as_its_share_in_eighths_of_a_column(
    value: int, most: int, width: int, drawn: str
) -> None:
    assert bar(value, most, width) == drawn


@pytest.mark.parametrize(
    ("values", "width", "drawn"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], 8, "▁▂▃▄▅▆▇█"),
        ([0, 8, 0], 8, " █ "),
        ([7], 1, "█"),
        ([1, 1, 4, 4], 2, "▂█"),  # two values in a column are added
        ([1, 2, 3], 2, "▂█"),  # one, then two
        ([0, 0], 2, "  "),
        ([], 5, ""),
        ([1], 0, ""),
        ([1, 100], 2, "▁█"),
    ],
)
def test_a_row_of_bars_is_scaled_to_its_greatest_sum(values: list[int], width: int, drawn: str) -> None:
    assert spark(values, width) == drawn


def tally(month: str, named: int = 1) -> Tally:
    return Tally(key=month, named=named, said=0, articles=1)


def test_empty_months_fill_the_gaps_over_the_turn_of_a_year() -> None:
    filled = fill_months([tally("2020-11", 3), tally("2021-02", 4)])
    assert [(month.key, month.named, month.said, month.articles) for month in filled] == [
        ("2020-11", 3, 0, 1),
        ("2020-12", 0, 0, 0),
        ("2021-01", 0, 0, 0),
        ("2021-02", 4, 0, 1),
    ]


def test_undated_articles_have_no_month() -> None:
    assert fill_months([tally(""), tally("0999-01")]) == [tally("0999-01")]
    assert fill_months([tally("")]) == []


def test_the_parts_of_a_bar_fill_it() -> None:
    assert stacked_bar([1, 1, 2], 8, 16) == [2, 2, 4]
    assert stacked_bar([1, 1, 1], 3, 10) == [3, 4, 3]
    assert stacked_bar([1, 0, 0], 1000, 10) == [1, 0, 0]
    assert stacked_bar([0, 0, 0], 8, 16) == [0, 0, 0]
    assert stacked_bar([3, 1, 0], 4, 0) == [0, 0, 0]
