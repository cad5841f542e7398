"""What is longer than it may be is refused wherever it comes in, and nothing of it is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.archive import Archive, ArchiveError
from onrecord.base.feeds import Feed, FetchedFeed
from onrecord.base.records import Correction, Draft

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
        (lambda archive: archive.feeds.add([Feed(url="https://a.example", name=LONG)]), "name"),
        (lambda archive: archive.feeds.add([Feed(url=f"https://a.example/{LONG}"[:2_000_000])]), "address"),
        (lambda archive: archive.corrections.apply(Correction(kind="rename", name=LONG, to="Ann")), "name"),
        (lambda archive: archive.corrections.apply(Correction(kind="rename", name="Ann", to=LONG)), "name"),
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


def test_the_words_of_two_quotes_may_be_as_long_as_these(archive: Archive) -> None:
    applied = archive.corrections.apply(Correction(kind="wording", name=LONG, to="harbour"))
    assert applied.name == LONG


def test_a_feed_that_calls_itself_too_long_has_the_beginning_of_it(archive: Archive) -> None:
    (feed,), _ = archive.feeds.add([Feed(url="https://a.example")])
    archive.feeds.store(feed, FetchedFeed(title=LONG, entries=[], seen=[]))
    assert archive.feeds.named("a.example").name == LONG[:1000]


@pytest.mark.parametrize(
    ("table", "document"),
    [
        ("feeds", {"url": "https://a.example", "name": LONG}),
        ("searches", {"name": LONG, "query": "a"}),
        ("corrections", {"kind": "rename", "name": LONG, "to": "Ann"}),
    ],
)
def test_a_document_of_another_table_in_a_file(
    archive: Archive, tmp_path: Path, table: str, document: dict[str, object]
) -> None:
    version = archive.version()
    (tmp_path / "in.json").write_text(json.dumps({"articles": {}, table: {"1": document}}))
    with pytest.raises(
        ArchiveError, match=rf"document 1 of its table “{table}” the name has 2,000,000 characters"
    ):
        list(archive.maintenance.read_tinydb_json(tmp_path / "in.json"))
    assert archive.version() == version
