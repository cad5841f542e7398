"""An Excel workbook with a sheet each for quotes, actors and articles. Nothing in it is taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

from onrecord.base.control_characters import with_symbols
from onrecord.base.errors import OnRecordError
from onrecord.export.item import Exported
from onrecord.export.tables import TABLES, rows_of, single_valued

MOST_ROWS = 1_048_576
"""Rows of a sheet; characters of a cell: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3."""
LONGEST_CELL = 32_767
_WIDTHS = {"title": 40, "quote": 60, "url": 30, "name": 25, "actor": 25, "speaker": 25}


class TooManyRows(OnRecordError):
    """More rows than a sheet can have."""


def write(items: Iterable[Exported], out: BinaryIO) -> None:
    """Write the workbook.

    Raises:
        TooManyRows: A sheet would have more than ``MOST_ROWS``.
        OSError: It cannot be written.
    """
    from xlsxwriter.exceptions import FileCreateError

    # Not at once where it is to be: the library goes on writing there after an error.
    with TemporaryFile() as file:
        try:
            _write_workbook(items, file)
        except FileCreateError as error:
            raise error.args[0] from error  # the OSError that it was
        file.seek(0)
        copyfileobj(file, out)


def _write_workbook(items: Iterable[Exported], out: IO[bytes]) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(out, options) as workbook:
        bold = workbook.add_format({"bold": True})
        sheets = {name: workbook.add_worksheet(name) for name in TABLES}
        for name, sheet in sheets.items():
            sheet.freeze_panes(1, 0)
            for number, column in enumerate(TABLES[name]):
                sheet.set_column(number, number, _WIDTHS.get(column, 12))
                sheet.write_string(0, number, column, bold)
        filled = dict.fromkeys(TABLES, 0)
        for item in items:
            for name, rows in rows_of(item).items():
                for row in rows:
                    filled[name] += 1
                    if filled[name] >= MOST_ROWS:
                        reason = f"A sheet has at most {MOST_ROWS:,} rows; export fewer articles, or CSV."
                        raise TooManyRows(reason)
                    sheets[name].write_row(filled[name], 0, [_cell(row[column]) for column in TABLES[name]])
        for name, sheet in sheets.items():
            sheet.autofilter(0, 0, filled[name], len(TABLES[name]) - 1)


def _cell(value: Any) -> Any:
    value = single_valued(value)
    return with_symbols(value)[:LONGEST_CELL] if isinstance(value, str) else value
