"""A small archive of made articles with their annotations, and the desk on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from patience import PATIENCE
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from waiting import track_lookups

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.records import Annotation
from onrecord.base.settings import Settings
from onrecord.ingest import read
from onrecord.tui.app import OnRecord

ARTICLES = Path(__file__).parents[1] / "articles"

_parsed_rules: dict[Hashable, list[RuleSet]] = {}


def made_annotations() -> dict[str, Annotation]:
    """File name → the annotation that ``tests/articles/annotate.py`` made of the file."""
    lines = (ARTICLES / "annotations.jsonl").read_bytes().splitlines()
    records = map(msgspec.json.decode, lines)
    return {record["id"]: msgspec.convert(record["annotation"], Annotation) for record in records}


@pytest.fixture(autouse=True)
def _tracked_lookups(monkeypatch: pytest.MonkeyPatch) -> None:
    track_lookups(monkeypatch)


@pytest.fixture(autouse=True)
def _patient_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let keys wait for what they are meant for, and messages stay, however busy the machine is."""
    monkeypatch.setattr("onrecord.tui.screens.desk.article_list._PATIENCE", PATIENCE)
    monkeypatch.setattr("onrecord.tui.app._KEY_PATIENCE", PATIENCE)
    monkeypatch.setattr("onrecord.tui.widgets.key_line._MESSAGE_TIME", PATIENCE)


@pytest.fixture(autouse=True)
def _styles_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse a style sheet once for each set of colours, rather than for each desk of each test."""
    parse_rules = Stylesheet._parse_rules

    def parse_once(self: Stylesheet, css: str, read_from: CSSLocation, **how: Any) -> list[RuleSet]:
        key = (css, read_from, *how.items(), frozenset(self._variables.items()))
        if key not in _parsed_rules:
            _parsed_rules[key] = parse_rules(self, css, read_from, **how)
        return _parsed_rules[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)


@pytest.fixture(autouse=True)
def _own_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the clipboard of who runs the tests alone."""
    for variable in ("TMUX", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="session")
def archive_to_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive with four articles, which is made once and never opened again."""
    known = made_annotations()
    folder = tmp_path_factory.mktemp("four_articles") / "news"
    with Archive.open(folder) as archive:
        for file in sorted(ARTICLES.glob("*.md")):
            for draft in read(file):
                annotation = msgspec.structs.replace(known[file.name], annotator=version())
                archive.articles.add(draft, annotation)
    return folder


@pytest.fixture
def archive(archive_to_copy: Path, tmp_path: Path) -> Iterator[Archive]:
    """Four articles, annotated by today's annotator: nothing is left for the background to do."""
    shutil.copytree(archive_to_copy, tmp_path / "news")
    with Archive.open(tmp_path / "news") as archive:
        yield archive


@pytest.fixture
def desk(archive: Archive) -> Callable[..., OnRecord]:
    """Makes the application on that archive, in the theme asked for."""

    def make(theme: str = "onrecord-dark") -> OnRecord:
        return OnRecord(Settings(archive=archive.folder, theme=theme), archive)

    return make
