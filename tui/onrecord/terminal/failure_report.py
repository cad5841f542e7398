"""The file that tells those who mend onrecord where it has failed."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from contextlib import suppress
from datetime import datetime
from importlib import metadata
from pathlib import Path

import platformdirs


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
    name = f"failure-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    for folder_path in (lambda: platformdirs.user_log_path("onrecord"), tempfile.gettempdir):
        with suppress(OSError):  # to look for a folder of temporary files is to write into some
            folder = Path(folder_path())
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = folder / name
            with os.fdopen(
                os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as out:
                out.writelines(lines)
            return file
    return None


def failure_sentences(error: BaseException) -> str:
    """Write a report of an error, and return what the user is told of it."""
    file = write_report(error)
    where = f"What happened is written down in {file}; please send it with what you did." if file else ""
    return f"onrecord: the desk failed ({type(error).__name__}). What was stored stays stored. {where}".strip()
