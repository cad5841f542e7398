"""What commands print: aligned tables on a terminal, tabs in a pipe, JSON for programs, and progress bars."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any, NamedTuple, Protocol

import msgspec
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from onrecord.base.control_characters import with_escapes
from onrecord.base.records import Span
from onrecord.cli.context import OutputForm
from onrecord.ingest import IngestError
from onrecord.terminal.segments import counted, cut, short_date
from onrecord.terminal.visible_text import steerable, visible

Row = dict[str, Any]

NAMED = 10
"""How many articles are listed one by one; of more than these only the number is printed."""

_NAMED_OF_MANY = 3
"""How many are named of what cannot be read for one reason; of the rest only the number is printed."""

_WINDOW = 500
"""How many rows decide how wide the columns of a table are."""

_COLUMN = 80
"""The most columns of the terminal that a paragraph takes; longer lines are hard to read."""


_RATE_PERIOD = 120
"""Over how many seconds a rate is taken: several batches of texts."""


class Advance(Protocol):
    """Tells a progress bar how many more steps are done."""

    def __call__(self, steps: int = 1) -> None:
        """Move the bar on."""


class TableColumn(NamedTuple):
    """A column of a printed table.

    Args:
        name: Its heading.
        share: Its part of the width that columns without a share leave; 0: as wide as its longest cell.
        right: Whether its cells are aligned to the right.
        style: The Rich style of its cells.
    """

    name: str
    share: int = 0
    right: bool = False
    style: str = ""


def on_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout.isatty()


def width() -> int:
    """Return how many columns the terminal has."""
    return shutil.get_terminal_size().columns


def line(*parts: str | tuple[str, str]) -> None:
    """Print one line, made of plain parts and of parts with a style; a pipe or NO_COLOR drops the styles."""
    safe_parts = _visible_parts(parts)
    if on_terminal():
        _console().print(Text.assemble(*safe_parts), soft_wrap=True)
    else:
        print("".join(part if isinstance(part, str) else part[0] for part in safe_parts))


def _visible_parts(parts: Iterable[str | tuple[str, str]]) -> list[str | tuple[str, str]]:
    """Return the parts of a line with nothing in them that steers a terminal, whoever wrote them."""
    return [visible(part) if isinstance(part, str) else (visible(part[0]), part[1]) for part in parts]


def block(*parts: str | tuple[str, str], indent: int = 0) -> None:
    """Print a paragraph as ``line`` does, on a terminal wrapped to a width that is easy to read.

    Args:
        parts: Plain texts, and texts with a style.
        indent: Columns before each line.
    """
    if on_terminal():
        console = _console()
        text = Text.assemble(*_visible_parts(parts))
        for each in text.wrap(console, max(min(width(), _COLUMN) - indent, 20)) or [Text()]:
            each.rstrip()
            console.print(Text(" " * indent).append_text(each), soft_wrap=True)
    else:
        line(" " * indent, *parts)


def complain(sentence: str) -> None:
    """Print a sentence on standard error, with the control characters of what it quotes made visible."""
    print(visible(sentence), file=sys.stderr)


def complain_of_sources(outcome: str, failures: Sequence[IngestError]) -> None:
    """Name what could not be read; of many for the same reason only the first.

    Args:
        outcome: What is said of all of them, before the list.
        failures: What could not be read; nothing is printed if it is empty.
    """
    if not failures:
        return
    complain(f"{outcome}:")
    by_reason: dict[str, list[IngestError]] = {}
    for failure in failures:
        by_reason.setdefault(failure.reason, []).append(failure)
    for reason, alike in by_reason.items():
        if len(alike) <= _NAMED_OF_MANY:
            for failure in alike:
                complain(f"  {failure}")
        else:
            names = ", ".join(failure.name for failure in alike[:_NAMED_OF_MANY])
            complain(f"  {names} and {counted(len(alike) - _NAMED_OF_MANY, 'other')}: {reason}")


def print_articles(outcome: str, count: int, articles: list[tuple[int, str]]) -> None:
    """Print what was done to how many articles, and list them when they are few."""
    named = articles if count <= NAMED else []
    line(f"{outcome}{':' if named else '.'}")
    for article, title in named:
        line((f"{article:>6}  ", "dim"), visible(title))


def emit(rows: Iterable[Row], form: OutputForm, text: Callable[[Iterable[Row]], None]) -> None:
    """Print rows as they come.

    Args:
        rows: What to print.
        form: As JSON, as JSON lines, or as text.
        text: Prints them as text.
    """
    if form == "text":
        text(rows)
    elif form == "jsonl":
        for row in rows:
            print(to_json(row))
    else:
        opening = "["
        for row in rows:
            print(opening, to_json(row), sep="\n", end="")
            opening = ","
        print("\n]" if opening == "," else "[]")


def to_json(value: Any) -> str:
    """Return a value as JSON on one line, with control characters escaped."""
    return with_escapes(msgspec.json.encode(value).decode())


def table(columns: Sequence[TableColumn], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: on a terminal aligned and cut to its width, in a pipe whole and with tabs."""
    if not on_terminal():
        for row in rows:
            print("\t".join(visible(cell) for cell in row))
        return
    rows = iter(rows)
    shown = [[visible(cell) for cell in row] for row in islice(rows, _WINDOW)]
    if not shown:
        return
    widths = _widths(columns, shown)
    console = _console()
    _print(console, columns, widths, [column.name for column in columns], header=True)
    for cells in shown:
        _print(console, columns, widths, cells)
    for row in rows:
        _print(console, columns, widths, [visible(cell) for cell in row])


def _widths(columns: Sequence[TableColumn], rows: list[list[str]]) -> list[int]:
    needs = [max(cell_len(cell) for cell in cells) for cells in zip([c.name for c in columns], *rows, strict=True)]
    left = width() - 2 * (len(columns) - 1) - sum(n for n, c in zip(needs, columns, strict=True) if not c.share)
    shares = sum(column.share for column in columns)
    widths = list(needs)
    # From the one that needs least of its share: what it leaves, the others may have.
    sharing = [index for index, column in enumerate(columns) if column.share]
    for index in sorted(sharing, key=lambda index: needs[index] / columns[index].share):
        share = columns[index].share
        widths[index] = max(min(needs[index], left * share // shares), 1)
        left, shares = left - widths[index], shares - share
    return widths


def _print(
    console: Console, columns: Sequence[TableColumn], widths: list[int], cells: list[str], *, header: bool = False
) -> None:
    text = Text()
    for column, size, cell in zip(columns, widths, cells, strict=True):
        fitted = cut(cell, size)
        padded = " " * (size - cell_len(fitted)) + fitted if column.right else set_cell_size(fitted, size)
        text.append("  " if text else "").append(padded, style="dim" if header else column.style)
    text.rstrip()
    console.print(text, soft_wrap=True)


def _console() -> Console:
    return Console(markup=False, highlight=False, emoji=False)


def day(iso: str) -> str:
    """Return an ISO date as it is printed: short on a terminal, unchanged in a pipe."""
    return short_date(iso, date.today()) if on_terminal() else iso[:10]


def marked(text: str, spans: Iterable[Span]) -> list[str | tuple[str, str]]:
    """Return the text as parts for ``line``, with the spans in bold."""
    parts: list[str | tuple[str, str]] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], (text[start:end], "bold")]
        at = end
    return [*parts, text[at:]]


def _no_bar(steps: int = 1) -> None:
    """Show nothing."""


@contextmanager
def progress(description: str, total: int) -> Iterator[Advance]:
    """Show a progress bar with rate and time left on a terminal, unless there are only a few steps.

    Args:
        description: What is being done, before the bar.
        total: How many steps there are.

    Yields:
        The function to call after each step, or after several with their number.
    """
    if total < 5 or not sys.stderr.isatty():
        yield _no_bar
        return

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    console = Console(file=steerable(sys.stderr))
    with Progress(*columns, console=console, transient=True, speed_estimate_period=_RATE_PERIOD) as bar:
        task = bar.add_task(description, total=total, rate="")

        def advance(steps: int = 1) -> None:
            bar.advance(task, steps)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield advance
