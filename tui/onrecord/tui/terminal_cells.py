"""What stands on the terminal, cell by cell, so that only what differs is written to it.

Textual writes each changed region whole, with the style of every piece of text spelled out: 18 KB for a step in a
list, most of it colours, which takes seconds over a slow line. ``TerminalCells`` reads what Textual writes, and
gives a short text that has the same effect.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import NamedTuple

from rich.cells import cell_len

_TOKENS = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|([^\x1b\r\n]+)|\r?\n|(.)", re.S)
_ALTERNATE_SCREEN = "\x1b[?1049"
_AROUND_PAINTINGS = ("\x1b[?2026h", "\x1b[?2026l")  # so that terminals show a painting at once
_MAX_GAP = 4  # cells that are rather written again than jumped over: a jump takes as much
_MAX_BLANKS = 5  # blanks that are rather written than erased: the sequence takes as much
_MAX_CANDIDATES = 8  # runs of a style among which the nearest is looked for; more hardly save anything
_ROW_DOWN, _ROW_UP = "\x1bD", "\x1bM"  # IND and RI. VT would be shorter, but may lead to the first column, too

# Parameters of SGR (ECMA-48, 8.3.117)
_USUAL = "0"
_COLOURS = {*range(30, 40), *range(90, 98)}
_BACKGROUNDS = {*range(40, 50), *range(100, 108)}
_ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
"""What ends an attribute; 22 ends both bold and dim."""

_WITHOUT_CELLS = ("Mn", "Me", "Mc", "Cf", "Cn", "Co")
"""Categories of characters to which some terminals give a cell of their own, and others none."""

_SEEN_ON_BLANKS = frozenset(("4", "7", "9", "21", "51", "52", "53"))
"""Attributes that are seen on blanks, too: lines, frames and exchanged colours."""


class _Style(NamedTuple):
    """A style as parameters of SGR: attributes, colour and background, empty where they are the usual ones."""

    attributes: frozenset[str]
    colour: str
    background: str


class _Run(NamedTuple):
    """Cells of one row that are written together.

    Args:
        row: Their row; the first is 1.
        column: The column of the first of them; the first is 1.
        text: What stands in them.
        style: Their style, as parameters of SGR.
        width: How many cells they are; 0 where terminals differ in that.
    """

    row: int
    column: int
    text: str
    style: str
    width: int


class TerminalCells:
    """The characters and styles on a terminal, as far as they are known.

    Args:
        is_erased_in_colour: The terminal gives cells that are erased the background that is set.
    """

    def __init__(self, *, is_erased_in_colour: bool = False) -> None:
        self._is_erased_in_colour = is_erased_in_colour
        self._rows: dict[int, tuple[list[str], list[str]]] = {}  # characters and styles; an empty one is unknown
        self._width = self._height = 0  # in cells; 0 until they are known
        self._style = ""  # in which the next text would be written; empty where it is unknown

    def resize(self, width: int, height: int) -> None:
        """Take another size, in cells, and nothing on the terminal for known: terminals differ in what stays."""
        self._width, self._height = width, height
        self.forget()

    def forget(self) -> None:
        """Take nothing on the terminal for known: it has another size, or others have written on it."""
        self._rows.clear()
        self._style = ""

    def shorten(self, data: str) -> str:
        """Return a text to write in place of this one.

        The last style of a painting stays set until something else is written: the next one often begins in it.

        Args:
            data: What Textual writes. If it is not painting but anything else, it stays as it is.
        """
        if data in _AROUND_PAINTINGS:
            return data
        if not data.startswith("\x1b[") or data[2:3] in "?>=<":
            if _ALTERNATE_SCREEN in data:
                self.forget()
            return self._in_usual_style() + data
        runs: list[_Run] = []
        row = column = 0
        style = _USUAL
        for match in _TOKENS.finditer(data):
            kind = match.lastindex
            if kind == 4:
                column = self._paint(runs, row, column, match[4], style)
            elif kind == 3:
                style = match[3] or _USUAL
            elif kind == 2:
                row, column = int(match[1]), int(match[2])
            elif kind == 5:  # a hyperlink, or what a later version of Textual writes
                self.forget()
                return self._in_usual_style() + data
        if self._is_beyond_edges():
            self.forget()
        return self._written(_joined(runs), row, column)

    def _in_usual_style(self) -> str:
        """Return what sets the usual style, in which all that is not shortened begins."""
        change = "" if self._style == _USUAL else "\x1b[m"
        self._style = _USUAL
        return change

    def _written(self, runs: Sequence[_Run], row: int, column: int) -> str:
        """Return a text that writes runs, and puts the cursor at a place."""
        start = "" if self._style else self._in_usual_style()
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
        """Return whether a painting made for a larger terminal was written: who knows what it has overwritten."""
        return bool(self._width and self._height) and any(
            row > self._height or len(characters) - 1 > self._width for row, (characters, _) in self._rows.items()
        )

    def _paint(self, runs: list[_Run], row: int, column: int, text: str, style: str) -> int:
        """Add those of the cells of a text that look different, and return the column behind it."""
        characters, styles = self._rows.setdefault(row, ([], []))
        size = cell_len(text)
        end = column + size
        if len(characters) < end:
            characters.extend([""] * (end - len(characters)))
            styles.extend([""] * (end - len(styles)))
        if size != len(text) or not _is_of_single_cells(text):
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
            for start, stop in _new_parts(is_new):
                runs.append(_Run(row, column + start, text[start:stop], style, stop - start))
            characters[column:end] = new_characters
            styles[column:end] = new_styles
        return end

    def _paint_odd(self, runs: list[_Run], run: _Run, size: int) -> None:
        """Add a run of characters that a terminal may draw in more or fewer cells than they should have.

        It is always written, and a move follows. Blanks before it leave nothing of what was in the cells that it
        may not reach, and what it may reach behind them is written once more.
        """
        characters, styles = self._rows[run.row]
        end = run.column + size
        characters[run.column : end] = [""] * size
        styles[run.column : end] = [""] * size
        if _has_no_cell(run.text[0]):  # it is drawn into the cell before, and would be once more
            characters[run.column - 1] = ""
        if _is_of_sure_cells(run.text):
            runs.append(run)
            return
        runs += [_Run(run.row, run.column, " " * size, run.style, size)] * bool(size) + [run]
        reach = end + sum(1 if character.isascii() else 2 for character in run.text) - size
        for column in range(end, min(reach, len(characters))):
            if characters[column]:
                runs.append(_Run(run.row, column, characters[column], styles[column], 1))


def _new_parts(is_new: list[bool]) -> list[tuple[int, int]]:
    """Return the parts with new cells, from start to end; parts with small gaps between them are one."""
    parts: list[tuple[int, int]] = []
    for place, new in enumerate(is_new):
        if new and parts and place - parts[-1][1] <= _MAX_GAP:
            parts[-1] = parts[-1][0], place + 1
        elif new:
            parts.append((place, place + 1))
    return parts


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Return the runs with what is seen of their styles, and joined where they look as if they had one style."""
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
    """Return whether a run begins where the other ends, as far as their widths are known."""
    return bool(
        first.width and second.width and first.row == second.row and first.column + first.width == second.column
    )


def _common_style(first: _Run, second: _Run) -> str:
    """Return a style in which both runs look right, or an empty one; blanks show little of a style."""
    if first.style == second.style:
        return first.style
    if _style_of_blanks(first.style) != _style_of_blanks(second.style):
        return ""
    if second.text.isspace():
        return first.style
    return second.style if first.text.isspace() else ""


def _is_any_order_right(runs: Sequence[_Run]) -> bool:
    """Return whether runs may be written in any order: none is wider than it is taken for, no two overlap."""
    return all(run.width for run in runs) and all(
        (before.row, before.column + before.width) <= (after.row, after.column) for before, after in pairwise(runs)
    )


class _Writer:
    """Collects what is written, with moves of the cursor and changes of style where they are needed.

    Args:
        width: The width of the terminal in cells; 0 if it is not known.
        style: The style in which the terminal writes, as parameters of SGR.
        is_erased_in_colour: The terminal gives cells that are erased the background that is set.
    """

    def __init__(self, width: int, style: str, *, is_erased_in_colour: bool) -> None:
        self._pieces: list[str] = []
        self._width = width
        self._is_erased_in_colour = is_erased_in_colour
        self._row = 0
        self._column: int | None = None  # None where it is not known for certain
        self._style = style

    def write_in_order(self, runs: Iterable[_Run]) -> None:
        """Write runs as they follow each other."""
        for run in runs:
            self._write(run)

    def write_nearest_first(self, runs: Iterable[_Run]) -> None:
        """Write next, each time, the run to which the way takes the fewest characters.

        All that look right in the present style go before a change of style, which takes more than most moves.
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
            # A cursor behind the last cell of a row is in a state in which terminals differ.
            end = run.column + run.width
            self._column = end if run.width and end <= self._width else None

    def _suits(self, run: _Run) -> bool:
        """Return whether a run looks right in the present style."""
        return run.style == self._style or (run.text.isspace() and run.style == _style_of_blanks(self._style))

    def _way_to(self, run: _Run) -> str:
        """Return what leads to a run: a move of the cursor and a change of style."""
        move = self._move(run.row, run.column)
        return move if self._suits(run) else move + _change_of_style(self._style, run.style)

    def _can_erase(self) -> bool:
        """Return whether erased cells look like blanks in the present style."""
        return self._is_erased_in_colour and not _parse_style(self._style).attributes & _SEEN_ON_BLANKS

    def end(self, row: int, column: int) -> tuple[str, str]:
        """Return all that was written, with a move of the cursor to where it belongs, and the last style."""
        self._column = None
        return "".join([*self._pieces, self._move(row, column)]), self._style

    def _move(self, row: int, column: int) -> str:
        whole = f"\x1b[{row};{column}H"
        if self._column is None:
            return whole
        parts = _row_move(row, row - self._row) + _column_move(column, column - self._column)
        return parts if len(parts) < len(whole) else whole


def _first_of_each(groups: Iterable[Sequence[_Run]]) -> list[_Run]:
    """Return the candidates for what is written next: the first runs of each group."""
    return list(chain.from_iterable(islice(group, _MAX_CANDIDATES) for group in groups))


@lru_cache(maxsize=4096)
def _row_move(row: int, distance: int) -> str:
    """Return what moves the cursor by a distance to a row, in the same column."""
    if not distance:
        return ""
    step, direction = (_ROW_DOWN, "B") if distance > 0 else (_ROW_UP, "A")
    return min(f"\x1b[{_count(distance)}{direction}", f"\x1b[{row}d", step * abs(distance), key=len)


@lru_cache(maxsize=4096)
def _column_move(column: int, distance: int) -> str:
    """Return what moves the cursor by a distance to a column, in the same row."""
    if not distance:
        return ""
    if column == 1:
        return "\r"
    if distance > 0:
        return min(f"\x1b[{_count(distance)}C", f"\x1b[{column}G", key=len)
    return min(f"\x1b[{_count(distance)}D", f"\x1b[{column}G", "\b" * -distance, key=len)


def _count(distance: int) -> str:
    """Return the parameter of a move of the cursor: its length, left out if that is 1, the default."""
    return str(abs(distance)) if abs(distance) > 1 else ""


@lru_cache(maxsize=4096)
def _is_of_single_cells(text: str) -> bool:
    """Return whether each character of a text takes one cell, on every terminal."""
    return text.isascii() or all(cell_len(character) == 1 and not _has_no_cell(character) for character in text)


def _has_no_cell(character: str) -> bool:
    """Return whether terminals may draw a character into the cell of the one before."""
    return unicodedata.category(character) in _WITHOUT_CELLS


@lru_cache(maxsize=4096)
def _is_of_sure_cells(text: str) -> bool:
    """Return whether terminals agree on the cells of a text: its wide characters are letters, as in Chinese."""
    return all(
        (unicodedata.category(character) == "Lo" and unicodedata.east_asian_width(character) in "WF")
        or _is_of_single_cells(character)
        for character in text
    )


@lru_cache(maxsize=1024)
def _parse_style(style: str) -> _Style:
    """Return a style from its parameters of SGR."""
    attributes: set[str] = set()
    colour = background = ""
    parameters = iter(style.split(";"))
    for parameter in parameters:
        code, value = int(parameter or 0), parameter
        if code in (38, 48):  # followed by 5 and a number, or by 2 and red, green and blue
            form = next(parameters, "")
            value = ";".join([parameter, form, *(next(parameters, "") for _ in range(3 if form == "2" else 1))])
        if code in _COLOURS:
            colour = value
        elif code in _BACKGROUNDS:
            background = value
        elif code:
            attributes.add(value)
    return _Style(frozenset(attributes), colour, background)


@lru_cache(maxsize=1024)
def _style_of_blanks(style: str) -> str:
    """Return what of a style is seen where there are only blanks."""
    attributes, _, background = _parse_style(style)
    if attributes & _SEEN_ON_BLANKS:
        return style
    return background or _USUAL


@lru_cache(maxsize=4096)
def _change_of_style(old: str, new: str) -> str:
    """Return a short SGR sequence that leads from one style to another."""
    before, after = _parse_style(old), _parse_style(new)
    whole = [_USUAL, *sorted(after.attributes), *filter(None, (after.colour, after.background))]
    ended = before.attributes - after.attributes
    if not ended <= _ENDS.keys():
        return _sequence(whole)
    ends = {_ENDS[attribute] for attribute in ended}
    remaining = {attribute for attribute in before.attributes - ended if _ENDS.get(attribute) not in ends}
    changed = [*sorted(ends), *sorted(after.attributes - remaining)]
    if after.colour != before.colour:
        changed.append(after.colour or "39")
    if after.background != before.background:
        changed.append(after.background or "49")
    return min(_sequence(changed), _sequence(whole), key=len)


def _sequence(parameters: list[str]) -> str:
    return f"\x1b[{';'.join(parameters)}m"
