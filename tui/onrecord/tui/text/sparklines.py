"""Small plots of block characters."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.base.records import Tally

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"


def bar(value: int, most: int, width: int) -> str:
    """A bar as long as its share of ``most``, in so many columns; the least there is shows."""
    if value <= 0 or most <= 0 or width <= 0:
        return ""
    eighths = max(1, round(8 * width * value / most))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def spark(values: Sequence[int], width: int) -> str:
    """A row of bars, one a value or, where there are more than columns, one for several; nothing is a space."""
    if not values or width <= 0:
        return ""
    columns = min(width, len(values))
    sums = [sum(values[len(values) * at // columns : len(values) * (at + 1) // columns]) for at in range(columns)]
    most = max(sums)
    return "".join(_LEVELS[(len(_LEVELS) * value - 1) // most] if value else " " for value in sums)


def fill_months(months: Sequence[Tally]) -> list[Tally]:
    """The months (``2021-04``, in order) with those between them in which nothing was; undated ones left out."""
    dated = [month for month in months if month.key]
    if not dated:
        return []
    known = {month.key: month for month in dated}
    first, last = _number(dated[0].key), _number(dated[-1].key)
    keys = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
    return [known.get(key) or Tally(key=key, named=0, said=0, articles=0) for key in keys]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
