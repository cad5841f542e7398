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

periods = st.integers(0, 9_999_999)


@given(periods, periods)
def test_rows_stand_in_the_order_of_periods(one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    assert first_row(earlier, 7) <= first_row(later, 7)
    if first_row_of_period(first_row(earlier, 7)) < first_row_of_period(first_row(later, 7)):
        assert first_row(earlier, HIGHEST_ARTICLE) + MAX_ROWS - 1 < first_row(later, 0)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [(0, 10), (2024030, 2024031), (2024033, 2024040), (2024123, 2025000), (9999122, 9999123)],
)
def test_each_ten_days_of_a_calendar_are_told_apart(earlier: int, later: int) -> None:
    assert first_row(earlier, HIGHEST_ARTICLE) + MAX_ROWS <= first_row_of_period(first_row(later, 7))


@pytest.mark.parametrize("period", [2024133, 2024990, 2024999, 2024129])
def test_what_is_no_date_is_with_the_last_of_its_year(period: int) -> None:
    assert first_row(period, 7) == first_row(2024123, 7)


@given(periods, st.integers(0, HIGHEST_ARTICLE), st.integers(0, MAX_ROWS - 1))
def test_a_row_tells_its_article_and_place(period: int, article: int, place: int) -> None:
    row = first_row(period, article) + place
    assert 0 <= row < 2**63
    assert number_of_row(row) == article << 20 | place
    with closing(sqlite3.connect(":memory:")) as connection:
        sql = (
            f"SELECT {first_row_sql('period', 'article')} + place, {ARTICLE_OF_ROW}, {NUMBER_OF_ROW} "
            "FROM (SELECT ? AS period, ? AS article, ? AS place, ? AS rowid)"
        )
        values = connection.execute(sql, (period, article, place, row)).fetchone()
    assert values == (row, article, article << 20 | place)
