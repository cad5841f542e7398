"""CSV, a quote a row: for a spreadsheet, pandas or R.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and a formula can do
harm (OWASP, *CSV Injection*). Such a cell gets an apostrophe before it, as does one that already begins with
apostrophes before such a sign; so what begins with apostrophes and then such a sign loses the first one to be
what it was (``unguarded``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TextIO

from onrecord.export.item import Exported
from onrecord.export.rows import quote_row

COLUMNS = (
    "article",
    "title",
    "source",
    "date",
    "url",
    "speaker",
    "actor",
    "unnamed",
    "speaks_for",
    "kind",
    "cue",
    "cue_type",
    "polarity",
    "modality",
    "quote",
    "start",
    "end",
    "confidence",
    "speaker_confidence",
    "doubtful",
)

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write the names of the columns, then a row for each quote of each article."""
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for item in items:
        for quote in item.quotes():
            row = quote_row(quote)
            row["actor"] = "; ".join(row["actor"])
            writer.writerow(
                {name: guarded(value) if isinstance(value, str) else value for name, value in row.items()}
            )


def guarded(cell: str) -> str:
    """Return the cell as text also for a spreadsheet."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return what the cell was before it was guarded."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
