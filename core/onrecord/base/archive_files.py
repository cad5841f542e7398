"""How the file of an archive is told from others, and the names of what is beside it.

Nothing else is written over these: an archive would be lost, or another file would be taken for a part of it.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from onrecord.base import held_files

FILE = "archive.db"
"""The name of an archive's file in its folder."""

APPLICATION = b"onre"
"""Stands in the header of an archive (``PRAGMA application_id``)."""

APPLICATION_AT = 68
"""Where in the file, in bytes: https://www.sqlite.org/fileformat.html#the_database_header"""

READABLE = ".readable"
"""Ends the name of the copy with what is readable of a damaged archive, before its suffix."""

_BESIDE = re.compile(r"archive\.(?:(?:readable|repaired|restored)\.db.*|db.+)")
"""Names of logs, of the mark of damage, and of archives that are read or wait until a damaged one is replaced."""


def archive_file(folder: Path) -> Path:
    """Return the file of the archive in a folder, present or not.

    Of a link it is what the link leads to, as SQLite keeps its log beside that.
    """
    file = folder.absolute() / FILE
    return Path(os.path.realpath(file)) if file.is_symlink() else file


def is_readable_copy(file: Path) -> bool:
    """Return whether a file has the name of the copy with what is readable of a damaged archive."""
    return file.stem.endswith(READABLE)


def is_archive(file: Path) -> bool:
    """Return whether a file is an archive or a backup of one."""
    with suppress(OSError):
        return file.is_file() and held_files.content_at(file, APPLICATION_AT, 4) == APPLICATION
    return False


def is_beside_archive(file: Path) -> bool:
    """Return whether there is an archive beside which a file of this name, present or not, has a meaning."""
    return bool(_BESIDE.fullmatch(file.name)) and file.with_name(FILE).exists()
