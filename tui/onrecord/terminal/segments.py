"""Pure pieces of which a line on the screen is made: safe text, cutting and wrapping by columns, marks.

A line is a list of Rich segments; widths are columns of the terminal, where CJK characters and emoji take two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style

from onrecord.base.records import Span

Line = list[Segment]

ELLIPSIS = "…"


class _Shown(dict[int, str]):
    """Character → what the terminal is sent for it: symbols for controls, nothing for what cannot be seen."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        match unicodedata.category(char):
            case "Cc" if char.isspace():
                shown = " "
            case "Cc":
                shown = chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"
            case "Zl" | "Zp":
                shown = " "
            case "Cs":  # half a character, which no terminal can be sent
                shown = "\ufffd"
            case "Cf":  # joiners, and marks that turn the direction of writing
                shown = ""
            case _:
                shown = "" if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF else char
        self[code] = shown
        return shown


class _Sent(dict[int, str]):
    """Character → what may be sent of it without another width: nothing for what steers the terminal."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        match unicodedata.category(char):
            case "Cs":
                sent = "\ufffd"
            case "Cc" | "Zl" | "Zp":
                sent = ""
            case "Cf" if not cell_len(char) and char not in _JOINERS:
                sent = ""
            case _:
                sent = char
        self[code] = sent
        return sent


_JOINERS = "\u200c\u200d"  # writing needs them, and they move nothing
_SHOWN = _Shown()
_SENT = _Sent()


def visible(text: str) -> str:
    """The text on one line as the terminal may have it: no control characters, no line breaks, nothing unseen."""
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


def visible_lines(text: str) -> str:
    """As ``visible``, of a text on several lines."""
    return "\n".join(visible(line) for line in text.splitlines())


def visible_in_place(text: str) -> str:
    """As ``visible``, one character for one: for a text that is edited, where places are counted in characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(visible(char) or without_controls(char) or "\ufffd" for char in text)


def without_controls(text: str) -> str:
    """The text in the same width without what steers the terminal: controls, marks that turn the direction."""
    return text if text.isprintable() else text.translate(_SENT)


def cut(text: str, width: int) -> str:
    """The text if it fits into the width, else its beginning and an ellipsis."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS if width > 0 else ""


def cut_line(line: Iterable[Segment], width: int) -> Line:
    """As ``cut``, of a line in several styles."""
    line = list(line)
    if sum(segment.cell_length for segment in line) <= width:
        return line
    kept: Line = []
    left = width - 1
    for segment in line:
        if segment.cell_length > left >= 0:
            kept.append(Segment(set_cell_size(segment.text, left).rstrip() + ELLIPSIS, segment.style))
            break
        kept.append(segment)
        left -= segment.cell_length
    return kept if width > 0 else []


def wrap(text: str, width: int, limit: int) -> list[str]:
    """The words of the text in at most ``limit`` lines, the last with an ellipsis where something is left out."""
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
    """As ``wrap``, with spans of the text as in ``highlight_spans``; the text is one line with single spaces."""
    lines: list[Line] = []
    at = 0
    for line in wrap(text, width, limit):
        at += text.startswith(" ", at)
        here = [(start - at, end - at) for start, end in spans if start < at + len(line) and end > at]
        lines.append(highlight_spans(line, here, style, mark))
        at += len(line)
    return lines


def spread(left: Line, right: Line, width: int) -> Line:
    """Two lines on one, the second at the right edge; the first is cut to leave it room."""
    room = sum(segment.cell_length for segment in right)
    left = cut_line(left, width - room - 1 if room else width)
    gap = width - room - sum(segment.cell_length for segment in left)
    return [*left, Segment(" " * gap), *right] if room else left


def highlight_spans(text: str, spans: Iterable[Span], style: Style, mark: Style) -> Line:
    """The text, made visible, in one style, and the spans of it (in order, end exclusive) in another."""
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


def fit(parts: Sequence[tuple[int, Line]], width: int, gap: str = "  ") -> Line:
    """The parts that fit into the width beside each other, in order.

    Each part has a weight; the lightest go first when room is short, of equal ones the last. What remains and
    is still too wide is cut.
    """
    kept = [(weight, line, sum(segment.cell_length for segment in line)) for weight, line in parts if line]
    while len(kept) > 1 and sum(size for *_, size in kept) + len(gap) * (len(kept) - 1) > width:
        lightest = min(range(len(kept)), key=lambda index: (kept[index][0], -index))
        del kept[lightest]
    line: Line = []
    for _, part, _ in kept:
        if line:
            line.append(Segment(gap))
        line += part
    return cut_line(line, width)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def counted(count: int, noun: str) -> str:
    """``1 article``, ``1,069 articles``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def short_date(iso: str, today: date) -> str:
    """``16 Apr``, with the year where it is not this one; times are turned to local days; empty if no date."""
    try:
        day = datetime.fromisoformat(iso).astimezone().date() if len(iso) > 10 else date.fromisoformat(iso)
    except (ValueError, OverflowError):
        return visible(iso)
    short = f"{day.day} {_MONTHS[day.month - 1]}"
    return short if day.year == today.year else f"{short} {day.year}"


def short_month(iso: str) -> str:
    """``2024-03`` as ``Mar 2024``; what is no month stays as it is."""
    year, _, month = iso.partition("-")
    if year.isdigit() and month.isdigit() and 1 <= int(month) <= 12:
        return f"{_MONTHS[int(month) - 1]} {year}"
    return visible(iso)
