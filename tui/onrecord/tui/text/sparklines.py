"""Small charts of block characters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from onrecord.base.archive_records import Tally

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"


def bar(value: int, most: int, width: int) -> str:
    """Return a horizontal bar for a value.

    Args:
        value: The value; a positive one is always visible.
        most: The value whose bar is as wide as ``width``.
        width: The greatest width in columns.
    """
    if value <= 0 or most <= 0 or width <= 0:
        return ""
    eighths = max(1, round(8 * width * value / most))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def stacked_bar(values: Sequence[int], most: int, width: int) -> list[int]:
    """Return the columns of each part of a horizontal bar.

    Args:
        values: The values of the parts; the bar of a positive sum has at least one column.
        most: The sum whose bar is as wide as ``width``.
        width: The greatest width in columns.
    """
    total = sum(values)
    if total <= 0 or most <= 0 or width <= 0:
        return [0] * len(values)
    columns = max(1, round(width * total / most))
    ends = [round(columns * end / total) for end in accumulate(values, initial=0)]
    return [end - start for start, end in pairwise(ends)]


def spark(values: Sequence[int], width: int) -> str:
    """Return a row of vertical bars, at most ``width``; where there are more values, a bar adds up several.

    A zero is a space.
    """
    if not values or width <= 0:
        return ""
    columns = min(width, len(values))
    bounds = [len(values) * column // columns for column in range(columns + 1)]
    sums = [sum(values[start:end]) for start, end in pairwise(bounds)]
    most = max(sums)
    return "".join(_LEVELS[(len(_LEVELS) * value - 1) // most] if value else " " for value in sums)


def fill_months(months: Sequence[Tally]) -> list[Tally]:
    """Return the months in order, with empty ones in the gaps, and without the undated one.

    Args:
        months: The tallies of months such as ``2021-04``, in order.
    """
    dated = [month for month in months if month.key]
    if not dated:
        return []
    tallies = {month.key: month for month in dated}
    first, last = _month_number(dated[0].key), _month_number(dated[-1].key)
    keys = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
    return [tallies.get(key) or Tally(key=key, named=0, said=0, articles=0) for key in keys]


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
