"""The file that something is exported to: its format, and whether it may be written."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from onrecord.base.errors import OnRecordError

FORMATS = {".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".jsonl": "jsonl"}
"""The ending of a file's name → the name of its format in ``onrecord.export``."""


class ExportFileError(OnRecordError):
    """A file that nothing is exported to."""


def export_format(file: Path) -> str:
    """Return the name of the format that a file is to have.

    Raises:
        ExportFileError: Its name does not say which, or it exists already.
    """
    format_name = FORMATS.get(file.suffix.casefold())
    if format_name is None:
        raise ExportFileError(
            f"“{file.name}” does not say which format to write; end it with .md, .csv or .jsonl."
        )
    if file.exists():
        raise ExportFileError(f"The file {file} exists already; choose another name.")
    return format_name


def free_name(file: Path) -> Path:
    """Return the file or, where it exists already, the next one with a number that does not."""
    names = (file if number == 1 else file.with_stem(f"{file.stem}-{number}") for number in count(1))
    return next(name for name in names if not name.exists())
