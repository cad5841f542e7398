"""Dates in a query: the day, month or year that a text means, and what is no date."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.archive.query.dates import parse_period

TODAY = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", ("2024", "2025")),
        ("9999", ("9999", "10000")),
        ("0001", ("0001", "0002")),
        ("0001-1", ("0001-01", "0001-02")),
        ("2024-3", ("2024-03", "2024-04")),
        ("2023-12", ("2023-12", "2024-01")),
        ("2024-02-28", ("2024-02-28", "2024-02-29")),
        ("2024-12-31", ("2024-12-31", "2025-01-01")),
        ("  2024-3-1 ", ("2024-03-01", "2024-03-02")),
        ("TODAY", ("2024-03-31", "2024-04-01")),
        ("yesterday", ("2024-03-30", "2024-03-31")),
        ("0 d", ("2024-03-31", "2024-04-01")),
        ("1 day", ("2024-03-30", "2024-03-31")),
        ("10days", ("2024-03-21", "2024-03-22")),
        ("1 week", ("2024-03-24", "2024-03-25")),
        ("2 Weeks ago", ("2024-03-17", "2024-03-18")),
        ("1m", ("2024-02-29", "2024-03-01")),
        ("3 months", ("2023-12-31", "2024-01-01")),
        ("4 months", ("2023-11-30", "2023-12-01")),
        ("1 year", ("2023-03-31", "2023-04-01")),
        ("13 months", ("2023-02-28", "2023-03-01")),
        ("2023 y", ("0001-03-31", "0001-04-01")),
        ("2024 y", ("0001-01-01", "0001-01-02")),
        ("9999 w", ("1832-08-12", "1832-08-13")),
    ],
)
def test_a_date_is_a_period(text: str, period: tuple[str, str]) -> None:
    assert parse_period(text, TODAY, allow_free_text=False) == period


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        (date(2024, 3, 15), "1 month", "2024-02-15"),
        (date(2024, 1, 15), "1 month", "2023-12-15"),
        (date(2024, 12, 1), "12 months", "2023-12-01"),
        (date(2024, 2, 29), "1 year", "2023-02-28"),
    ],
)
def test_months_back_keep_the_day_if_there_is_one(today: date, text: str, day: str) -> None:
    period = parse_period(text, today)
    assert period is not None
    assert period[0] == day


@pytest.mark.parametrize(
    "text",
    [
        "2024-00",
        "2024-13",
        "2023-02-29",
        "2024-1-32",
        "2024-1-0",
        "9999-12",
        "9999-12-31",
        "0000",
        "202",
        "20244",
        "2024-",
        "12345 d",
        "d",
        "3",
        "3 q",
        "",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_period(text, TODAY, allow_free_text=False) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1 April 2021", ("2021-04-01", "2021-04-02")),
        ("april 2021", ("2021-04", "2021-05")),
        ("1/4/2021", ("2021-01-04", "2021-01-05")),
    ],
)
def test_other_forms_are_understood_on_request(text: str, period: tuple[str, str]) -> None:
    assert parse_period(text, TODAY) == period
    assert parse_period(text, TODAY, allow_free_text=False) is None


@pytest.mark.parametrize("text", ["blorb", "12", "- 12 -"])
def test_other_forms_are_not_guessed(text: str) -> None:
    assert parse_period(text, TODAY) is None


def test_days_are_counted_from_today_by_default() -> None:
    before = date.today()
    period = parse_period("today")
    assert period in [
        (day.isoformat(), date.fromordinal(day.toordinal() + 1).isoformat()) for day in (before, date.today())
    ]
