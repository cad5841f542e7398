"""Giving texts to a program that the user names, and taking what it prints."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import IO, NamedTuple

from onrecord.base.errors import OnRecordError

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
            self._end()
        process.stdout.close()
        status = process.wait()
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
            self._end()

    def _end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                if sys.platform == "win32":
                    self._process.terminate()
                else:
                    os.killpg(self._process.pid, signal.SIGTERM)


def _feed(stdin: IO[bytes], data: bytes) -> None:
    """Write the input of a program, which may not want all of it."""
    with suppress(OSError), stdin:
        stdin.write(data)
