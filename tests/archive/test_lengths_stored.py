"""What is longer than it may be is refused wherever it comes in, and nothing of it is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import Draft

LONG = "x" * 2_000_000


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.open(tmp_path / "archive")
    archive.articles.add(Draft(title="Short", text="A text."))
    archive.notes.add(1, "A note.")
    return archive


@pytest.mark.parametrize(
    ("change", "label"),
    [
        (lambda archive: archive.articles.add(Draft(title=LONG, text="New.")), "title"),
        (lambda archive: archive.articles.update([1], url=LONG), "address"),
        (lambda archive: archive.articles.tag([1], add=["fine", LONG]), "tag"),
        (lambda archive: archive.notes.add(1, LONG), "note"),
        (lambda archive: archive.notes.update(1, LONG), "note"),
        (lambda archive: archive.saved_searches.save(LONG, "text"), "name"),
    ],
)
def test_what_is_typed(archive: Archive, change: Callable[[Archive], object], label: str) -> None:
    version = archive.version()
    with pytest.raises(ArchiveError, match=rf"^The {label} has 2,000,000 characters.*nothing was stored\.$"):
        change(archive)
    assert archive.version() == version


@pytest.mark.parametrize(
    ("changes", "label"),
    [({"author": LONG}, "author"), ({"notes": [{"id": 1, "article": 1, "body": LONG}]}, "note")],
)
def test_what_an_export_has(archive: Archive, tmp_path: Path, changes: dict[str, object], label: str) -> None:
    lines = [
        {"onrecord": 1, "title": "First", "text": "One."},
        {"onrecord": 1, "title": "Second", "text": "Two."} | changes,
    ]
    (tmp_path / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with pytest.raises(ArchiveError, match=rf"line 2: the {label} has 2,000,000 characters"):
        list(archive.maintenance.read_json_lines(tmp_path / "lines.jsonl"))
    table = {"articles": {"5": {"title": "First"} | changes}, "texts": {"5": {"text": "One."}}}
    if label == "author":
        (tmp_path / "archive.json").write_text(json.dumps(table), "utf-8")
        with pytest.raises(ArchiveError, match="in the document 5 of its table “articles” the author has"):
            list(archive.maintenance.read_tinydb_json(tmp_path / "archive.json"))
    assert archive.search.count() == 1
