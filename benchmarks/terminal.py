"""A program in a pseudo-terminal, observed from outside: when it shows what, and what it uses."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from pathlib import Path

import pyte

_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[@-Z\\-_])", re.S
)
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b(?:\[[<>=?][0-9;]*[$a-z]?[a-gi-km-z]|[PX^_].*?\x1b\\)", re.S)
"""Sequences that say nothing about the screen, and whose ends pyte would show as text."""
_UNFINISHED = re.compile(rb"\x1b[^\x1b]{0,40}\Z")
_QUIET = 0.03
"""Seconds without output after which the screen is looked at."""
_LONGEST_COLLECTION = 0.3
"""Seconds after which it is looked at though output goes on."""


class Terminal:
    """A program that runs in a pseudo-terminal. Times are seconds since its start.

    Args:
        command: The program with its arguments.
        columns: The width of the terminal.
        rows: Its height.
        env: Environment variables beside those of this process.
    """

    def __init__(
        self, command: list[str], columns: int = 120, rows: int = 36, env: dict[str, str] | None = None
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._unread: list[tuple[float, bytes]] = []
        self._tail = b""
        self.started = time.perf_counter()
        size = struct.pack("HHHH", rows, columns, 0, 0)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor"} | (env or {}))
            os.execvp(command[0], command)

    def wait_for(self, text: str, timeout: float = 60.0) -> float:
        """Wait until ``text`` is shown, and return the time when it came.

        It counts when it is written in one piece, and when it stands in a line of the screen of which a part was
        written: a program need not write what already stands there. What was written before the last call does
        not count.

        Raises:
            TimeoutError: It is not shown within ``timeout`` seconds.
        """
        until = time.perf_counter() + timeout
        self._show()
        self._screen.dirty.clear()
        while time.perf_counter() < until:
            if self._collect(text.encode(), until):
                moment = self._unread[-1][0]
                self._show()
                return moment
            for moment, output in self._taken():
                self._feed(output)
                lines = self._screen.display
                if any(text in lines[line] for line in self._screen.dirty):
                    return moment
        raise TimeoutError(f"{text!r} was not shown within {timeout} s")

    def _collect(self, target: bytes, until: float) -> bool:
        """Read until ``target`` is written in one piece, or a while nothing is, and return whether it was."""
        latest = min(until, time.perf_counter() + _LONGEST_COLLECTION)
        written = b""
        while time.perf_counter() < latest and select.select([self._fd], [], [], _QUIET)[0]:
            written += self._read()
            if target in _ESCAPES.sub(b"", written):
                return True
        return False

    def _read(self) -> bytes:
        """Read what is there, and keep it with its time until the screen is needed."""
        output = os.read(self._fd, 65536)
        self._unread.append((time.perf_counter() - self.started, output))
        return output

    def _taken(self) -> list[tuple[float, bytes]]:
        taken, self._unread = self._unread, []
        return taken

    def _show(self) -> None:
        """Bring the screen up to what was read."""
        for _, output in self._taken():
            self._feed(output)

    def _feed(self, output: bytes) -> None:
        """Write to the screen what is whole of it; sequences that are cut off wait for their ends."""
        output = self._tail + output
        unfinished = _UNFINISHED.search(output)
        end = unfinished.start() if unfinished and not _ESCAPES.match(unfinished[0]) else len(output)
        self._tail = output[end:]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", output[:end]))

    def send(self, keys: str) -> None:
        """Type keys."""
        os.write(self._fd, keys.encode())

    def drain(self, quiet: float = 0.3) -> int:
        """Read on until nothing is written for ``quiet`` seconds, and return how many bytes were written."""
        size = sum(len(output) for _, output in self._unread)
        while select.select([self._fd], [], [], quiet)[0]:
            size += len(self._read())
        self._show()
        return size

    def drain_for(self, seconds: float) -> None:
        """Read the output of the next seconds."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                self._read()
        self._show()

    def cpu(self) -> float:
        """Return the seconds of processor time that the program has used, without its children."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def memory(self) -> int:
        """Return the resident memory of the program in bytes."""
        fields = Path(f"/proc/{self.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")

    def close(self) -> None:
        """Kill the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
