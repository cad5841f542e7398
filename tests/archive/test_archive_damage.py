"""Damaged archives: they are read as far as they can be, nothing is written to them, and they are repaired."""

from __future__ import annotations

import errno
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from unittest.mock import Mock

import msgspec
import pytest
from archive_sample import ANNOTATION, STRIKE, TEXT

from onrecord.archive import (
    Archive,
    ArchiveDamaged,
    ArchiveLocked,
    ArchiveMissing,
    ArchiveReadOnly,
    NoSuchArticle,
)
from onrecord.archive.maintenance.repair import repair
from onrecord.archive.storage import damage_marker
from onrecord.base.records import Draft, hash_text

COUNT = 120
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with something of everything, some hundred pages long."""
    chance = random.Random(1)
    folder = tmp_path_factory.mktemp("sound")
    with Archive.open(folder) as archive:
        for number in range(1, COUNT + 1):
            words = " ".join(f"{chance.randrange(10**6):x}" for _ in range(250))
            text = f"{TEXT} Written as number{number}. {words}"
            read = msgspec.structs.replace(ANNOTATION, text_hash=hash_text(text))
            draft = Draft(title=f"Title {number}", text=text, source="Post", tags=["made"])
            article = archive.articles.add(draft, read if number % 2 else None).id
            archive.notes.add(article, f"Note on {number}")
        archive.database.table("corrections").insert({"article": 3, "kind": "hide"})
        archive.database.table("shelf").insert({"name": "mine"})
        archive.articles.remove([COUNT])
    return folder / "archive.db"


@pytest.fixture
def file(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copy(sound, tmp_path))


def pages_of(file: Path, *names: str) -> list[int]:
    """The numbers of the pages, from 1, on which the leaves of some tables or indexes are."""
    connection = sqlite3.connect(file)
    roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage"))
    connection.close()
    content = file.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    leaves = []
    for name in names:
        waiting = [roots[name]]
        while waiting:
            page = waiting.pop()
            start = (page - 1) * size
            if content[start] in (10, 13):  # https://www.sqlite.org/fileformat.html#b_tree_pages
                leaves.append(page)
            else:
                cells = int.from_bytes(content[start + 3 : start + 5], "big")
                places = (
                    int.from_bytes(content[start + 12 + 2 * n : start + 14 + 2 * n], "big") for n in range(cells)
                )
                waiting += [int.from_bytes(content[start + at : start + at + 4], "big") for at in places]
                waiting.append(int.from_bytes(content[start + 8 : start + 12], "big"))
    return sorted(leaves)


def spoil(file: Path, pages: list[int]) -> None:
    """Write over pages, as a failing disk does."""
    chance = random.Random(3)
    size = int.from_bytes(file.read_bytes()[16:18], "big")
    with file.open("r+b") as stream:
        for page in pages:
            stream.seek((page - 1) * size)
            stream.write(chance.randbytes(size))


def use(archive: Archive, *, sound: bool = True) -> tuple[Sequence[int], int]:
    """What desk and commands do when they list, show, search and export; the ids and how many texts are there.

    Where not all is sound, an index may find less than there is and nobody can tell yet.
    """
    ids = archive.search.ids()
    texts = [archive.articles.text(article.id) for article in archive.articles.get_many(ids)]
    matching_ids, named = set(archive.search.ids("speaker:brandt")), set(archive.search.ids("brandt"))
    quotes = list(archive.quotes.find("said:port"))
    if sound:
        assert matching_ids <= named <= set(ids)
        assert len(quotes) == len(matching_ids)
    for article in ids:
        archive.annotations.get(article)
        archive.notes.on(article)
    archive.maintenance.statistics()
    return ids, sum(text != "" for text in texts)


def in_order_of_ids(used: tuple[Sequence[int], int]) -> tuple[list[int], int]:
    """An article of which only the text is left counts as added when it is gathered, so that dates may differ."""
    ids, whole = used
    return sorted(ids), whole


def opened(folder: Path) -> Archive:
    """The archive after somebody has met the damage."""
    with suppress(ArchiveDamaged), Archive.open(folder) as archive:
        use(archive, sound=False)
    return Archive.open(folder)


SPOILED: dict[str, tuple[Callable[[Path], list[int]], int, int]] = {
    # What is spoiled, and how many articles, and texts, that may cost.
    "a page of texts": (lambda file: pages_of(file, "texts")[3:4], 0, 8),
    "a page of articles": (lambda file: pages_of(file, "articles")[1:2], 0, 0),
    "the same of both": (lambda file: pages_of(file, "texts")[2:4] + pages_of(file, "articles")[:1], 0, 16),
    "a page of annotations": (lambda file: pages_of(file, "annotations")[:1], 0, 0),
    "all of the full-text index": (lambda file: pages_of(file, "search_data", "said_data"), 0, 0),
    "all indexes": (lambda file: pages_of(file, "articles_list", "articles_text", "notes_article"), 0, 0),
    "all tags": (lambda file: pages_of(file, "tagged"), 0, 0),
    "all articles": (lambda file: pages_of(file, "articles"), 0, 0),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_damaged_archive_is_read_and_repaired(file: Path, what: str) -> None:
    choose, articles, texts = SPOILED[what]
    spoil(file, choose(file))
    damaged = file.read_bytes()
    with opened(file.parent) as archive:
        ids, whole = use(archive)
        assert len(ids) >= COUNT - 1 - articles
        assert whole >= COUNT - 1 - texts
        assert archive.maintenance.check() == []
        assert len(archive.notes.all()) == COUNT - 1
        for change in (lambda: archive.articles.update(ids, read=True), lambda: archive.notes.add(ids[0], "x")):
            with pytest.raises(ArchiveReadOnly, match=r"only read.*onrecord doctor --repair"):
                change()
        assert "onrecord doctor --repair" in archive.read_only
    assert file.read_bytes() == damaged
    salvaged, kept_file = repair(file)
    assert kept_file.read_bytes() == damaged
    with Archive.open(file.parent) as archive:
        assert archive.read_only == ""
        assert archive.maintenance.check() == []
        assert in_order_of_ids(use(archive)) == in_order_of_ids((ids, whole))
        assert salvaged.articles == len(ids)
        assert len(salvaged.texts) == len(ids) - whole
        assert archive.database.table("corrections").all() == [{"article": 3, "kind": "hide"}]
        assert archive.database.table("shelf").all() == [{"name": "mine"}]
        assert archive.articles.restore([COUNT]) == 1
        assert archive.articles.add(Draft(title="new", text="As good as new.")).id == COUNT + 1
        if "articles" not in what and what != "the same of both":
            assert archive.articles.get(ids[0]).tags == ["made"]
    assert sorted(path.name for path in file.parent.iterdir()) == sorted(["archive.db", kept_file.name])


def test_a_lost_text_is_taken_when_it_is_added_again(file: Path) -> None:
    with Archive.open(file.parent) as archive:
        texts = {article: archive.articles.text(article) for article in archive.search.ids()}
    spoil(file, pages_of(file, "texts")[3:4])
    salvaged, _ = repair(file)
    assert salvaged.texts
    with Archive.open(file.parent) as archive:
        assert archive.articles.get(salvaged.texts[0]).title == f"Title {salvaged.texts[0]}"
        assert archive.articles.add(Draft(title="again", text=texts[salvaged.texts[0]])).new


@pytest.mark.parametrize("share", [0.75, 0.9, 0.999])
def test_what_is_left_of_a_file_cut_short_is_read(file: Path, share: float) -> None:
    content = file.read_bytes()
    length = int(len(content) * share)
    left = sum(page * 8192 <= length for page in pages_of(file, "texts"))
    file.write_bytes(content[:length])
    with Archive.open(file.parent) as archive:
        assert "damaged" in archive.read_only
        ids, whole = use(archive)
        assert len(ids) >= whole >= 4 * left > 0
    repair(file)
    with Archive.open(file.parent) as archive:
        assert archive.maintenance.check() == []
        assert in_order_of_ids(use(archive)) == in_order_of_ids((ids, whole))


def test_without_the_list_of_tables_the_rows_are_found(file: Path) -> None:
    with Archive.open(file.parent) as archive:
        before = archive.search.ids(), [archive.articles.text(article) for article in archive.search.ids()]
        articles = archive.articles.get_many(before[0])
    content = bytearray(file.read_bytes())
    content[100:8192] = bytes(8092)
    file.write_bytes(content)
    with opened(file.parent) as archive:
        assert (
            archive.search.ids(),
            [archive.articles.text(article) for article in archive.search.ids()],
        ) == before
        assert archive.articles.get_many(before[0]) == articles
        assert archive.maintenance.check() == []
        assert len(archive.notes.all()) == COUNT - 1
        assert archive.annotations.get(1) is not None
        assert archive.database.table("corrections").all() == [{"article": 3, "kind": "hide"}]
        assert [removed.article.id for removed in archive.articles.removed()] == [COUNT]


def test_rows_are_found_below_a_page_that_is_lost(file: Path) -> None:
    with Archive.open(file.parent) as archive:
        ids = archive.search.ids()
    connection = sqlite3.connect(file)
    roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage"))
    connection.close()
    spoil(file, [roots["texts"], roots["articles"], roots["notes"]])
    with opened(file.parent) as archive:
        assert archive.search.ids() == ids
        assert all(archive.articles.text(article).startswith(TEXT) for article in ids)
        assert len(archive.notes.all()) == COUNT - 1


@pytest.mark.parametrize("how", ["kill", "fail"])
@pytest.mark.parametrize("log", ["none", "log"])
def test_a_repair_that_is_cut_off_leaves_an_archive(tmp_path: Path, how: str, log: str) -> None:
    folder = tmp_path / "damaged"
    folder.mkdir()
    with Archive.open(tmp_path / "sound") as archive:
        archive.articles.add(Draft(title="First", text=f"{TEXT} First."))
    with Archive.open(tmp_path / "sound") as archive:
        if log == "log":
            archive.articles.add(Draft(title="Second", text=f"{TEXT} Second."))
        for name in ("archive.db", "archive.db-wal")[: 2 if log == "log" else 1]:
            shutil.copy(tmp_path / "sound" / name, folder)
    with (folder / "archive.db").open("ab") as stream:
        stream.write(b"so that it is another than the repaired one")
    damage_marker.mark_damaged(folder / "archive.db", "a test")
    script = [sys.executable, str(HERE / "archive_repairing.py"), str(folder), how, log]
    environment = os.environ | {"PYTHONPATH": str(HERE.parents[2])}
    done = subprocess.run(script, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) >= 10


def test_a_backup_put_back_after_a_repair_was_cut_off_stays(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = file.read_bytes()
    spoil(file, pages_of(file, "texts")[3:4])
    monkeypatch.setattr("onrecord.archive.maintenance.repair._exchange", Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        repair(file)
    monkeypatch.undo()
    file.write_bytes(backup)
    with Archive.open(file.parent) as archive:
        assert archive.maintenance.check() == []
    assert file.read_bytes() == backup


def test_an_archive_that_is_repaired_while_it_is_opened_is_opened_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(file, pages_of(file, "texts")[3:4])
    damage_marker.mark_damaged(file, "a test")

    def gather_too_late(*arguments: object) -> Path:
        monkeypatch.undo()
        repair(file)
        return file.with_name("archive.readable.db")

    monkeypatch.setattr("onrecord.archive.maintenance.repair.readable_copy", gather_too_late)
    with Archive.open(file.parent) as archive:
        assert archive.read_only == ""
        assert archive.maintenance.check() == []


def test_a_repair_cut_off_without_an_archive_is_finished(file: Path) -> None:
    spoil(file, pages_of(file, "texts")[3:4])
    damage_marker.mark_damaged(file, "a test")
    with Archive.open(file.parent) as archive:
        ids = archive.search.ids()
        readable = archive.file
    readable.rename(damage_marker.repaired_file(file))
    file.rename(file.with_name("archive.before-repair-20210416-100000.db"))
    with Archive.open(file.parent, create=False) as archive:
        assert archive.read_only == ""
        assert archive.search.ids() == ids
        assert archive.maintenance.check() == []
    assert len(list(file.parent.iterdir())) == 2


def test_without_an_archive_nothing_is_repaired(tmp_path: Path) -> None:
    damage_marker.mark_damaged(tmp_path / "archive.db", "a test")
    with pytest.raises(ArchiveMissing, match="no archive"):
        repair(tmp_path / "archive.db")
    assert not (tmp_path / "archive.db").exists()
    with Archive.open(tmp_path) as archive:  # a new one is not the damaged one
        assert archive.articles.add(Draft(title="New", text="New.")).new


def test_repaired_twice_within_a_second_both_damaged_files_are_kept(file: Path) -> None:
    copies = set()
    for page in (3, 4):
        spoil(file, pages_of(file, "texts")[page : page + 1])
        damaged = file.read_bytes()
        copies.add(repair(file)[1])
        assert damaged in [file.read_bytes() for file in copies]
    assert len(copies) == 2


def test_where_files_can_have_one_name_alone_the_damaged_one_is_copied(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(file, pages_of(file, "texts")[3:4])
    damaged = file.read_bytes()
    monkeypatch.setattr(os, "link", Mock(side_effect=OSError(errno.EPERM, "Operation not permitted")))
    _, kept_file = repair(file)
    assert kept_file.read_bytes() == damaged
    assert sorted(path.name for path in file.parent.iterdir()) == sorted(["archive.db", kept_file.name])


def test_where_nothing_is_left_a_backup_is_asked_for(file: Path) -> None:
    spoil(file, list(range(2, len(file.read_bytes()) // 8192 + 1)))
    before = file.read_bytes()
    with pytest.raises(ArchiveDamaged, match="put back a backup"):
        opened(file.parent)
    with pytest.raises(ArchiveDamaged, match="put back a backup"):
        repair(file)
    assert file.read_bytes() == before


def test_what_is_made_from_the_documents_is_made_again(file: Path) -> None:
    with Archive.open(file.parent) as archive:
        with archive.database.storage.transaction() as connection:
            connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
            connection.execute("UPDATE articles SET notes = 7")
            connection.execute("DELETE FROM tagged WHERE article > 5")
        before = archive.search.ids("note")
        assert len(archive.maintenance.check()) >= 2
    salvaged, _ = repair(file)
    assert before == []
    assert salvaged.texts == salvaged.facts == salvaged.lost == []
    with Archive.open(file.parent) as archive:
        assert archive.maintenance.check() == []
        assert len(archive.search.ids("note")) == len(archive.search.ids("#made has:note")) == COUNT - 1


def test_quotes_are_counted_anew(file: Path) -> None:
    with Archive.open(file.parent) as archive:
        before = archive.articles.get(1)
        archive.database.table("articles").update({"quotes": 99}, doc_ids=[1])
        assert archive.articles.get(1).quotes == 99
    repair(file)
    with Archive.open(file.parent) as archive:
        assert archive.articles.get(1) == before


def test_an_open_archive_is_not_repaired(file: Path) -> None:
    with Archive.open(file.parent) as archive:
        archive.search.ids()
        with pytest.raises(ArchiveLocked, match="Close it"):
            repair(file)
        assert archive.notes.add(1, "still the same file").id
    assert [path.name for path in file.parent.iterdir()] == ["archive.db"]


def test_the_gathering_is_told(file: Path) -> None:
    spoil(file, pages_of(file, "texts")[3:4])
    opened(file.parent).close()
    (file.parent / "archive.readable.db").unlink()
    progress: list[tuple[str, int, int]] = []
    Archive.open(file.parent, on_progress=lambda *how_far: progress.append(how_far)).close()
    assert progress[0][0].endswith("is damaged. Gathering what is readable")
    assert progress[-1][1] == progress[-1][2] >= COUNT - 1
    # What was gathered once is there.
    progress.clear()
    Archive.open(file.parent, on_progress=lambda *how_far: progress.append(how_far)).close()
    assert progress == []


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_damaged_is_said_read_and_repaired(file: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 3, 10])):
        start, length = chance.randrange(100, len(content)), chance.choice([64, 8192])
        content[start : start + length] = chance.randbytes(len(content[start : start + length]))
    file.write_bytes(content)
    with opened(file.parent) as archive, suppress(ArchiveDamaged):
        use(archive, sound=False)
    repair(file)
    with Archive.open(file.parent) as archive:
        assert archive.maintenance.check() == []
        assert len(use(archive)[0]) > COUNT / 2


def test_an_article_that_has_lost_its_text_is_damage_and_one_that_is_not_there_is_none(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.articles.add(STRIKE)
        with pytest.raises(NoSuchArticle):
            archive.articles.text(2)
        assert not archive.read_only
        archive.database.table("texts").remove(doc_ids=[1])
        with pytest.raises(ArchiveDamaged, match="the text of article 1 is lost"):
            archive.articles.text(1)
    with Archive.open(tmp_path) as archive:
        assert archive.is_partial
        assert archive.articles.get(1).title == STRIKE.title
        assert archive.articles.text(1) == ""
