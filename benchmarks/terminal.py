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

_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[@-Z\\-_])", re.S
)


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
        self._output = b""
        self.started = time.perf_counter()
        size = struct.pack("HHHH", rows, columns, 0, 0)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor"} | (env or {}))
            os.execvp(command[0], command)

    def wait_for(self, text: str, timeout: float = 60.0) -> float:
        """Wait until ``text`` is written, and return the time.

        What was written before the last call does not count.

        Raises:
            TimeoutError: It is not written within ``timeout`` seconds.
        """
        target = text.encode()
        until = time.perf_counter() + timeout
        while target not in _ESCAPES.sub(b"", self._output):
            ready, _, _ = select.select([self._fd], [], [], max(0.0, until - time.perf_counter()))
            if not ready:
                raise TimeoutError(f"{text!r} was not shown within {timeout} s")
            self._output += os.read(self._fd, 65536)
        now = time.perf_counter() - self.started
        self._output = b""
        return now

    def send(self, keys: str) -> None:
        """Type keys."""
        os.write(self._fd, keys.encode())

    def drain(self, quiet: float = 0.3) -> int:
        """Discard output until nothing is written for ``quiet`` seconds, and return how many bytes there were."""
        size = len(self._output)
        while select.select([self._fd], [], [], quiet)[0]:
            size += len(os.read(self._fd, 65536))
        self._output = b""
        return size

    def drain_next(self, quiet: float = 0.3, timeout: float = 60.0) -> int:
        """Wait for output, discard it until nothing is written for ``quiet`` seconds, and return its bytes.

        Raises:
            TimeoutError: Nothing is written within ``timeout`` seconds.
        """
        if not select.select([self._fd], [], [], timeout)[0]:
            raise TimeoutError(f"nothing was written within {timeout} s")
        return self.drain(quiet)

    def drain_for(self, seconds: float) -> None:
        """Discard the output of the next seconds."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                os.read(self._fd, 65536)
        self._output = b""

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
