"""The one line that shows how far something is."""

from __future__ import annotations

import pytest

from onrecord.terminal.progress import progress_reporter


def test_progress_is_one_line_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    report = progress_reporter()
    report("Bringing the archive /a/rather/long/path here", 500, 100_000)
    report("Bringing the archive /a/rather/long/path here", 100_000, 100_000)
    first, second = capsys.readouterr().err.split("\r")[1:]
    assert "500 of 100,000  Bringing" in first
    assert second.endswith("\n")
    assert len(first) <= 39 + len("\x1b[K")


def test_elsewhere_each_step_is_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    report = progress_reporter()
    report("Adding\x1b[31m", 1, 3)
    report("Adding\x1b[31m", 2, 3)
    report("Checking", 1, 1)
    assert capsys.readouterr().err == "Adding␛[31m.\nChecking.\n"
