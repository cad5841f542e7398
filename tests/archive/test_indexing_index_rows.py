"""The ids of the rows of quotes and names: period, article and place in one number, in the order of days."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.archive.indexing.index_rows import (
    ARTICLE_OF_ROW,
    MAX_ROWS,
    NUMBER_OF_ROW,
    first_row,
    first_row_of_period,
    first_row_sql,
    number_of_row,
)
from onrecord.archive.schema.tables import HIGHEST_ARTICLE

days = st.integers(0, 99_999_999)


@given(days, days)
def test_rows_stand_in_the_order_of_periods(one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    assert first_row(earlier, 7) <= first_row(later, 7)
    if first_row_of_period(first_row(earlier, 7)) < first_row_of_period(first_row(later, 7)):
        assert first_row(earlier, HIGHEST_ARTICLE) + MAX_ROWS - 1 < first_row(later, 0)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [(9, 10), (20240309, 20240310), (20240331, 20240400), (20241231, 20250000), (99991229, 99991230)],
)
def test_each_ten_days_of_a_calendar_are_told_apart(earlier: int, later: int) -> None:
    assert first_row(earlier, HIGHEST_ARTICLE) + MAX_ROWS <= first_row_of_period(first_row(later, 7))


@pytest.mark.parametrize("day", [20240300, 20240301, 20240309])
def test_the_days_of_a_period_have_the_same_rows(day: int) -> None:
    assert first_row(day, 7) == first_row(20240305, 7)


@pytest.mark.parametrize("day", [20241339, 20249900, 20249999, 20241299])
def test_what_is_no_date_is_with_the_last_of_its_year(day: int) -> None:
    assert first_row(day, 7) == first_row(20241231, 7)


@given(days, st.integers(0, HIGHEST_ARTICLE), st.integers(0, MAX_ROWS - 1))
def test_a_row_tells_its_article_and_place(day: int, article: int, place: int) -> None:
    row = first_row(day, article) + place
    assert 0 <= row < 2**63
    assert number_of_row(row) == article << 20 | place
    with closing(sqlite3.connect(":memory:")) as connection:
        sql = (
            f"SELECT {first_row_sql('day', 'article')} + place, {ARTICLE_OF_ROW}, {NUMBER_OF_ROW} "
            "FROM (SELECT ? AS day, ? AS article, ? AS place, ? AS rowid)"
        )
        values = connection.execute(sql, (day, article, place, row)).fetchone()
    assert values == (row, article, article << 20 | place)
