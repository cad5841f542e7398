"""The file that tells those who mend onrecord where it has failed."""

from __future__ import annotations

import sys
import traceback
from importlib import metadata
from pathlib import Path

from onrecord.terminal.private_files import write_private_file


def write_report(error: BaseException) -> Path | None:
    """Write where an error occurred into a private file.

    The values of variables, which may be what the user reads and writes, are left out.

    Returns:
        The file; None where none can be written.
    """
    lines = [
        f"onrecord {metadata.version('onrecord')}, Python {sys.version.split()[0]}, {sys.platform}\n",
        *traceback.format_exception(error),
    ]
    # Textual's error of a worker holds the one that the worker has met.
    if isinstance(cause := getattr(error, "error", None), BaseException):
        lines += traceback.format_exception(cause)
    return write_private_file("failure", ".txt", "".join(lines))


def failure_sentences(error: BaseException) -> str:
    """Write a report of an error, and return what the user is told of it."""
    file = write_report(error)
    where = f"What happened is written down in {file}; please send it with what you did." if file else ""
    return f"onrecord: the desk failed ({type(error).__name__}). What was stored stays stored. {where}".strip()
