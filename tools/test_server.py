"""Run pytest again and again, each time in a fork of a process that has imported the libraries of the tests.

Importing spaCy and Textual takes longer than most tests. Nothing of the repository is imported before the fork, so
a module that has been changed is read again each time.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import math
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess

    from tools.overlay import Overlay


class TestServer:
    """The process that is forked, in a copy of the repository.

    Args:
        overlay: The copy.
        libraries: The modules to import before the forks, in the order in which they are imported.
    """

    __test__ = False  # it is no test, in spite of its name

    def __init__(self, overlay: Overlay, libraries: Iterable[str]) -> None:
        self._overlay = overlay
        self._process: subprocess.Popen[str] = overlay.start(["-m", "tools.test_server"])
        self._send(list(libraries))

    def run(self, arguments: list[str], timeout: float | None) -> int | None:
        """Run pytest, and return its exit status; None if it did not end in time.

        Args:
            arguments: The arguments of pytest.
            timeout: Seconds after which the run and the processes of its session are killed.

        Raises:
            RuntimeError: The process has ended.
        """
        self._overlay.empty_scratch()
        self._send([arguments, timeout])
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with contextlib.suppress(ValueError):  # a library may print when it is imported
                status: int | None = json.loads(line)["status"]
                return status
        raise RuntimeError("The process that runs the tests has ended.")

    def close(self) -> None:
        """End the process."""
        self._overlay.kill(self._process)

    def _send(self, value: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps(value), file=self._process.stdin, flush=True)


def libraries_outside(root: Path) -> list[str]:
    """Return the modules that are imported in this process and are not of the repository, in order of import."""
    return [name for name, module in list(sys.modules.items()) if name != "__main__" and _is_outside(module, root)]


def _is_outside(module: Any, root: Path) -> bool:
    places = [getattr(module, "__file__", None) or "", *getattr(module, "__path__", ())]
    return not any(place and Path(place).is_relative_to(root) and ".venv" not in place for place in places)


def serve(requests: Iterable[str], answers: IO[str]) -> None:
    """Answer requests until there are no more.

    Args:
        requests: The first line has the names of the libraries as JSON, each further line the arguments of pytest
            and the time limit of a run.
        answers: Takes a line with the exit status of each run.
    """
    lines: Iterator[Any] = map(json.loads, requests)
    for library in next(lines):
        with contextlib.suppress(Exception):  # then the tests import it themselves
            importlib.import_module(library)
    gc.freeze()  # the forks share the memory
    for arguments, timeout in lines:
        print(json.dumps({"status": run_forked(arguments, timeout)}), file=answers, flush=True)


def run_forked(arguments: list[str], timeout: float | None) -> int | None:
    """Run pytest in a fork of this process, and return its exit status; None if it did not end in time."""
    fork = multiprocessing.get_context("fork").Process(target=_run_pytest, args=(arguments, timeout))
    fork.start()
    fork.join(timeout)
    status = fork.exitcode
    with contextlib.suppress(ProcessLookupError):
        os.killpg(fork.pid or 0, signal.SIGKILL)  # with all that the tests have started and left running
    fork.join()
    return status


def _run_pytest(arguments: list[str], timeout: float | None) -> None:
    import pytest

    os.setsid()
    signal.alarm(math.ceil(timeout or 0) + bool(timeout))  # should this process's parent be killed before it
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    os._exit(int(pytest.main(arguments)))


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
