"""Commands print nothing that steers a terminal, whatever they are given."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools.attacks.terminal import HOSTILE, harmful, write_hostile_archive

# A process can be given every character but NUL.
NAME = HOSTILE.replace("\0", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile_archive(folder)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        [NAME],
        ["list", f"--{NAME}"],
        ["add", "x", "--date", NAME],
        ["export", "--format", "csv"],
        ["export", "--format", "jsonl"],
        ["show", "1"],
    ],
    ids=lambda command: command[0] if command[0].isalpha() else "no command",
)
def test_nothing_that_steers_is_printed(folder: Path, command: Sequence[str]) -> None:
    run = "from onrecord.entry.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, *command],
        capture_output=True,
        text=True,
        check=False,
        env={"ONRECORD_ARCHIVE": str(folder), "PATH": "", "PYTHONUTF8": "1"},
    )
    assert done.returncode == (0 if command[0] in ("export", "show") else 2)
    assert done.stdout or done.stderr
    assert harmful(done.stdout + done.stderr) == []
