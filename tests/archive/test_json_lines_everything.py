"""An archive with something of everything, there and back as JSON Lines: whole archives are compared, and merged ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from everything import ARTICLES, fill

from onrecord import export
from onrecord.archive import Archive
from onrecord.export import jsonl
from onrecord.terminal.exporting import exported_articles

Tables = dict[str, list[tuple[int, dict[str, Any]]]]
SEEDS = range(2)


@pytest.fixture
def opened(tmp_path: Path) -> Any:
    """Open an archive with a name, for the test; a seed fills it."""
    with ExitStack() as stack:

        def open_archive(name: str, seed: int | None = None) -> Archive:
            archive = stack.enter_context(Archive.open(tmp_path / name))
            if seed is not None:
                fill(archive, seed)
            return archive

        yield open_archive


Opened = Callable[..., Archive]


def exported(archive: Archive, file: Path, article_ids: list[int] | None = None) -> Path:
    """Write a file as ``onrecord export`` does; without what belongs to no article where some are chosen."""
    with file.open("w", encoding="utf-8", newline="") as out:
        ids = sorted(archive.search.ids()) if article_ids is None else article_ids
        export.write("jsonl", exported_articles(archive, ids, "mark"), out)
        if article_ids is None:
            everywhere = [each for each in archive.corrections.all() if each.article is None]
            jsonl.write_shared(archive.saved_searches.all(), everywhere, archive.feeds.all(), out)
    return file


def add(archive: Archive, file: Path) -> list[str]:
    """Add a file; return what it says otherwise."""
    conflicts: list[str] = []
    list(archive.maintenance.read_json_lines(file, on_conflict=conflicts.append))
    assert archive.maintenance.check() == []
    return conflicts


def contents(archive: Archive) -> Tables:
    """All documents of an archive but those in its trash, and but for the ids of versions, which nobody sees."""
    tables = {
        name: sorted((each.doc_id, dict(each)) for each in archive.database.table(name))
        for name in sorted(archive.database.tables() - {"removed", "versions"})
    }
    versions = [
        (article, dict(version))
        for article in sorted(archive.search.ids())
        for version in archive.database.table("versions")
        if version["article"] == article
    ]
    return tables | {"versions": versions}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_comes_back_into_an_empty_archive_is_the_same(opened: Opened, tmp_path: Path, seed: int) -> None:
    first, second = opened("first", seed), opened("second")
    file = exported(first, tmp_path / "first.jsonl")
    assert add(second, file) == []
    assert contents(second) == contents(first)
    assert all(contents(first).values())
    assert _lines(exported(second, tmp_path / "second.jsonl")) == _lines(file)


def test_what_an_archive_has_already_is_not_there_twice(opened: Opened, tmp_path: Path) -> None:
    archive = opened("first", 0)
    before = contents(archive)
    assert add(archive, exported(archive, tmp_path / "first.jsonl")) == []
    assert contents(archive) == before


def test_several_files_make_the_archive_that_one_makes(opened: Opened, tmp_path: Path) -> None:
    first, second = opened("first", 0), opened("second")
    ids = sorted(first.search.ids())
    for number, part in enumerate((ids[:10], ids[10:], None)):
        assert add(second, exported(first, tmp_path / f"{number}.jsonl", part)) == []
    assert comparable(second) == comparable(first)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_archives_become_one_that_has_all_of_both(opened: Opened, tmp_path: Path, seed: int) -> None:
    here, there = opened("here", seed + 100), opened("there", seed)
    before, incoming = comparable(here), comparable(there)
    file = exported(there, tmp_path / "there.jsonl")
    conflicts = add(here, file)
    both = comparable(here)
    for name in both:
        assert before[name] - both[name] == Counter(), f"lost of {name}"
        if name != "decisions":
            assert incoming[name] - both[name] == Counter(), f"not taken over of {name}"
        assert both[name] - (before[name] | incoming[name]) == Counter(), f"twice in {name}"
    undecided = incoming["decisions"] - both["decisions"]
    assert len([each for each in conflicts if "correction (" in each]) == undecided.total()
    after = contents(here)
    assert add(here, file) == conflicts
    assert contents(here) == after


def comparable(archive: Archive) -> dict[str, Counter[Any]]:
    """What an archive holds, without the ids in it: an article is told by the first line of its text."""
    subjects = {article: _subject(archive, article) for article in archive.search.ids()}
    kept: dict[str, Counter[Any]] = {
        name: Counter()
        for name in ("texts", "annotated", "notes", "decisions", "tags", "marks", "facts", "searches", "feeds")
    }
    for article, subject in subjects.items():
        facts = archive.articles.get(article)
        for version in archive.versions.of(article):
            kept["texts"][subject, version.text_hash] = 1
            if version.annotation:
                kept["annotated"][subject, version.text_hash] = 1
        kept["tags"].update((subject, tag) for tag in facts.tags)
        kept["tags"].update((subject, feed) for feed in facts.feeds)
        kept["marks"].update((subject, name) for name in ("read", "starred") if getattr(facts, name))
        fields = ("source", "author", "published", "url", "language")
        kept["facts"].update((subject, name) for name in fields if getattr(facts, name))
    kept["notes"] = Counter(
        (subjects[note.article], note.body, *note.tags, note.anchor and note.anchor.exact)
        for note in archive.notes.all()
    )
    kept["decisions"] = Counter(
        (subjects.get(each.article or 0), each.kind, each.name, each.type, each.to, each.to_type, each.accepted)
        for each in archive.corrections.all()
    )
    kept["searches"] = Counter((search.name, search.query) for search in archive.saved_searches.all())
    kept["feeds"] = Counter((feed.url, feed.name, *feed.tags, feed.pages) for feed in archive.feeds.all())
    return kept


def _subject(archive: Archive, article: int) -> str:
    return archive.articles.text(article).partition("🌊")[0]


def _lines(file: Path) -> str:
    """The lines of a file without the ids of versions."""
    return re.sub(r'"id":\d+,"article":(\d+),"title"', r"\1", file.read_text("utf-8"))


def test_there_is_something_of_everything(opened: Opened) -> None:
    archive = opened("first", 0)
    assert len(archive.search.ids()) == ARTICLES - 2
    assert {each.kind for each in archive.corrections.all()} == {
        *("join", "split", "rename", "type", "hide", "speaker", "passages", "label", "wording"),
    }
    assert all(comparable(archive).values())
    assert any(note.version for note in archive.notes.all())
    assert any(version.annotation for each in archive.search.ids() for version in archive.versions.earlier(each))
