"""Runs of pytest in forks of one process: what they return, and that each reads the modules again."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tools import overlay
from tools.overlay import Overlay
from tools.test_server import TestServer, libraries_outside, serve

ROOT = Path(__file__).parents[2]
TESTS = """\
import subprocess

from pack import value


def test_value():
    assert value.VALUE == 1


def test_without_end():
    subprocess.run(["sleep", "1000"])
"""


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Overlay:
    """A copy of files that are listed by hand, without a repository."""
    root = tmp_path / "files"
    files = {"pack/__init__.py": "", "pack/value.py": "VALUE = 1\n", "test_value.py": TESTS}
    for tool in ("layout.py", "overlay.py", "test_server.py"):
        files[f"tools/{tool}"] = (ROOT / "tools" / tool).read_text(encoding="utf-8")
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(overlay, "repository_files", lambda _: sorted(files))
    monkeypatch.setattr(overlay, "IMPORT_ROOTS", (".",))
    return Overlay(root, tmp_path / "overlay")


def test_each_run_reads_the_modules_again(copy: Overlay) -> None:
    server = TestServer(copy, ["json", "a_library_that_does_not_exist"])
    test = ["-q", "-p", "no:cacheprovider", "test_value.py::test_value"]
    try:
        assert server.run(test, None) == 0
        (copy.folder / "pack/value.py").write_text("VALUE = 2\n", encoding="utf-8")
        assert server.run(test, None) == 1
    finally:
        server.close()


def test_a_run_that_takes_too_long_has_no_status(copy: Overlay) -> None:
    server = TestServer(copy, [])
    try:
        assert server.run(["-q", "-p", "no:cacheprovider", "test_value.py::test_without_end"], 0.2) is None
        assert server.run(["--version"], None) == 0
    finally:
        server.close()


def test_a_server_that_has_ended_says_so(copy: Overlay) -> None:
    server = TestServer(copy, [])
    server.close()
    with pytest.raises(RuntimeError, match="has ended"):
        server.run(["--version"], None)


def test_requests_are_answered_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[object] = []

    def record(arguments: list[str], timeout: float | None) -> int:
        runs.append((arguments, timeout))
        return len(runs)

    monkeypatch.setattr("tools.test_server.run_forked", record)
    monkeypatch.setattr("gc.freeze", lambda: None)
    answers = io.StringIO()
    serve(map(json.dumps, (["json"], [["-x"], 2.5], [["-q"], None])), answers)
    assert runs == [(["-x"], 2.5), (["-q"], None)]
    assert answers.getvalue() == '{"status": 1}\n{"status": 2}\n'


def test_only_modules_from_elsewhere_are_libraries() -> None:
    names = libraries_outside(ROOT)
    assert {"json", "pytest"} <= set(names)
    assert not {"__main__", "tools", "tools.test_server", "tools.overlay"}.intersection(names)
    assert [name for name in sys.modules if name in ("json", "pytest")] == [
        name for name in names if name in ("json", "pytest")
    ]
