"""A process that fetches feeds, so that the desk never waits for it.

Reading what servers send holds Python's global lock; in threads of the desk that would stall its keys. The process
(``python -m onrecord.terminal.fetch_process``) fetches all feeds of an archive, stores what is new, and says how
far it is, a line of JSON for each feed. It ends by itself when its parent does. What was stored until then stays.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from onrecord.base.errors import OnRecordError

_NICENESS = 5  # so that the desk's keys come first


class FetchState(msgspec.Struct, frozen=True, kw_only=True):
    """How far a fetch is: feeds done, and all of them. At its end ``summary`` is a sentence, before it is empty.

    ``has_failures`` tells at the end whether something could not be fetched.
    """

    done: int = 0
    total: int = 0
    summary: str = ""
    has_failures: bool = False


class FetchProcess:
    """The desk's end of the fetching process: ``states`` runs in one thread, ``stop`` may be called from any."""

    def __init__(self, folder: Path, ignored_query: str) -> None:
        """Start nothing yet.

        Args:
            folder: Of the archive.
            ignored_query: Articles that it finds are not stored.
        """
        # -P: a folder named onrecord where the user stands is not ours.
        self._command = [
            sys.executable, "-P", "-m", "onrecord.terminal.fetch_process", str(folder), ignored_query,
        ]  # fmt: skip
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def states(self) -> Iterator[FetchState]:
        """Fetch, and yield how far it is; the last state has a summary, unless the fetch was stopped."""
        with self._lock:
            if self._is_stopped:
                return
            self._process = process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        has_ended = False
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                state = msgspec.json.decode(line, type=FetchState)
                has_ended = bool(state.summary)
                yield state
        if not has_ended and not self._is_stopped:
            yield FetchState(summary="Fetching has ended too soon; onrecord fetch says why.", has_failures=True)

    def stop(self) -> None:
        """End the process; what it has stored stays."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.kill()


def fetch_all(folder: Path, ignored_query: str, on_state: Callable[[FetchState], None]) -> None:
    """Fetch all feeds of the archive in a folder, and say how far it is.

    Args:
        folder: Of the archive.
        ignored_query: Articles that it finds are not stored.
        on_state: Called after each feed, and at the end with the summary, be it that of an error.
    """

    def tell(_: str, done: int, total: int) -> None:
        on_state(FetchState(done=done, total=total))

    # Imported here: the desk imports this module, and needs nothing of these.
    from onrecord.archive import Archive
    from onrecord.terminal.fetching import fetch_into

    try:
        with Archive.open(folder, create=False) as archive:
            report = fetch_into(archive, archive.feeds.all(), ignored_query, tell)
    except OnRecordError as error:
        on_state(FetchState(summary=str(error), has_failures=True))
    else:
        on_state(FetchState(summary=report.summary(), has_failures=bool(report.failed or report.failures)))


def main() -> None:
    """Fetch for the process that started this one, and end when it does."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # what a library prints must not get among the states
    if sys.platform != "win32":
        os.nice(_NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def send(state: FetchState) -> None:
        out.write(msgspec.json.encode(state) + b"\n")
        out.flush()

    fetch_all(Path(sys.argv[1]), sys.argv[2], send)


def _end_with_parent() -> None:
    while os.read(
        0, 1024
    ):  # nothing comes but the end; Python's own stream would be locked when this process ends
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
