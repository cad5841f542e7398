"""The commands, run as users run them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_RUN = "from onrecord.entry.main import main; main()"


def run_command(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command on the archive in a folder to its end."""
    return subprocess.run(
        _line(command, folder), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def _line(command: Sequence[str], folder: Path) -> list[str]:
    return [sys.executable, "-c", _RUN, *command, "--archive", str(folder)]
