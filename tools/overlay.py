"""A copy of the repository in which modules may be changed and tests run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.layout import IMPORT_ROOTS

_MEMORY = 8 << 20
"""Kilobytes of address space for a run of tests: a changed loop may never stop appending."""


class Overlay:
    """A copy of all files that git tracks or would add.

    Args:
        root: The repository.
        folder: A new folder for the copy and the temporary files of its tests.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder / "copy"
        self._scratch = folder / "scratch"
        self._home = folder / "home"
        self._home.mkdir(parents=True)
        folder.chmod(0o755)  # some tests read it as another user
        self._processes: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()
        self._stopped = False
        for name in repository_files(root):
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, target)

    def run(
        self,
        arguments: Sequence[str],
        *,
        timeout: float | None = None,
        keep_bytecode: bool = False,
        variables: Mapping[str, str] | None = None,
    ) -> Run:
        """Run Python in the copy, with the modules of the copy.

        Args:
            arguments: The arguments of ``python``.
            timeout: Seconds after which the run and all its processes are killed.
            keep_bytecode: Leave compiled modules in the copy. Do not use it with a changed module: Python would
                take a compiled one whose source has the same size and second.
            variables: More environment variables.
        """
        self.empty_scratch()
        process = self.start(arguments, keep_bytecode=keep_bytecode, variables=variables)
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.kill(process)
            output, _ = process.communicate()
            return Run(None, output)
        self.kill(process)  # processes that it left running
        return Run(process.returncode, output)

    def start(
        self,
        arguments: Sequence[str],
        *,
        keep_bytecode: bool = False,
        variables: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[str]:
        """Start Python in the copy with pipes for input and output; the arguments are those of ``run``."""
        command = ["sh", "-c", f'ulimit -v {_MEMORY}; exec "$@"', "sh", sys.executable, *arguments]
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env={**self._environment(keep_bytecode), **(variables or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        with self._lock:
            self._processes.add(process)
            if self._stopped:
                _kill(process)
        return process

    def empty_scratch(self) -> None:
        """Delete the temporary files of earlier runs."""
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir()

    def kill(self, process: subprocess.Popen[str]) -> None:
        """Kill a process that was started here, and all processes of its session."""
        with self._lock:
            self._processes.discard(process)
        _kill(process)

    def stop(self) -> None:
        """Kill all that runs, from any thread. What is started later is killed at once."""
        with self._lock:
            self._stopped = True
            for process in self._processes:
                _kill(process)

    def forget_bytecode(self, path: str) -> None:
        """Delete the compiled files of a module."""
        module = self.folder / path
        for compiled in (module.parent / "__pycache__").glob(f"{module.stem}.*"):
            compiled.unlink()

    def _environment(self, keep_bytecode: bool) -> dict[str, str]:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(self.folder / root) for root in [*IMPORT_ROOTS, "."]),
            "PYTHONHASHSEED": "0",
            "HOME": str(self._home),
            "TMPDIR": str(self._scratch),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if not keep_bytecode:
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
        return environment


class Run:
    """The result of a run of Python.

    Args:
        status: The exit status; None after a timeout.
        output: Everything that it printed.
    """

    def __init__(self, status: int | None, output: str) -> None:
        self.status = status
        self.output = output


def repository_files(root: Path) -> list[str]:
    """Return the files of the working tree that git tracks or would add, relative to root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted({name for name in names if name and (root / name).is_file()})


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill a process and all processes of its session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
