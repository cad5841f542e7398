"""Commands run in this process, on an archive of two articles."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from command_sample import ANNOTATION, HARBOUR, WATER, Ran, Run

from onrecord.archive import Archive
from onrecord.base.records import Draft
from onrecord.entry import main as entry


@pytest.fixture
def onrecord(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on an archive of this test alone."""
    monkeypatch.setenv("ONRECORD_ARCHIVE", str(tmp_path / "news"))
    monkeypatch.setenv("ONRECORD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str | Path, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin.encode()))))
        with pytest.raises(SystemExit) as left:
            entry.main()
        printed = capsys.readouterr()
        return Ran(int(left.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """An archive of two articles: 1 is annotated, 2 is not and holds what terminals and markup take for theirs."""
    with Archive.open(tmp_path / "news") as archive:
        first = Draft(
            title="Harbour opens again",
            text=HARBOUR,
            source="Torvik Post",
            author="Bo Dahl",
            published="2021-04-16",
            url="https://post.example/1",
            tags=["trade"],
        )
        archive.articles.add(first, ANNOTATION)
        archive.articles.add(Draft(title="Water [red]scarce\x1b[0m", text=WATER, published="2021-04-15"))
    return tmp_path / "news"
