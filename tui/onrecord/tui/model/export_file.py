"""The file that something is exported to: its format, and whether it may be written."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path

from onrecord.base.errors import OnRecordError

DOSSIER_ENDINGS = {".md": "markdown", ".csv": "csv", ".jsonl": "jsonl"}
"""The ending of a file's name → the format of a dossier."""


class ExportFileError(OnRecordError):
    """A file that nothing is exported to."""


def article_endings() -> dict[str, str]:
    """Return the endings of files' names, each with the format of articles that it stands for."""
    from onrecord.export import FORMATS

    return {form.ending: name for name, form in FORMATS.items() if form.ending}


def export_format(file: Path, endings: Mapping[str, str]) -> str:
    """Return the name of the format that a file is to have.

    Args:
        file: The file.
        endings: The endings of names, each with its format; of several that fit the longest counts.

    Raises:
        ExportFileError: Its name does not say which.
    """
    name = file.name.casefold()
    fitting = [ending for ending in endings if name.endswith(ending)]
    if not fitting:
        first, last = ", ".join(list(endings)[:-1]), list(endings)[-1]
        raise ExportFileError(f"“{file.name}” does not say which format to write; end it with {first} or {last}.")
    return endings[max(fitting, key=len)]


def require_new(file: Path) -> None:
    """See that a file does not exist.

    Raises:
        ExportFileError: It does.
    """
    if file.exists():
        raise ExportFileError(f"The file {file} exists already; choose another name.")


def free_name(stem: str, ending: str) -> str:
    """Return a name of a file that does not exist: the stem, from the second on with a number, and the ending."""
    names = (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}" for number in count(1))
    return next(name for name in names if not Path(name).exists())
