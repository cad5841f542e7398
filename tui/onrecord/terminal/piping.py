"""Giving texts to a program that the user names, and taking what it prints."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import IO, NamedTuple

from onrecord.base.errors import OnRecordError

_GRACE = 1.0
"""Seconds that a program has to end by itself before it is killed."""
_LOOK = 0.02
"""Seconds between two looks whether it has."""

MAX_OUTPUT = 256 * 1024
"""Bytes of what a program prints that are taken; it is ended when it prints more."""


class PipeError(OnRecordError):
    """A command that cannot be run."""


class PipedOutput(NamedTuple):
    """What a program left.

    Attributes:
        text: What it printed, also its complaints.
        status: Its exit status; negative for the signal that ended it.
        is_cut: Whether it printed more than ``MAX_OUTPUT``, and was ended.
    """

    text: str
    status: int
    is_cut: bool


class PipedCommand:
    """A command line that the user typed, run once: without a shell, and without the terminal of the desk."""

    def __init__(self, command_line: str) -> None:
        """Take the command line apart, and run nothing yet.

        Raises:
            PipeError: It has an open quotation mark, or names no program that is there.
        """
        try:
            self._words = shlex.split(command_line)
        except ValueError as error:
            raise PipeError(f"The command “{command_line}” is not complete: {error}.") from error
        if not self._words:
            raise PipeError("There is no command.")
        if shutil.which(self._words[0]) is None:
            raise PipeError(f"There is no program “{self._words[0]}”. Pipes and the like need a shell: sh -c '…'.")
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._is_cancelled = Event()

    def run(self, texts: Iterable[str]) -> PipedOutput:
        """Run it with texts as its input, and return what it printed; to be called in a thread.

        Raises:
            PipeError: It cannot be started.
            ArchiveError: The texts cannot be read.
        """
        data = "".join(texts).encode("utf-8", "replace")
        with self._lock:
            if self._is_cancelled.is_set():
                return PipedOutput("", -signal.SIGTERM, False)
            self._process = process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        Thread(target=_feed, args=(process.stdin, data), daemon=True).start()
        output = process.stdout.read(MAX_OUTPUT + 1)
        is_cut = len(output) > MAX_OUTPUT
        if is_cut:
            _end(process)
        process.stdout.close()
        status = process.wait()
        with self._lock:
            self._process = None
        return PipedOutput(output[:MAX_OUTPUT].decode("utf-8", "replace"), status, is_cut)

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self._words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # it can neither write over the desk nor take its keys
            )
        except OSError as error:
            raise PipeError(f"{self._words[0]} cannot be started: {error.strerror}.") from error

    def cancel(self) -> None:
        """End it, with all that it has started, if it runs; or never start it."""
        with self._lock:
            self._is_cancelled.set()
            if self._process is not None:
                _end(self._process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Tell a program and all that it has started to end, and kill beside the caller what has not after a while."""
    if sys.platform == "win32":
        process.terminate()
    elif _signal_group(process.pid, signal.SIGTERM):
        # No daemon: the desk, when it is left, waits for it, so that nothing outlives the desk.
        Thread(target=_kill_rest, args=(process.pid,)).start()


def _kill_rest(group: int) -> None:
    """Kill what a process group still has after the grace; return as soon as it has nothing."""
    deadline = time.monotonic() + _GRACE
    while time.monotonic() < deadline:
        if not _signal_group(group, 0):
            return
        time.sleep(_LOOK)
    _signal_group(group, signal.SIGKILL)


def _signal_group(group: int, number: int) -> bool:
    """Send a signal to a process group, 0 for none; return whether there is any of it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _feed(stdin: IO[bytes], data: bytes) -> None:
    """Write the input of a program, which may not want all of it."""
    with suppress(OSError), stdin:
        stdin.write(data)
