"""A log of SQLite that belongs to another file than the one beside it.

Whoever copies a backup over an archive whose desk was killed leaves the log of the old file there. SQLite would
put the pages of the log into the new file. But a backup is a file without a log, and says so in its header.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from onrecord.base import held_files
from onrecord.base.path_locks import locked

_MODE_AT = 18  # https://www.sqlite.org/fileformat.html#file_format_version_numbers
_WITHOUT_LOG = b"\1\1"


def is_backup(file: Path) -> bool:
    """Return whether a file is a backup that was not opened since it was written."""
    with suppress(OSError):
        return held_files.content_at(file, _MODE_AT, len(_WITHOUT_LOG)) == _WITHOUT_LOG
    return False


def set_aside_stale_log(file: Path) -> Path | None:
    """Rename the log beside an archive if it is that of another file.

    Returns:
        The new place of the log; None where there is none, or it stays.
    """
    log, shared = (file.with_name(file.name + ending) for ending in ("-wal", "-shm"))
    if not log.exists():
        return None
    with locked(file.parent):  # of two programs that come at once, one would take the new log of the other away
        if not log.exists() or not log.stat().st_size or not is_backup(file):
            return None
        place = log.with_name(f"{log.name}.stale-{datetime.now():%Y%m%d-%H%M%S}")
        log.rename(place)
        shared.unlink(missing_ok=True)
    return place
