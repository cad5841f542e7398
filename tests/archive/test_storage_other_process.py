"""What another program that opens the archive and goes must not do: take the log away from the one that writes.

Whatever is done with an archive that is open, the process keeps its locks on the file. It would lose them by closing
any descriptor of the file that is not SQLite's own.
"""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from archive_sample import ANNOTATION, STRIKE, TEXT, span
from file_locks import assert_is_kept, holds_lock, log_of, needs_locks, open_elsewhere

from onrecord import export
from onrecord.archive import Archive
from onrecord.archive.maintenance.backup import check_backup
from onrecord.archive.maintenance.repair import raise_if_open
from onrecord.archive.maintenance.salvage import salvage
from onrecord.archive.opening import ArchiveFile, choose_to_read
from onrecord.archive.storage.damage_marker import is_damaged, mark_damaged
from onrecord.archive.storage.errors import ArchiveError, ArchiveLocked
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.archive.storage.stale_log import is_backup, set_aside_stale_log
from onrecord.base.anchors import anchor_at
from onrecord.base.feeds import Feed, FeedEntry, FetchedFeed
from onrecord.base.records import Correction, Draft
from onrecord.ingest import IngestError, read, walk
from onrecord.ingest.annotated import read_annotated
from onrecord.ingest.document import raise_error
from onrecord.ingest.feed_lists import feeds_of
from onrecord.ingest.watched_folders import changed_files
from onrecord.terminal.exporting import exported_articles

Operation = Callable[[Archive, Path], object]


def fetch(archive: Archive, _: Path) -> None:
    (feed,), _known = archive.feeds.add([Feed(url="https://example.org/feed")])
    archive.feeds.store(feed, FetchedFeed("News", [FeedEntry("a1", Draft(title="Sea", text="Calm."))], []))


def add_versions(archive: Archive, _: Path) -> None:
    for text in ("First.", "Second."):
        archive.articles.add(Draft(title="Sea", text=text, url="https://example.org/sea"))
    assert len(archive.versions.of(2)) == 2


def back_up(archive: Archive, folder: Path) -> None:
    archive.maintenance.backup(folder / "copy.db")
    assert check_backup(folder / "copy.db") == []


def write_json(archive: Archive, _: Path) -> None:
    archive.maintenance.write_tinydb_json(io.StringIO())


def write_files(archive: Archive, folder: Path) -> None:
    for form in ("jsonl", "sqlite", "brat"):
        export.write_output(form, exported_articles(archive, [1], "mark"), folder / form)


def import_corrections(archive: Archive, folder: Path) -> None:
    export.write_output("brat", exported_articles(archive, [1], "mark"), folder / "brat")
    archive.corrections.import_annotated(read_annotated(folder / "brat" / "1.ann"))


def open_again(archive: Archive, _: Path) -> None:
    with Archive.open(archive.folder) as again:
        assert again.search.count() == 1


def open_again_to_read(archive: Archive, _: Path) -> None:
    Archive.open(archive.folder, refused="It is only shown.").close()


def open_again_in_vain(archive: Archive, _: Path) -> None:
    mark_damaged(archive.file, "by hand")
    Archive.open(archive.folder).close()


def read_as_source(archive: Archive, _: Path) -> None:
    for file in (archive.file, log_of(archive.file), archive.file.with_name(f"{archive.file.name}-shm")):
        with pytest.raises(IngestError, match="the archive that is open"):
            list(read(file))
        with pytest.raises(IngestError, match="the archive that is open"):
            feeds_of(str(file), raise_error)


def watch_own_folder(archive: Archive, _: Path) -> None:
    (archive.folder / "sea.txt").write_text("Calm.\n", "utf-8")
    fetched = changed_files(Feed(url=str(archive.folder)), raise_error)
    assert fetched is not None
    assert [entry.draft.text for entry in fetched.entries] == ["Calm.\n"]
    assert list(walk([archive.folder])) == [archive.folder / "sea.txt"]


def copy_to_read(archive: Archive, _: Path) -> None:
    place = choose_to_read(ArchiveFile(archive.file), ArchiveError("No room."))
    assert place.temporary_folder is not None
    place.temporary_folder.close()


def gather_what_is_readable(archive: Archive, folder: Path) -> None:
    assert salvage(archive.file, folder / "salvaged.db").articles == 1


def look_whether_it_is_open(archive: Archive, _: Path) -> None:
    with pytest.raises(ArchiveLocked):
        raise_if_open(archive.file)


def look_at_header(archive: Archive, _: Path) -> None:
    assert not is_backup(archive.file)
    assert not is_damaged(archive.file)
    archive.database.storage.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not is_damaged(archive.file)  # without a log the header tells how long the file is
    assert set_aside_stale_log(archive.file) is None


OPERATIONS: dict[str, Operation] = {
    "read": lambda archive, _: (archive.articles.get(1), archive.articles.text(1), archive.annotations.get(1)),
    "search": lambda archive, _: (archive.search.ids("strike"), archive.search.facets("strike")),
    "search quotes": lambda archive, _: list(archive.quotes.find("port")),
    "add": lambda archive, _: archive.articles.add(Draft(title="Sea", text="Calm.")),
    "add many": lambda archive, _: list(
        archive.articles.add_many(Draft(title=f"{number}", text=f"Text {number}.") for number in range(300))
    ),
    "tag": lambda archive, _: archive.articles.tag([1], add=["sea"]),
    "mark read": lambda archive, _: archive.articles.update([1], read=True),
    "note": lambda archive, _: archive.notes.add(1, "Ask.", anchor_at(TEXT, span("the port must open"))),
    "annotate": lambda archive, _: archive.annotations.store(1, ANNOTATION),
    "correct": lambda archive, _: archive.corrections.apply(
        Correction(kind="hide", article=1, name="Tomas Okoye")
    ),
    "import corrections": import_corrections,
    "save a search": lambda archive, _: archive.saved_searches.save("Port", "port"),
    "fetch": fetch,
    "versions": add_versions,
    "remove and purge": lambda archive, _: (archive.articles.remove([1]), archive.articles.purge()),
    "backup": back_up,
    "check": lambda archive, _: archive.maintenance.check(),
    "check it as a backup": lambda archive, _: check_backup(archive.file),
    "look whether it is open": look_whether_it_is_open,
    "statistics": lambda archive, _: archive.maintenance.statistics(),
    "reindex": lambda archive, _: archive.maintenance.reindex(),
    "export": write_files,
    "TinyDB's JSON": write_json,
    "look for changes": lambda archive, _: archive.version(),
    "open again": open_again,
    "open again to read": open_again_to_read,
    "open again as damaged": open_again_in_vain,
    "read it as an article": read_as_source,
    "watch its folder": watch_own_folder,
    "copy to read": copy_to_read,
    "salvage": gather_what_is_readable,
    "look at its header": look_at_header,
}  # fmt: skip
"""What is done with an archive that has one annotated article, and a folder for what comes of it."""


@needs_locks
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_the_locks_stay_whatever_is_done(tmp_path: Path, operation: Operation) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(STRIKE, ANNOTATION)
        operation(archive, folder)
        assert_is_kept(archive.file)
    assert not log_of(archive.file).exists()


@needs_locks
def test_the_locks_go_by_a_descriptor_that_is_not_held(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        assert holds_lock(archive.file)
        archive.file.open("rb").close()
        assert not holds_lock(archive.file)


@needs_locks
def test_an_archive_that_could_not_be_opened_is_held_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"no database at all" * 1000)
    with suppress(ArchiveError):
        Archive.open(tmp_path)
    assert not [link for link in Path("/proc/self/fd").iterdir() if str(link.resolve()).startswith(str(tmp_path))]


def test_what_is_committed_is_seen_by_others_at_once_and_again(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        for count in (1, 2, 3):
            archive.articles.add(Draft(title=f"Article {count}", text=f"Text {count}."))
            assert open_elsewhere(archive.file) == count
            assert log_of(archive.file).exists()


def test_a_command_that_lists_leaves_the_log(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.articles.add(STRIKE, ANNOTATION)
        command = [sys.executable, "-m", "onrecord", "list", "--archive", str(tmp_path)]
        assert STRIKE.title in subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert log_of(archive.file).exists()
        archive.articles.tag([1], add=["sea"])
        assert open_elsewhere(archive.file) == 1
        assert log_of(archive.file).exists()


def test_a_new_archive_that_two_programs_open_at_once_opens_in_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(tmp_path / "archive.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    pauses = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        other.close()

    monkeypatch.setattr("onrecord.archive.storage.sqlite_storage.time.sleep", pause)
    with Archive.open(tmp_path) as archive:
        assert len(pauses) == 1
        assert archive.database.storage.connection().execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_new_archive_that_another_program_keeps_is_not_waited_for_in_vain(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveLocked):
            SQLiteStorage(tmp_path / "archive.db", wait=0)
