"""Commands killed at random moments: what they have done is there, and the archive is sound."""

from __future__ import annotations

import random
import shutil
import signal
import time
from pathlib import Path

from benchmarks.sample_archive import drafts
from onrecord.archive import Archive
from onrecord.base.errors import OnRecordError
from tools.attacks.commands import start_command
from tools.attacks.outcome import Outcome
from tools.attacks.sample import NOTE, TAG, Sample

_LONGEST = 1.0
"""Seconds after it has opened the archive at which a command is killed at the latest."""


def attack_commands(folder: Path, sample: Sample, count: int, seed: int) -> list[Outcome]:
    """Kill commands that write while they do; each starts on a copy of an archive.

    Args:
        folder: Where the copies are put.
        sample: A sound archive.
        count: How often each command is killed.
        seed: Where the random numbers begin.
    """
    clippings = folder / "clippings"
    clippings.mkdir(parents=True)
    for number, draft in enumerate(drafts(400, 120, seed=2)):
        (clippings / f"{number}.txt").write_text(draft.text, encoding="utf-8")
    commands = {
        "add": ["add", str(clippings), "--no-annotate"],
        "tag": ["tag", TAG, "killed"],
        "note": ["note", TAG, "killed"],
        "remove": ["remove", TAG, "--yes"],
        "backup": ["backup", str(folder / "backup.db"), "--force"],
    }
    rng = random.Random(seed)
    outcomes = []
    for name, command in commands.items():
        outcome = Outcome(
            f"onrecord {name}, killed at any moment, leaves a sound archive; it has done all or nothing"
        )
        for number in range(count):
            place = folder / f"{name}-{number}"
            place.mkdir()
            shutil.copy(sample.file, place / "archive.db")
            _run_and_kill(command, place, rng.uniform(0, _LONGEST))
            outcome.count(_failure(name, place, len(sample.texts)))
            shutil.rmtree(place)
        outcomes.append(outcome)
    return outcomes


def _run_and_kill(command: list[str], place: Path, after: float) -> None:
    process = start_command(command, place)
    while process.poll() is None and not (place / "archive.db-wal").exists():
        time.sleep(0.005)
    ends = time.monotonic() + after
    while process.poll() is None and time.monotonic() < ends:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _failure(name: str, place: Path, count: int) -> str:
    try:
        with Archive.open(place, create=False) as archive:
            problems = archive.maintenance.check()
            if problems:
                return f"{name}: {problems[0]}"
            done = {
                "tag": archive.articles.tags().get("killed", 0),
                "note": len([note for note in archive.notes.all() if not note.body.startswith(NOTE[:9])]),
                "remove": count - archive.search.count(),
            }.get(name, 0)
            return "" if done in (0, count) else f"{name}: {done} of {count} are done"
    except OnRecordError as error:
        return f"{name}: {error}"
