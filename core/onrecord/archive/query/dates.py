"""Dates as one types them in a query: ISO dates, ``2 weeks``, and whatever dateparser knows."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AGO = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?|m|months?|y|years?)(?:\s+ago)?", re.IGNORECASE)
_FREE_TEXT = re.compile(r"[^\W\d_]|\d[/.]\d{1,2}[/.]\d")

Period = tuple[str, str]
"""First and past-the-end, as ISO dates of a common length: ``("2024-03", "2024-04")``. They compare as text with
dates and times, and a date that is only a year or month lies where it begins."""


def parse_period(text: str, today: date | None = None, *, allow_free_text: bool = True) -> Period | None:
    """The day, month or year that a text means, or None when it means none. What is ago is a day.

    ``allow_free_text``: other forms than those above are understood as well (slow at the first time).
    """
    today = today or date.today()
    text = " ".join(text.split()).lower()
    if match := _ISO.fullmatch(text):
        return _iso_period(*(int(part) if part else None for part in match.groups()))
    if text in ("today", "yesterday"):
        return _day_period(today - timedelta(days=text == "yesterday"))
    if match := _AGO.fullmatch(text):
        return _day_period(_days_before(today, int(match[1]), match[2][0]))
    return _free_text_period(text) if allow_free_text and _FREE_TEXT.search(text) else None


def _iso_period(year: int | None, month: int | None = None, day: int | None = None) -> Period | None:
    try:
        first_day = date(year or 1, month or 1, day or 1)
        if day:
            return _day_period(first_day)
        if month:
            return f"{first_day:%Y-%m}", f"{_next_month(first_day):%Y-%m}"
        return f"{first_day:%Y}", f"{first_day.year + 1:04}"
    except (ValueError, OverflowError):
        return None


def _day_period(day: date) -> Period:
    return day.isoformat(), (day + timedelta(days=1)).isoformat()


def _next_month(first_day: date) -> date:
    return (first_day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _days_before(today: date, count: int, unit: str) -> date:
    try:
        if unit == "d":
            return today - timedelta(days=count)
        if unit == "w":
            return today - timedelta(weeks=count)
        month_number = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
        first_day = date(month_number // 12, month_number % 12 + 1, 1)
        return min(first_day + timedelta(days=today.day - 1), _next_month(first_day) - timedelta(days=1))
    except (ValueError, OverflowError):
        return date.min


def _free_text_period(text: str) -> Period | None:
    # Slow to import, and needed by few queries.
    from dateparser.date import DateDataParser

    parsed = DateDataParser(settings={"PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}).get_date_data(
        text
    )
    if parsed is None or parsed.date_obj is None:
        return None
    day = parsed.date_obj.date()
    return _iso_period(
        day.year,
        day.month if parsed.period != "year" else None,
        day.day if parsed.period not in ("year", "month") else None,
    )
