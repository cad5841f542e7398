"""Archives in places of all kinds: odd names, newer versions, full disks."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from onrecord.archive.schema.tables import VERSION
from tools.attacks.commands import failure_of, run_command
from tools.attacks.outcome import Outcome
from tools.attacks.permissions import READING, WRITING
from tools.attacks.sample import Sample

_NAMES = (
    "a b", " lead", "trail ", "-x", "--help", "~", "$HOME", "a'b", 'a"b', "a\\b", "a%20b", "a?mode=ro", "a#b",
    "a;b", "a&b", "ä", "日本", "a\nb", "\x1b[31m", "x" * 200,
)  # fmt: skip


def attack_names(folder: Path, sample: Sample) -> Outcome:
    """Run commands on archives in folders with odd names."""
    outcome = Outcome("An archive works in a folder of any name")
    for name in _NAMES:
        place = folder / name
        place.mkdir(parents=True)
        shutil.copy(sample.file, place / "archive.db")
        for command in (*READING[:3], *WRITING[:2]):
            failure = failure_of(run_command(command, place), command, (0,))
            outcome.count(f"{name!r}: {failure}" if failure else "")
    return outcome


def attack_newer(folder: Path, sample: Sample) -> Outcome:
    """Run commands on an archive that a newer onrecord has written."""
    outcome = Outcome("An archive of a newer onrecord is refused in a sentence and left as it is")
    folder.mkdir()
    file = Path(shutil.copy(sample.file, folder / "archive.db"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.execute("DROP VIEW archive_version")
        connection.execute(f"CREATE VIEW archive_version AS SELECT {VERSION + 1} AS version")
        connection.commit()
    before = _digest(file)
    for command in (*READING, *WRITING):
        failure = failure_of(run_command(command, folder), command, (1,))
        outcome.count(failure or ("" if _digest(file) == before else f"{command}: the file has changed"))
    return outcome


def attack_full(folder: Path, sample: Sample) -> Outcome:
    """Run commands on an archive beside which SQLite can make no file, as on a full disk."""
    outcome = Outcome("Where nothing can be written everything is read, and a change is refused in a sentence")
    folder.mkdir()
    file = Path(shutil.copy(sample.file, folder / "archive.db"))
    (folder / "archive.db-shm").symlink_to(folder / "nowhere" / "archive.db-shm")
    before = _digest(file)
    for statuses, commands in {(0,): READING, (1,): WRITING}.items():
        for command in commands:
            failure = failure_of(run_command(command, folder), command, statuses)
            outcome.count(failure or ("" if _digest(file) == before else f"{command}: the file has changed"))
    return outcome


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
