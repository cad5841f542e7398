"""Files that onrecord writes for its user alone, where nothing else can be written."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import platformdirs

from onrecord.base.private_files import make_private_folder


def write_private_file(kind: str, suffix: str, text: str) -> Path | None:
    """Write a file that only the user can read into the folder of logs, or into that of temporary files.

    Args:
        kind: The first word of its name; when it is written and by which process follow.
        suffix: The end of its name.
        text: What it says.

    Returns:
        The file; None where none can be written.
    """
    name = f"{kind}-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}{suffix}"
    for folder_path in (lambda: platformdirs.user_log_path("onrecord"), tempfile.gettempdir):
        with suppress(OSError):  # to look for a folder of temporary files is to write into some
            folder = Path(folder_path())
            make_private_folder(folder)
            file = folder / name
            with os.fdopen(
                os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as out:
                out.write(text)
            return file
    return None


def kept_note_sentence(file: Path) -> str:
    """Return what is said of a note that could not be stored, and is kept in a file."""
    return f"What you wrote is kept in {file}; onrecord note WHICH - < {file} stores it."
