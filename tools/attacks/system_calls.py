"""What commands ask of the system: a change is on the disk before it is said, and nobody is called."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tools.attacks.commands import failure_of, run_command
from tools.attacks.outcome import Outcome
from tools.attacks.sample import TAG, Sample

_TEXT = "The harbour is open.\n"

_CHANGES = (
    ["tag", "1", "synced"],
    ["note", "1", "Synced."],
    ["star", "1"],
    ["read", "1"],
    ["edit", "1", "--title", "Synced"],
    ["lists", "save", "synced", TAG],
    ["add", "-", "--no-annotate"],
    ["remove", "1", "--yes"],
    ["restore", "1"],
)
_HOME = (["list"], ["show", "1"], ["search", TAG], ["export", "1"], ["doctor"], *_CHANGES)

_CALL = re.compile(
    r"\b(?P<name>pwrite64|write|fsync|fdatasync|connect|sendto)\((?P<number>\d+)(?:<(?P<file>[^>]*)>)?(?P<rest>.*)"
)


def attack_syncs(folder: Path, sample: Sample) -> Outcome:
    """Change an archive by commands, and see whether all that they write is synced before they say so."""
    outcome = Outcome("What a command says is done was handed to the disk before it says so")
    return _trace(outcome, folder, sample, _CHANGES, unsynced)


def attack_calls(folder: Path, sample: Sample) -> Outcome:
    """Run commands, and see whether they call an address of a network."""
    outcome = Outcome("A command that is given no address calls nobody")
    return _trace(outcome, folder, sample, _HOME, called)


def _trace(
    outcome: Outcome, place: Path, sample: Sample, commands: Sequence[list[str]], look: Callable[[list[str]], str]
) -> Outcome:
    """Run commands one after the other on an archive, and look at what each asks of the system."""
    strace = shutil.which("strace")
    if strace is None:
        outcome.reason = "strace is not installed"
        return outcome
    place.mkdir()
    shutil.copy(sample.file, place / "archive.db")
    trace = place / "trace"
    prefix = [strace, "-f", "-y", "-e", "trace=pwrite64,write,fsync,fdatasync,connect,sendto", "-o", str(trace)]
    for command in commands:
        ran = run_command(command, place, prefix=prefix, given=_TEXT)
        finding = look(trace.read_text("utf-8", "replace").splitlines())
        outcome.count(failure_of(ran, command, (0,)) or (f"{command}: {finding}" if finding else ""))
    return outcome


def unsynced(trace: Iterable[str]) -> str:
    """Return which file of an archive was written and not synced when something was said; empty if none was."""
    waiting: set[str] = set()
    for call in filter(None, map(_CALL.search, trace)):
        file = call["file"] or ""
        if call["name"] in ("fsync", "fdatasync"):
            waiting.discard(file)
        elif "archive.db" in file and not file.endswith("-shm"):
            waiting.add(file)
        elif call["number"] == "1" and waiting:
            return f"{sorted(waiting)} was not synced before {call['rest'][:60]}"
    return ""


def called(trace: Iterable[str]) -> str:
    """Return the first call of an address of a network; empty if there was none."""
    calls = (call for call in map(_CALL.search, trace) if call and "AF_INET" in call["rest"])
    return next((call.group() for call in calls), "")
