"""The contents of the terminal, cell by cell, so that only cells that change are written to it.

Textual writes a changed region as a whole, and spells out the style of each piece of text: 18 KB for one step in a
list, most of it colours, which takes seconds over a slow connection. ``TerminalCells`` remembers what is on the
terminal, and turns what Textual writes into a shorter text with the same effect.

Styles are handled as the parameters of SGR sequences (Select Graphic Rendition, ECMA-48, 8.3.117): ``1;31`` is
bold and red. Rows and columns count from 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise, product
from typing import NamedTuple

from rich.cells import cell_len

_TOKENS = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|([^\x1b\r\n]+)|\r?\n|(.)", re.S)
_ALTERNATE_SCREEN = "\x1b[?1049"
_AROUND_PAINTINGS = ("\x1b[?2026h", "\x1b[?2026l")  # so that terminals show a painting at once
_MAX_GAP = 4  # unchanged cells that are written again: a sequence that moves the cursor over them is as long
_MAX_BLANKS = 5  # blanks that are written: a sequence that erases as many cells is as long
_MAX_CANDIDATES = 8  # runs of each style that are compared to find the nearest; more hardly shorten the text
_ROW_DOWN, _ROW_UP = "\x1bD", "\x1bM"  # IND and RI; VT is shorter, but may move to the first column, too

_DEFAULT_STYLE = "0"
_COLOURS = {*range(30, 40), *range(90, 98)}
_BACKGROUNDS = {*range(40, 50), *range(100, 108)}
_ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
"""Parameter that switches an attribute on → the one that switches it off; 22 is for both bold and dim."""

_CUBE = (0, 95, 135, 175, 215, 255)
_FIXED_COLOURS = {
    **{
        f"2;{red};{green};{blue}": 16 + 36 * i + 6 * j + k
        for (i, red), (j, green), (k, blue) in product(enumerate(_CUBE), repeat=3)
        if i or j
    },
    **{f"2;{grey};{grey};{grey}": 232 + step for step, grey in enumerate(range(8, 248, 10))},
}
"""Red, green and blue of the fixed ones of the 256 colours → their numbers, which are shorter.

Without 16 to 21, to which some terminals are given other colours, as the first 16.
"""

_WITHOUT_CELLS = ("Mn", "Me", "Mc", "Cf", "Cn", "Co")
"""Unicode categories of characters for which some terminals use a cell and others none: combining marks, …"""

_VISIBLE_ON_BLANKS = frozenset(("4", "7", "9", "21", "51", "52", "53"))
"""Attributes that change how a blank looks: underlines, strike-through, frames, and colours reversed."""


class _Style(NamedTuple):
    """A style taken apart into parameters of SGR; colour and background are empty where they are the default."""

    attributes: frozenset[str]
    colour: str
    background: str


class _Run(NamedTuple):
    """Adjacent cells of one row that are written together, in one style.

    Args:
        row: The row.
        column: The column of the first cell.
        text: The characters.
        style: The style as parameters of SGR.
        width: The number of cells that the text takes; 0 if terminals differ in that.
    """

    row: int
    column: int
    text: str
    style: str
    width: int


class TerminalCells:
    """Remembers the characters and styles on a terminal, as far as they are known.

    Args:
        is_erased_in_colour: Whether the terminal fills erased cells with the current background colour.
    """

    def __init__(self, *, is_erased_in_colour: bool = False) -> None:
        self._is_erased_in_colour = is_erased_in_colour
        self._rows: dict[int, tuple[list[str], list[str]]] = {}  # characters and styles; an empty one is unknown
        self._width = self._height = 0  # in cells; 0 until they are known
        self._style = ""  # the style that is set on the terminal; empty while it is unknown

    def resize(self, width: int, height: int) -> None:
        """Set the size of the terminal, in cells, and forget its contents: terminals differ in what they keep."""
        self._width, self._height = width, height
        self.forget()

    def forget(self) -> None:
        """Forget the contents of the terminal: its size has changed, or something else has written to it."""
        self._rows.clear()
        self._style = ""

    def shorten(self, data: str) -> str:
        """Return a shorter text to write in place of what Textual writes.

        The last style of a painting stays set, as the next painting often begins in it.

        Args:
            data: What Textual writes. If it is anything else than painting, it is returned unchanged, after a
                sequence that sets the default style where another is set.
        """
        if data in _AROUND_PAINTINGS:
            return data
        if not data.startswith("\x1b[") or data[2:3] in "?>=<":
            if _ALTERNATE_SCREEN in data:
                self.forget()
            return self._reset_style() + data
        runs: list[_Run] = []
        row = column = 0
        style = _DEFAULT_STYLE
        for match in _TOKENS.finditer(data):
            kind = match.lastindex
            if kind == 4:
                column = self._paint(runs, row, column, match[4], style)
            elif kind == 3:
                style = match[3] or _DEFAULT_STYLE
            elif kind == 2:
                row, column = int(match[1]), int(match[2])
            elif kind == 5:  # a hyperlink, or a sequence of a later version of Textual
                self.forget()
                return self._reset_style() + data
        if self._is_beyond_edges():
            self.forget()
        return self._written(_joined(runs), row, column)

    def _reset_style(self) -> str:
        """Return a sequence that sets the default style, empty if it is set; all but paintings relies on it."""
        change = "" if self._style == _DEFAULT_STYLE else "\x1b[m"
        self._style = _DEFAULT_STYLE
        return change

    def _written(self, runs: Sequence[_Run], row: int, column: int) -> str:
        """Return the shortest text found that writes runs, and then moves the cursor to a row and column."""
        start = "" if self._style else self._reset_style()
        in_order = _Writer(self._width, self._style, is_erased_in_colour=self._is_erased_in_colour)
        in_order.write_in_order(runs)
        writers = [in_order]
        if _is_any_order_right(runs):
            nearest_first = _Writer(self._width, self._style, is_erased_in_colour=self._is_erased_in_colour)
            nearest_first.write_nearest_first(runs)
            writers.append(nearest_first)
        text, self._style = min((writer.end(row, column) for writer in writers), key=lambda end: len(end[0]))
        return start + text

    def _is_beyond_edges(self) -> bool:
        """Return whether text was painted beyond the edges: that may have overwritten other cells.

        Textual may still paint for the earlier size after the terminal has shrunk.
        """
        return bool(self._width and self._height) and any(
            row > self._height or len(characters) - 1 > self._width for row, (characters, _) in self._rows.items()
        )

    def _paint(self, runs: list[_Run], row: int, column: int, text: str, style: str) -> int:
        """Add runs for those cells of a text that change, and remember them all.

        Returns:
            The column after the text.
        """
        characters, styles = self._rows.setdefault(row, ([], []))
        size = cell_len(text)
        end = column + size
        if len(characters) < end:
            characters.extend([""] * (end - len(characters)))
            styles.extend([""] * (end - len(styles)))
        if size != len(text) or not _has_single_cells(text):
            self._paint_odd(runs, _Run(row, column, text, style, 0), size)
            return end
        new_characters = list(text)
        blank = _style_of_blanks(style)
        new_styles = [blank if character == " " else style for character in text]
        if characters[column:end] != new_characters or styles[column:end] != new_styles:
            is_new = [
                old != new or old_style != new_style
                for old, new, old_style, new_style in zip(
                    characters[column:end], new_characters, styles[column:end], new_styles, strict=True
                )
            ]
            for start, stop in _new_ranges(is_new):
                runs.append(_Run(row, column + start, text[start:stop], style, stop - start))
            characters[column:end] = new_characters
            styles[column:end] = new_styles
        return end

    def _paint_odd(self, runs: list[_Run], run: _Run, expected_width: int) -> None:
        """Add a run of characters that a terminal may draw in more or fewer cells than Textual expects.

        It is written even if nothing has changed, and the cursor is placed anew afterwards. If the terminal may
        use fewer cells, the rest must not show old characters, so blanks are written first. If it may use more,
        the run may overwrite cells after it, so these are written again.

        Args:
            runs: Where to add it.
            run: The run.
            expected_width: How many cells Textual expects the text to take.
        """
        characters, styles = self._rows[run.row]
        end = run.column + expected_width
        characters[run.column : end] = [""] * expected_width
        styles[run.column : end] = [""] * expected_width
        if _has_no_cell(run.text[0]):  # drawn into the cell before, and would be a second time
            characters[run.column - 1] = ""
        if _has_certain_width(run.text):
            runs.append(run)
            return
        blanks = _Run(run.row, run.column, " " * expected_width, run.style, expected_width)
        runs += [blanks, run] if expected_width else [run]
        reach = end + sum(1 if character.isascii() else 2 for character in run.text) - expected_width
        for column in range(end, min(reach, len(characters))):
            if characters[column]:
                runs.append(_Run(run.row, column, characters[column], styles[column], 1))


def _new_ranges(is_new: list[bool]) -> list[tuple[int, int]]:
    """Return the ranges of cells that change, from start to exclusive end; small gaps are part of a range.

    Args:
        is_new: For each cell, whether it changes.
    """
    ranges: list[tuple[int, int]] = []
    for position, new in enumerate(is_new):
        if new and ranges and position - ranges[-1][1] <= _MAX_GAP:
            ranges[-1] = ranges[-1][0], position + 1
        elif new:
            ranges.append((position, position + 1))
    return ranges


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Return the runs, with adjacent ones joined where one style makes both look right.

    Runs of blanks get only the part of their style that is visible.
    """
    joined: list[_Run] = []
    for run in runs:
        if run.text.isspace():
            run = run._replace(style=_style_of_blanks(run.style))
        before = joined[-1] if joined else None
        if before and _is_adjacent(before, run) and (style := _common_style(before, run)):
            joined[-1] = _Run(run.row, before.column, before.text + run.text, style, before.width + run.width)
        else:
            joined.append(run)
    return joined


def _is_adjacent(first: _Run, second: _Run) -> bool:
    """Return whether the second run begins where the first ends; False if a width is unknown."""
    return bool(
        first.width and second.width and first.row == second.row and first.column + first.width == second.column
    )


def _common_style(first: _Run, second: _Run) -> str:
    """Return a style in which both runs look right, empty if there is none.

    Blanks look the same in any style with the same background and lines.
    """
    if first.style == second.style:
        return first.style
    if _style_of_blanks(first.style) != _style_of_blanks(second.style):
        return ""
    if second.text.isspace():
        return first.style
    return second.style if first.text.isspace() else ""


def _is_any_order_right(runs: Sequence[_Run]) -> bool:
    """Return whether runs may be written in any order: all widths are known, and no two runs overlap."""
    return all(run.width for run in runs) and all(
        (before.row, before.column + before.width) <= (after.row, after.column) for before, after in pairwise(runs)
    )


class _Writer:
    """Collects the pieces of a text that writes runs, with cursor moves and changes of style where needed.

    Args:
        width: The width of the terminal in cells; 0 if it is not known.
        style: The style that is set on the terminal, as parameters of SGR.
        is_erased_in_colour: Whether the terminal fills erased cells with the current background colour.
    """

    def __init__(self, width: int, style: str, *, is_erased_in_colour: bool) -> None:
        self._pieces: list[str] = []
        self._width = width
        self._is_erased_in_colour = is_erased_in_colour
        self._row = 0
        self._column: int | None = None  # None while it is not certain where the cursor is
        self._style = style

    def write_in_order(self, runs: Iterable[_Run]) -> None:
        """Write runs in the order in which they are given."""
        for run in runs:
            self._write(run)

    def write_nearest_first(self, runs: Iterable[_Run]) -> None:
        """Write as the next run each time the one that takes the shortest sequences to get to.

        Runs that look right in the current style come before all others: most moves of the cursor are shorter than
        a change of style.
        """
        groups: dict[str, list[_Run]] = {}
        for run in runs:
            groups.setdefault(run.style, []).append(run)
        while groups:
            near_groups = [groups.get(style, ()) for style in (self._style, _style_of_blanks(self._style))]
            suitable = [run for run in _first_of_each(near_groups) if self._suits(run)]
            run = min(suitable or _first_of_each(groups.values()), key=lambda run: len(self._way_to(run)))
            self._write(run)
            group = groups[run.style]
            group.remove(run)
            if not group:
                del groups[run.style]

    def _write(self, run: _Run) -> None:
        """Write a run at its place."""
        self._pieces.append(self._way_to(run))
        if not self._suits(run):
            self._style = run.style
        self._row = run.row
        text = run.text.rstrip(" ") if self._can_erase() else run.text
        blanks = len(run.text) - len(text)
        if blanks > _MAX_BLANKS:
            self._pieces.append(f"{text}\x1b[{blanks}X")  # ECH: the cursor stays where it is
            self._column = run.column + run.width - blanks if run.width else None
        else:
            self._pieces.append(run.text)
            # After the last cell of a row terminals differ in where the cursor is.
            end = run.column + run.width
            self._column = end if run.width and end <= self._width else None

    def _suits(self, run: _Run) -> bool:
        """Return whether a run looks right in the current style."""
        return run.style == self._style or (run.text.isspace() and run.style == _style_of_blanks(self._style))

    def _way_to(self, run: _Run) -> str:
        """Return the sequences that are needed before a run: a move of the cursor and a change of style."""
        move = self._move(run.row, run.column)
        return move if self._suits(run) else move + _change_of_style(self._style, run.style)

    def _can_erase(self) -> bool:
        """Return whether erased cells look like blanks in the current style."""
        return self._is_erased_in_colour and not _parse_style(self._style).attributes & _VISIBLE_ON_BLANKS

    def end(self, row: int, column: int) -> tuple[str, str]:
        """Move the cursor to a row and column.

        Returns:
            The whole text, and the style that is set after it.
        """
        self._column = None
        return "".join([*self._pieces, self._move(row, column)]), self._style

    def _move(self, row: int, column: int) -> str:
        whole = f"\x1b[{row};{column}H"
        if self._column is None:
            return whole
        parts = _row_move(row, row - self._row) + _column_move(column, column - self._column)
        return parts if len(parts) < len(whole) else whole


def _first_of_each(groups: Iterable[Sequence[_Run]]) -> list[_Run]:
    """Return the first runs of each group, as candidates for the run to write next."""
    return list(chain.from_iterable(islice(group, _MAX_CANDIDATES) for group in groups))


@lru_cache(maxsize=4096)
def _row_move(row: int, distance: int) -> str:
    """Return the shortest sequence that moves the cursor vertically.

    Args:
        row: The row to move to.
        distance: How many rows down that is; negative is up.
    """
    if not distance:
        return ""
    step, direction = (_ROW_DOWN, "B") if distance > 0 else (_ROW_UP, "A")
    return min(f"\x1b[{_count(distance)}{direction}", f"\x1b[{row}d", step * abs(distance), key=len)


@lru_cache(maxsize=4096)
def _column_move(column: int, distance: int) -> str:
    """Return the shortest sequence that moves the cursor horizontally.

    No backspaces: one that is written has come from a text.

    Args:
        column: The column to move to.
        distance: How many columns to the right that is; negative is left.
    """
    if not distance:
        return ""
    if column == 1:
        return "\r"
    if distance > 0:
        return min(f"\x1b[{_count(distance)}C", f"\x1b[{column}G", key=len)
    return min(f"\x1b[{_count(distance)}D", f"\x1b[{column}G", key=len)


def _count(distance: int) -> str:
    """Return the parameter of a cursor move: the distance without a sign, empty for the default of 1."""
    return str(abs(distance)) if abs(distance) > 1 else ""


@lru_cache(maxsize=4096)
def _has_single_cells(text: str) -> bool:
    """Return whether each character of a text takes exactly one cell on every terminal."""
    return text.isascii() or all(cell_len(character) == 1 and not _has_no_cell(character) for character in text)


def _has_no_cell(character: str) -> bool:
    """Return whether a terminal may draw a character into the cell of the character before."""
    return unicodedata.category(character) in _WITHOUT_CELLS


@lru_cache(maxsize=4096)
def _has_certain_width(text: str) -> bool:
    """Return whether all terminals use the same number of cells for a text.

    They do for characters of one cell, and for wide letters such as Chinese ones, but not for emoji.
    """
    return all(
        (unicodedata.category(character) == "Lo" and unicodedata.east_asian_width(character) in "WF")
        or _has_single_cells(character)
        for character in text
    )


@lru_cache(maxsize=1024)
def _parse_style(style: str) -> _Style:
    """Take a style apart."""
    attributes: set[str] = set()
    colour = background = ""
    parameters = iter(style.split(";"))
    for parameter in parameters:
        code, value = int(parameter or 0), parameter
        if code in (38, 48):  # followed by 5 and a number, or by 2 and red, green and blue
            form = next(parameters, "")
            value = ";".join([form, *(next(parameters, "") for _ in range(3 if form == "2" else 1))])
            value = f"{code};5;{_FIXED_COLOURS[value]}" if value in _FIXED_COLOURS else f"{code};{value}"
        if code in _COLOURS:
            colour = value
        elif code in _BACKGROUNDS:
            background = value
        elif code:
            attributes.add(value)
    return _Style(frozenset(attributes), colour, background)


@lru_cache(maxsize=1024)
def _style_of_blanks(style: str) -> str:
    """Return the part of a style that is visible on blanks."""
    attributes, _, background = _parse_style(style)
    if attributes & _VISIBLE_ON_BLANKS:
        return style
    return background or _DEFAULT_STYLE


@lru_cache(maxsize=4096)
def _change_of_style(old: str, new: str) -> str:
    """Return the shorter SGR sequence from one style to another: only what changes, or all after a reset."""
    before, after = _parse_style(old), _parse_style(new)
    after_reset = [_DEFAULT_STYLE, *sorted(after.attributes), *filter(None, (after.colour, after.background))]
    switched_off = before.attributes - after.attributes
    if not switched_off <= _ENDS.keys():
        return _sequence(after_reset)
    ends = {_ENDS[attribute] for attribute in switched_off}
    # What ends one attribute may end another that should stay: bold and dim.
    still_on = {attribute for attribute in before.attributes - switched_off if _ENDS.get(attribute) not in ends}
    changes = [*sorted(ends), *sorted(after.attributes - still_on)]
    if after.colour != before.colour:
        changes.append(after.colour or "39")
    if after.background != before.background:
        changes.append(after.background or "49")
    return min(_sequence(changes), _sequence(after_reset), key=len)


def _sequence(parameters: list[str]) -> str:
    return f"\x1b[{';'.join(parameters)}m"
