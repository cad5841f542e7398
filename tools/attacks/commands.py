"""The commands, run as users run them."""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path

from onrecord.archive import Archive
from onrecord.entry.main import main

LONGEST_RUN = 1800.0
"""Seconds after which a command counts as one that never ends, on a busy machine."""

_RUN = "from onrecord.entry.main import main; main()"


def run_command(
    command: Sequence[str],
    folder: Path,
    *,
    prefix: Sequence[str] = (),
    given: str = "",
    environment: Mapping[str, str] | None = None,
    longest: float | None = LONGEST_RUN,
) -> subprocess.CompletedProcess[str]:
    """Run a command on the archive in a folder to its end.

    Args:
        command: The command with its arguments.
        folder: The folder of the archive.
        prefix: A program that runs the command, with its arguments.
        given: What the command reads at its standard input.
        environment: Variables beside those of this process.
        longest: Seconds after which it counts as one that never ends; None where it has much to do.

    Raises:
        subprocess.TimeoutExpired: It has not ended by then.
    """
    return subprocess.run(
        [*prefix, *_line(command, folder)],
        input=given,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
        timeout=longest,
        env={**os.environ, **(environment or {})},
    )


def run_forked(
    command: Sequence[str], folder: Path, *, given: str = "", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a fork of this process, which starts ten times as fast; otherwise as ``run_command`` does.

    This process may have no archive open, and no other threads.
    """
    return run_at_once([command], folder, given=given, environment=environment)[0]


def run_at_once(
    commands: Sequence[Sequence[str]],
    folder: Path,
    *,
    given: str = "",
    environment: Mapping[str, str] | None = None,
    pauses: Sequence[float] = (),
) -> list[subprocess.CompletedProcess[str]]:
    """Run commands at the same time, each in a fork of this process; otherwise as ``run_forked`` does.

    Args:
        commands: The commands with their arguments.
        folder: The folder of the archive.
        given: What each of them reads at its standard input.
        environment: Variables beside those of this process.
        pauses: Seconds that each waits after all have come as far as to begin; by itself nobody waits.
    """
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(len(commands))
    with tempfile.TemporaryDirectory() as streams:
        places = [Path(streams, str(number)) for number in range(len(commands))]
        processes = []
        for command, place, pause in zip(commands, places, pauses or [0.0] * len(commands), strict=True):
            place.mkdir()
            (place / "0").write_text(given, "utf-8", "surrogateescape")
            start = partial(_start, barrier, pause)
            arguments = (command, folder, place, environment or {}, start)
            processes.append(fork.Process(target=_execute, args=arguments))
        for process in processes:
            process.start()
        ends = time.monotonic() + LONGEST_RUN
        for process in processes:
            process.join(max(0, ends - time.monotonic()))
        are_endless = [process.exitcode is None for process in processes]
        for process in processes:
            process.kill()
            process.join()
        if any(are_endless):
            raise subprocess.TimeoutExpired(list(commands[are_endless.index(True)]), LONGEST_RUN)
        return [
            subprocess.CompletedProcess(list(command), process.exitcode or 0, *_output(place))
            for command, process, place in zip(commands, processes, places, strict=True)
        ]


def _output(streams: Path) -> tuple[str, str]:
    """Return what a command has written to its standard output, and to its standard error."""
    out, err = ((streams / name).read_text("utf-8", "surrogateescape") for name in "12")
    return out, err


def _start(barrier: Barrier, pause: float) -> None:
    barrier.wait()
    time.sleep(pause)


def _execute(
    command: Sequence[str], folder: Path, streams: Path, environment: Mapping[str, str], start: Callable[[], None]
) -> None:
    """Run a command in this process, once ``start`` returns, with files of a folder as its streams."""
    # Files that are named by mistake do no harm there.
    os.chdir(folder if folder.is_dir() else streams)
    os.environ.update(environment)
    for number, flags in enumerate((os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)):
        os.dup2(os.open(streams / str(number), flags, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate("rww"))
    sys.argv = ["onrecord", *command, "--archive", str(folder)]
    start()
    main()


def failure_of(
    ran: subprocess.CompletedProcess[str], command: Sequence[str], statuses: Sequence[int] = (0, 1, 2)
) -> str:
    """Return why a command has not ended as it should, empty if it has.

    It should end with one of some statuses and, if that is not 0, with a sentence of its own.
    """
    is_clear = not any(word in ran.stderr for word in ("Traceback", "internal error"))
    is_said = ran.returncode == 0 or bool(ran.stderr.strip())
    if ran.returncode in statuses and is_clear and is_said:
        return ""
    shown = [part if len(part) <= 60 else f"{part[:60]}…" for part in command]
    return f"{shown}: {ran.returncode}, {ran.stderr[-300:]!r}"


def content_of(folder: Path) -> str:
    """Return a mark of all that is stored in an archive, however its file is laid out."""
    out = io.StringIO()
    with Archive.open(folder, create=False) as archive:
        archive.maintenance.write_tinydb_json(out)
    return hashlib.sha256(out.getvalue().encode("utf-8", "surrogatepass")).hexdigest()


def _line(command: Sequence[str], folder: Path) -> list[str]:
    return [sys.executable, "-c", _RUN, *command, "--archive", str(folder)]
