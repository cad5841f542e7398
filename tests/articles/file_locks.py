"""What the system says of the locks of this process, and what another program does to an archive when it goes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOCKS = Path("/proc/locks")
_SHARED_AT = "1073741826"
"""Where SQLite locks a file that it reads: https://www.sqlite.org/src/file/src/os_unix.c, SHARED_FIRST."""

needs_locks = pytest.mark.skipif(not LOCKS.exists(), reason="only Linux tells which locks there are")


def holds_lock(file: Path) -> bool:
    """Return whether this process has a lock on a file, as long as it has a connection to it."""
    inode = str(file.stat().st_ino)
    locks = (line.split() for line in LOCKS.read_text(encoding="ascii").splitlines())
    return any(
        fields[4] == str(os.getpid()) and fields[5].rpartition(":")[2] == inode and fields[6] == _SHARED_AT
        for fields in locks
        if fields[1] == "POSIX"
    )


def log_of(file: Path) -> Path:
    """Return the log beside an archive."""
    return file.with_name(f"{file.name}-wal")


def open_elsewhere(file: Path) -> int:
    """Let another program open an archive, count its articles and go; return how many they are."""
    look = (
        "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1]); "
        "print(*connection.execute('SELECT count(*) FROM articles').fetchone()); connection.close()"
    )
    command = [sys.executable, "-c", look, str(file)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def assert_is_kept(file: Path) -> None:
    """Check that an archive that is open in this process is so for all others."""
    assert holds_lock(file)
    open_elsewhere(file)
    assert log_of(file).exists(), "whoever goes last deletes it, and that was not the other program"
    assert holds_lock(file)
