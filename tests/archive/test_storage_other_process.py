"""What another program that opens the archive and goes must not do: take the log away from the one that writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from onrecord.archive import Archive
from onrecord.base.records import Draft

_LOOK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
connection.close()
"""


def counted_elsewhere(file: Path) -> int:
    """Return how many articles another program sees, which opens the file and closes it again."""
    command = [sys.executable, "-c", _LOOK, str(file)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_what_is_committed_is_seen_by_others_at_once_and_again(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        log = archive.file.with_name(f"{archive.file.name}-wal")
        for count in (1, 2, 3):
            archive.articles.add(Draft(title=f"Article {count}", text=f"Text {count}."))
            assert counted_elsewhere(archive.file) == count
            assert log.exists(), "whoever goes last deletes it, and that was not the other program"
