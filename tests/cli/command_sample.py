"""What the tests of commands share: two articles, an annotation of the first, and commands run in this process."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from harbour_sample import harbour_annotation, span_of

from onrecord.annotation.batches import Item
from onrecord.archive import Archive
from onrecord.base.records import Annotation, Draft, Span
from onrecord.entry import main as entry

HARBOUR = """Harbour opens again

Minister Ann Lee said on Friday: “The harbour is open.” She thinks that trade will grow.
"""
WATER = "Water is scarce in [bold]Torvik[/bold].\x1b[31m\n\nNobody said why.\n"


@dataclass
class Ran:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


def span(words: str) -> Span:
    """Return where the words first stand in HARBOUR."""
    return span_of(HARBOUR, words)


ANNOTATION = harbour_annotation(HARBOUR, "“The harbour is open.”")


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


@dataclass
class FakeEngine:
    """Stands for the processes that annotate: ``outcome`` is asked for what comes of each text."""

    outcome: Callable[[str], Annotation | str]
    jobs: int = 1

    def annotate(
        self, batches: Iterable[tuple[Item, Sequence[tuple[str, str]]]], *, in_order: bool = True
    ) -> Iterator[tuple[Item, list[Annotation | str]]]:
        for label, articles in batches:
            yield label, [self.outcome(text) for text, _ in articles]

    def __enter__(self) -> FakeEngine:
        return self

    def __exit__(self, *_: object) -> None:
        pass


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
