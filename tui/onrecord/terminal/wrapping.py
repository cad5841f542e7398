"""Wrapping of a text: the line and column of every character on a page of a given width.

A column is a cell of the terminal. Widths are those of Rich, so that what is counted here is what Textual paints.
Characters that would move the cursor of the terminal or turn its text around are never sent to it: control
characters show as symbols (ESC as ␛), invisible ones (joiners, direction marks, variation selectors) take no cell.
Every character keeps its offset.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from rich.cells import get_character_cell_size

from onrecord.base.control_characters import REPLACEMENT, control_symbol

TAB = 8
"""The columns between two tab stops, counted from the beginning of the paragraph."""

LONG = 80
"""A line of the text with more characters is a paragraph; a shorter one may be of verse, a list or code."""

_RARE_NEWLINES = "\r\v\f\x85\u2028\u2029"
_NEWLINE = re.compile(f"[\n{_RARE_NEWLINES}](?:(?<=\r)\n)?")
_LINE_FEED = re.compile("\n")  # found faster where there are no others

_DASH = r"(?<=\w[-–—/])(?=\w)"  # a line may end after it
_DASHES = {dash: re.compile(rf"{dash}(?<=\w.)(?=\w)") for dash in "-–—/"}  # found faster one by one

# Characters that surely take one cell each: Latin, Greek, Cyrillic, punctuation, currencies.
_ONE_CELL = " -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
_PLAIN = re.compile(f"[{_ONE_CELL}]*")
# Stretches of them, stretches of characters of two cells (kana, ideographs, Hangul), and each other one alone.
_STRETCH = re.compile(
    f"(?P<one>[{_ONE_CELL}]+)|(?P<two>[\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+)|.",
    re.DOTALL,
)

_FILLER = "\0"  # the second cell of a wide character, in the strings that are searched for lines
_OPENING = "「『（［｛〈《【〔“‘"
_CLOSING = "」』）］｝〉》】〕”’、。，．：；？！ー…"


class PageLine(msgspec.Struct, frozen=True, gc=False):
    """One line of the page: its characters are those from ``start`` to ``end``, end exclusive.

    Spaces and line breaks after ``end`` hang unseen. ``columns`` holds the first cell of each character and,
    last, of the line's end; None where every character takes one cell. A book has tens of thousands of lines, in
    which no garbage is searched for.
    """

    start: int
    end: int
    columns: tuple[int, ...] | None = None

    @property
    def width(self) -> int:
        """The width of the line in cells."""
        return self.end - self.start if self.columns is None else self.columns[-1]


class TextLayout:
    """A text in lines of at most ``width`` cells, and the conversion between offsets and lines and columns.

    An empty line is added between paragraphs that have none; several blank lines become one.
    """

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = max(width, 4)
        self.lines = list(_lines(text, self.width))
        self._starts = [line.start for line in self.lines]

    def line_of(self, offset: int) -> int:
        """Return the number, from 0, of the line that has the character at an offset."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def is_gap(self, number: int) -> bool:
        """Return whether a line was added between two paragraphs, so that it has no character."""
        return 0 <= number < len(self.lines) - 1 and self._starts[number] == self._starts[number + 1]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of a character; spaces that hang after a line are to the right of it."""
        offset = min(max(offset, 0), len(self.text))
        number = self.line_of(offset)
        return number, column_of(self.lines[number], offset)

    def offset_at(self, number: int, column: int) -> int:
        """Return the offset of the character in a cell; to the right of the line, of the spaces that hang
        there.
        """
        line = self.lines[number]
        if column < line.width:
            if line.columns is None:
                return line.start + max(column, 0)
            index = bisect_right(line.columns, max(column, 0)) - 1
            return line.start + bisect_left(line.columns, line.columns[index])
        last = self._starts[number + 1] - 1 if number + 1 < len(self.lines) else len(self.text)
        return max(min(line.end + column - line.width, last), line.start)

    def shown(self, number: int, start: int, end: int) -> str:
        """Return what is painted for the characters of a line from ``start`` to ``end``, as offsets of the
        text.
        """
        line = self.lines[number]
        text = self.text[start:end]
        if line.columns is None:
            return text
        columns = line.columns[start - line.start :]
        return "".join(
            " " * _size(columns, index) if char == "\t" else _shown(char) for index, char in enumerate(text)
        )


def column_of(line: PageLine, offset: int) -> int:
    """Return the column of a character on its line; hanging spaces take one cell each."""
    if offset >= line.end:
        return line.width + offset - line.end
    return offset - line.start if line.columns is None else line.columns[offset - line.start]


def is_plain(text: str, start: int = 0, end: int | None = None) -> bool:
    """Return whether all characters of a text, or of a part of it, surely take one cell each."""
    return _PLAIN.fullmatch(text, start, len(text) if end is None else end) is not None


def printable(text: str) -> str:
    """Return a text on one line, with symbols for control characters and without invisible ones."""
    return "".join(_shown(char) for char in " ".join(text.split()))


def _lines(text: str, width: int) -> Iterator[PageLine]:
    pattern = _pattern(width)
    dash_ends = sorted(
        match.end() for dash, ends in _DASHES.items() if dash in text for match in ends.finditer(text)
    )
    before = -1  # length of the text's line above: -1 at the beginning, 0 if blank
    for start, end in _text_lines(text):
        if start == end or text[start:end].isspace():
            if before != 0:
                yield PageLine(start, start)
            before = 0
            continue
        if before > 0 and max(before, end - start) > LONG:
            yield PageLine(start, start)
        before = end - start
        plain = is_plain(text, start, end)
        if plain and end - start <= width:
            yield PageLine(start, end)
        elif plain:
            yield from _plain_lines(text, start, end, width, dash_ends)
        else:
            yield from _wide_lines(text, start, end, pattern)
    if before == -1:
        yield PageLine(0, 0)


def _text_lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    newline = _NEWLINE if any(char in text for char in _RARE_NEWLINES) else _LINE_FEED
    for match in newline.finditer(text):
        yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _plain_lines(text: str, start: int, end: int, width: int, dash_ends: list[int]) -> Iterator[PageLine]:
    """Yield the lines of a paragraph whose characters take one cell each: those of ``_pattern``, found faster.

    Args:
        text: The text.
        start: Where the paragraph begins.
        end: Where it ends, exclusive.
        width: The most cells of a line.
        dash_ends: The offsets after all dashes of the text at which a line may end.
    """
    while start < end:
        limit = min(start + width, end)
        last = limit if limit == end else text.rfind(" ", start, limit + 1)
        while last > start and text[last - 1] == " ":
            last -= 1
        if last < limit and (index := bisect_right(dash_ends, limit)):
            last = max(last, dash_ends[index - 1])
        if last <= start:
            last = limit  # a word longer than the line
        yield PageLine(start, last)
        start = last
        while start < end and text[start] == " ":
            start += 1


def _wide_lines(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[PageLine]:
    """Yield the lines of a paragraph with characters of no or two cells, found in a string with one item per
    cell.
    """
    cells: list[str] = []
    origin: list[int] = []  # cell → character
    columns: list[int] = []  # character → its first cell
    base = 0
    for stretch in _STRETCH.finditer(text, start, end):
        first, last = stretch.span()
        column = len(origin)
        if stretch.lastgroup == "one":
            cells.append(stretch[0])
            origin.extend(range(first, last))
            columns.extend(range(column, column + last - first))
            base = len(origin) - 1
        elif stretch.lastgroup == "two":
            cells.append(_FILLER.join(stretch[0]) + _FILLER)
            origin.extend(offset for offset in range(first, last) for _ in range(2))
            columns.extend(range(column, column + 2 * (last - first), 2))
            base = len(origin) - 2
        else:
            char = stretch[0]
            size = TAB - column % TAB if char == "\t" else _cells(char)
            if size:
                cells.append(" " * size if _is_space(char) else _shown(char) + _FILLER * (size - 1))
                origin.extend([first] * size)
                base = column
            columns.append(base)
    if not origin:
        yield PageLine(start, start)
        return
    columns.append(len(origin))
    origin.append(end)
    for match in pattern.finditer("".join(cells)):
        first, last = origin[match.start()], origin[match.start(1)]
        if match.start() == 0:
            first = start
        left = columns[first - start]
        yield PageLine(first, last, tuple(column - left for column in columns[first - start : last - start + 1]))


@lru_cache(maxsize=64)
def _pattern(width: int) -> re.Pattern[str]:
    """Return the pattern of a line: as much as fits up to a possible break, or else as much as fits; then
    spaces.
    """
    ends = (
        r"(?<=[^ ])(?= |\Z)",
        _DASH,
        rf"(?<=[^{_OPENING}]{_FILLER})(?![{_FILLER}{_CLOSING}])",
    )
    return re.compile(
        rf"(?:.{{1,{width}}}(?:{'|'.join(ends)})|.{{1,{width}}}(?!{_FILLER}))( *)",
        re.DOTALL,
    )


def _is_space(char: str) -> bool:
    """Return whether a line may break at a character: at any space that is not a no-break space."""
    return char == "\t" or (unicodedata.category(char) == "Zs" and char not in "\xa0\u202f\u2007")


@lru_cache(maxsize=4096)
def _cells(char: str) -> int:
    if _invisible(char):
        return 0
    if unicodedata.category(char) in ("Cc", "Cs"):
        return 1
    return get_character_cell_size(char)


@lru_cache(maxsize=4096)
def _invisible(char: str) -> bool:
    """Return whether nothing is painted for a character: format marks, variants and skin tones, whose widths
    differ.
    """
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef" or char == "\xad":
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    return unicodedata.category(char) == "Cf" and get_character_cell_size(char) == 0


def _size(columns: tuple[int, ...], index: int) -> int:
    """Return the cells of a character; characters without a cell may follow it in its column."""
    return next((column for column in columns[index:] if column > columns[index]), columns[index]) - columns[index]


def _shown(char: str) -> str:
    if " " <= char <= "~":
        return char
    if _invisible(char):
        return ""
    match unicodedata.category(char):
        case "Cc":
            return control_symbol(char)
        case "Cs":
            return REPLACEMENT
    return char
