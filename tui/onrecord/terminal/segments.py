"""Functions for the lines of a screen: cutting and wrapping by columns, alignment, highlights, short dates.

A line is a list of Rich segments; widths are columns of the terminal, where CJK characters and emoji take two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style

from onrecord.base.records import Span
from onrecord.terminal.visible_text import visible

Line = list[Segment]

ELLIPSIS = "…"


def line_width(line: Line) -> int:
    """Return the columns of a line."""
    return sum(segment.cell_length for segment in line)


def cut(text: str, width: int) -> str:
    """Return a text if it fits into the width, else its beginning and an ellipsis."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS if width > 0 else ""


def cut_line(line: Iterable[Segment], width: int) -> Line:
    """Cut a line in several styles as by ``cut``."""
    line = list(line)
    if line_width(line) <= width:
        return line
    shortened: Line = []
    columns_left = width - 1
    for segment in line:
        if segment.cell_length > columns_left >= 0:
            shortened.append(Segment(set_cell_size(segment.text, columns_left).rstrip() + ELLIPSIS, segment.style))
            break
        shortened.append(segment)
        columns_left -= segment.cell_length
    return shortened if width > 0 else []


def wrap(text: str, width: int, limit: int) -> list[str]:
    """Return the words of a text in at most ``limit`` lines; the last ends in an ellipsis if words are left
    out.
    """
    width = max(1, width)
    enough = 4 * width * limit + 1
    words = text[:enough].split()
    lines: list[str] = []
    line, used = "", 0
    for word in words:
        for part in chop_cells(word, width) if cell_len(word) > width else [word]:
            size = cell_len(part)
            if not line:
                line, used = part, size
            elif used + 1 + size <= width:
                line, used = f"{line} {part}", used + 1 + size
            else:
                lines.append(line)
                line, used = part, size
        if len(lines) >= limit:
            break
    else:
        if line:
            lines.append(line)
        if len(lines) <= limit and len(text) <= enough:
            return lines
    lines = lines[:limit]
    lines[-1] = cut(lines[-1] + ELLIPSIS, width) if cell_len(lines[-1]) < width else cut(lines[-1] + " ", width)
    return lines


def wrap_highlighted(
    text: str, spans: Sequence[Span], width: int, limit: int, style: Style, mark: Style
) -> list[Line]:
    """Wrap a text of one line with single spaces as ``wrap`` does, with spans of it as in ``highlight_spans``."""
    lines: list[Line] = []
    at = 0
    for line in wrap(text, width, limit):
        at += text.startswith(" ", at)
        here = [(start - at, end - at) for start, end in spans if start < at + len(line) and end > at]
        lines.append(highlight_spans(line, here, style, mark))
        at += len(line)
    return lines


def spread(left: Line, right: Line, width: int) -> Line:
    """Return a line with ``left`` at the left edge and ``right`` at the right one; ``left`` is cut to fit."""
    room = line_width(right)
    left = cut_line(left, width - room - 1 if room else width)
    gap = width - room - line_width(left)
    return [*left, Segment(" " * gap), *right] if room else left


def highlight_spans(text: str, spans: Iterable[Span], style: Style, mark: Style) -> Line:
    """Return a text, made visible, in one style, with spans of it in another.

    Args:
        text: The text.
        spans: The spans, in order, in characters of the text.
        style: The style of the text.
        mark: The style of the spans.
    """
    line: Line = []
    at = 0
    for start, end in spans:
        start, end = max(start, at), min(end, len(text))
        if start < end:
            if at < start:
                line.append(Segment(visible(text[at:start]), style))
            line.append(Segment(visible(text[start:end]), mark))
            at = end
    if at < len(text):
        line.append(Segment(visible(text[at:]), style))
    return line


def around_first(text: str, spans: Sequence[Span], width: int) -> tuple[str, list[Span]]:
    """Return a text from so far before its first span that the span is among the first ``width`` columns.

    Args:
        text: The text, on one line.
        spans: Spans of it, in order.
        width: The width in columns.

    Returns:
        The text, behind an ellipsis where it begins later, and the spans in it.
    """
    if not spans or cell_len(text[: spans[0][1]]) <= width - len(ELLIPSIS):
        return text, list(spans)
    start = max(0, spans[0][0] - max(0, (width - (spans[0][1] - spans[0][0])) // 3))
    if not text[:start].endswith(" "):
        start = min(text.find(" ", start) + 1 or start, spans[0][0])
    shift = len(ELLIPSIS) - start
    return ELLIPSIS + text[start:], [(left + shift, right + shift) for left, right in spans]


def fit(parts: Sequence[tuple[int, Line]], width: int, gap: str = "  ") -> Line:
    """Return the parts that fit into the width, next to each other, in order.

    Args:
        parts: Each part with its weight: parts of less weight are left out first, of equal weight the last first.
        width: The width in columns. A single part that is too wide is cut.
        gap: What stands between two parts.
    """
    fitting = [(weight, line, line_width(line)) for weight, line in parts if line]
    while len(fitting) > 1 and sum(size for *_, size in fitting) + len(gap) * (len(fitting) - 1) > width:
        lightest = min(range(len(fitting)), key=lambda index: (fitting[index][0], -index))
        del fitting[lightest]
    line: Line = []
    for _, part, _ in fitting:
        if line:
            line.append(Segment(gap))
        line += part
    return cut_line(line, width)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: ``1 article``, ``1,069 articles``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def short_date(iso: str, today: date) -> str:
    """Return a date as ``16 Apr``, with the year if it is not that of ``today``.

    Args:
        iso: An ISO date, or an ISO time, of which the local day is shown; anything else is returned as it is.
        today: The day of which the year is left out.
    """
    try:
        day = datetime.fromisoformat(iso).astimezone().date() if len(iso) > 10 else date.fromisoformat(iso)
    except (ValueError, OverflowError):
        return visible(iso)
    short = f"{day.day} {_MONTHS[day.month - 1]}"
    return short if day.year == today.year else f"{short} {day.year}"


def short_month(iso: str) -> str:
    """Return ``2024-03`` as ``Mar 2024``; anything else as it is."""
    year, _, month = iso.partition("-")
    if year.isdigit() and month.isdigit() and 1 <= int(month) <= 12:
        return f"{_MONTHS[int(month) - 1]} {year}"
    return visible(iso)
