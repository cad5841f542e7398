"""Writers who come while very many articles are changed: how long they wait."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from benchmarks.sample_archive import drafts
from onrecord.archive import Archive
from onrecord.archive.storage.errors import ArchiveLocked
from tools.attacks.commands import run_command
from tools.attacks.outcome import Outcome

LONGEST = 2.0
"""Seconds that a writer may wait: for a step of the long change, one of another writer, and a slow disk."""

_LENGTH = 60
_BETWEEN = 0.05
"""Seconds between two changes of a writer."""


class _Writer(threading.Thread):
    """Stars one article after the other, on an archive of its own, and measures how long each takes."""

    def __init__(self, folder: Path, ids: list[int], is_over: threading.Event) -> None:
        super().__init__()
        self._folder = folder
        self._ids = ids
        self._is_over = is_over
        self.waits: list[float] = []
        self.locked_count = 0

    def run(self) -> None:
        with Archive.open(self._folder) as archive:
            while not self._is_over.wait(_BETWEEN):
                start = time.monotonic()
                try:
                    archive.articles.update([self._ids[len(self.waits) % len(self._ids)]], starred=True)
                except ArchiveLocked:
                    self.locked_count += 1
                self.waits.append(time.monotonic() - start)


def attack_waiting(folder: Path, count: int) -> list[Outcome]:
    """Tag, untag, mark and remove many articles by commands while two others write.

    Args:
        folder: An empty folder.
        count: How many articles are changed.
    """
    with Archive.open(folder / "archive") as archive:
        ids = [added.id for added in archive.articles.add_many(drafts(count, _LENGTH))]
    commands = {
        "tagged": ["tag", "words>0", "many"],
        "untagged": ["tag", "words>0", "many", "--remove"],
        "marked as read": ["read", "words>0"],
        "removed": ["remove", "words>0", "--yes"],
    }
    return [_outcome(archive.folder, ids, name, command) for name, command in commands.items()]


def _outcome(folder: Path, ids: list[int], name: str, command: list[str]) -> Outcome:
    is_over = threading.Event()
    writers = [_Writer(folder, ids[:100], is_over) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        ran = run_command(command, folder)
    finally:
        is_over.set()
        for writer in writers:
            writer.join()
    waits = [wait for writer in writers for wait in writer.waits]
    outcome = Outcome(
        f"Two others write while {len(ids):,} articles are {name}: none is refused or waits over {LONGEST:.0f} s "
        f"(the longest: {max(waits):.2f} s)"
    )
    for wait in waits:
        outcome.count(f"a writer waited {wait:.1f} s" if wait > LONGEST else "")
    locked_count = sum(writer.locked_count for writer in writers)
    outcome.failures += [f"{locked_count} changes were refused"] if locked_count else []
    outcome.failures += [f"{command[0]} ended with {ran.returncode}: {ran.stderr}"] if ran.returncode else []
    return outcome
