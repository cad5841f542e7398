"""Writers who come while very many articles are changed: how long they wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
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


def attack_waiting(folder: Path, count: int) -> Iterator[Outcome]:
    """Change and add many articles by commands while two others write.

    Args:
        folder: An empty folder.
        count: How many articles are changed.
    """
    with Archive.open(folder / "archive") as archive:
        for _ in archive.articles.add_many(drafts(count, _LENGTH)):
            pass
    with Archive.open(folder / "few") as few:
        for _ in few.articles.add_many(drafts(100, _LENGTH, seed=2)):
            pass
    exported = folder / "exported.jsonl"
    run_command(["export", "--format", "jsonl", "--output", str(exported)], archive.folder, longest=None)
    commands: list[tuple[str, Path, list[str]]] = [
        ("added from an export", few.folder, ["add", str(exported), "--no-annotate"]),
        ("tagged", archive.folder, ["tag", "words>0", "many"]),
        ("untagged", archive.folder, ["tag", "words>0", "many", "--remove"]),
        ("marked as read", archive.folder, ["read", "words>0"]),
        ("given a note", archive.folder, ["note", "words>0", "A note."]),
        ("removed", archive.folder, ["remove", "words>0", "--yes"]),
    ]
    for name, place, command in commands:
        yield _outcome(place, count, name, command)


def _outcome(folder: Path, count: int, name: str, command: list[str]) -> Outcome:
    is_over = threading.Event()
    with Archive.open(folder) as archive:
        ids = list(archive.search.ids(limit=100))
    writers = [_Writer(folder, ids, is_over) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        ran = run_command(command, folder, longest=None)
    finally:
        is_over.set()
        for writer in writers:
            writer.join()
    waits = [wait for writer in writers for wait in writer.waits]
    outcome = Outcome(
        f"Two others write while {count:,} articles are {name}: none is refused or waits over {LONGEST:.0f} s "
        f"(the longest: {max(waits):.2f} s)"
    )
    for wait in waits:
        outcome.count(f"a writer waited {wait:.1f} s" if wait > LONGEST else "")
    locked_count = sum(writer.locked_count for writer in writers)
    outcome.failures += [f"{locked_count} changes were refused"] if locked_count else []
    outcome.failures += [f"{command[0]} ended with {ran.returncode}: {ran.stderr}"] if ran.returncode else []
    return outcome
