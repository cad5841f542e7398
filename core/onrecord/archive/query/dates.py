"""Dates in a query: ISO dates, ``2 weeks``, and what dateparser understands."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AGO = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?|m|months?|y|years?)(?:\s+ago)?", re.IGNORECASE)
_FREE_TEXT = re.compile(r"[^\W\d_]|\d[/.]\d{1,2}[/.]\d")

Period = tuple[str, str]
"""The first day, month or year and the one after the last, as ISO dates of the same length: ``("2024-03",
"2024-04")``. They compare as text with dates and times; a bare year or month sorts before all of its days."""


def parse_period(text: str, today: date | None = None, *, allow_free_text: bool = True) -> Period | None:
    """Return the day, month or year that a text means.

    Args:
        text: What somebody typed. A distance (``2 weeks``) means the day that lies so far back.
        today: The day to count from; None for the current one.
        allow_free_text: Whether dateparser may be asked about other forms (slow at its first use).

    Returns:
        The period, or None if the text is not a date.
    """
    today = today or date.today()
    text = " ".join(text.split()).lower()
    if match := _ISO.fullmatch(text):
        year, *month_and_day = match.groups()
        return _iso_period(int(year), *(int(part) if part else None for part in month_and_day))
    if text in ("today", "yesterday"):
        return _day_period(today - timedelta(days=text == "yesterday"))
    if match := _AGO.fullmatch(text):
        return _day_period(_days_before(today, int(match[1]), match[2][0]))
    return _free_text_period(text) if allow_free_text and _FREE_TEXT.search(text) else None


def _iso_period(year: int, month: int | None = None, day: int | None = None) -> Period | None:
    try:
        first_day = date(year, 1 if month is None else month, 1 if day is None else day)
        if day is not None:
            return _day_period(first_day)
        if month is not None:
            return first_day.isoformat()[:7], _next_month(first_day).isoformat()[:7]
        return f"{year:04}", f"{year + 1:04}"
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
