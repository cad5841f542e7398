"""A program in a pseudo-terminal, watched from outside: when does it show what?"""

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
    """Starts ``command`` on a terminal of ``columns`` × ``rows``; times are seconds since the start."""

    def __init__(
        self, command: list[str], columns: int = 120, rows: int = 36, env: dict[str, str] | None = None
    ) -> None:
        self._seen = b""
        self.started = time.perf_counter()
        size = struct.pack("HHHH", rows, columns, 0, 0)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor"} | (env or {}))
            os.execvp(command[0], command)

    def wait_for(self, text: str, timeout: float = 60.0) -> float:
        """The time at which ``text`` had been written since the last call; TimeoutError if it never is."""
        wanted = text.encode()
        until = time.perf_counter() + timeout
        while wanted not in _ESCAPES.sub(b"", self._seen):
            ready, _, _ = select.select([self._fd], [], [], max(0.0, until - time.perf_counter()))
            if not ready:
                raise TimeoutError(f"{text!r} was not shown within {timeout} s")
            self._seen += os.read(self._fd, 65536)
        now = time.perf_counter() - self.started
        self._seen = b""
        return now

    def send(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def drain(self, quiet: float = 0.3) -> None:
        """Read until nothing more comes for ``quiet`` seconds."""
        while select.select([self._fd], [], [], quiet)[0]:
            os.read(self._fd, 65536)
        self._seen = b""

    def drain_for(self, seconds: float) -> None:
        """Read what comes within so many seconds."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                os.read(self._fd, 65536)
        self._seen = b""

    def cpu(self) -> float:
        """Seconds of processor time that the program has used, children apart."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def memory(self) -> int:
        """Resident memory of the program, in bytes."""
        fields = Path(f"/proc/{self.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
