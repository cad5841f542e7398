"""Backups: checked, put back in place of an archive, and rotated."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import ExitStack, closing
from fnmatch import fnmatch
from pathlib import Path
from unittest.mock import Mock

import pytest
from archive_frozen import HERE, thaw
from archive_sample import BANK, STRIKE

from onrecord.archive import Archive, ArchiveError, ArchiveLocked, ArchiveMissing, NotAnArchive
from onrecord.archive.maintenance import repair
from onrecord.archive.maintenance.backup import check_backup, restore_backup, rotate_backups
from onrecord.archive.storage.damage_marker import repaired_file
from onrecord.archive.storage.stale_log import is_backup

KEPT = "archive.before-restore-????????-??????.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive that has changed since its backup was made: ``backup.db`` beside its folder."""
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(STRIKE)
        archive.maintenance.backup(tmp_path / "backup.db")
        archive.articles.add(BANK)
    return tmp_path / "news"


@pytest.fixture
def backup(folder: Path) -> Path:
    return folder.with_name("backup.db")


def kill_while_open(folder: Path) -> None:
    """Leave the log that a killed program leaves."""
    child = os.fork()
    if child == 0:
        archive = Archive.open(folder)
        archive.articles.tag([1], add=["late"])
        os._exit(0)
    os.waitpid(child, 0)
    assert (folder / "archive.db-wal").stat().st_size


def test_a_backup_is_put_back_and_the_archive_is_kept(folder: Path, backup: Path) -> None:
    kill_while_open(folder)
    replaced = restore_backup(folder / "archive.db", backup)
    assert replaced is not None
    assert fnmatch(replaced.name, KEPT)
    with Archive.open(folder) as archive:
        assert archive.articles.tags() == dict.fromkeys(STRIKE.tags, 1)
        assert archive.search.count() == 1
        assert archive.maintenance.check() == []
    shutil.copytree(folder, folder.with_name("kept"))
    for path in list(folder.with_name("kept").iterdir()):
        if path.name.startswith(replaced.name):
            path.replace(path.with_name(path.name.replace(replaced.name, "archive.db")))
    with Archive.open(folder.with_name("kept")) as archive:
        assert archive.search.count() == 2
        assert "late" in archive.articles.get(1).tags
    assert check_backup(backup) == []


def test_where_there_is_no_archive_it_becomes_one(tmp_path: Path, backup: Path) -> None:
    assert restore_backup(tmp_path / "new" / "archive.db", backup) is None
    with Archive.open(tmp_path / "new", create=False) as archive:
        assert archive.search.count() == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["archive.db"]


def test_what_is_put_back_is_held_by_whoever_opens_it(folder: Path, backup: Path) -> None:
    restore_backup(folder / "archive.db", backup)
    assert not is_backup(folder / "archive.db")
    with closing(sqlite3.connect(folder / "archive.db")) as opened:
        opened.execute("SELECT count(*) FROM articles").fetchone()
        with pytest.raises(ArchiveLocked, match="Close it"):
            restore_backup(folder / "archive.db", backup)
    assert is_backup(backup)


def test_an_open_archive_is_not_replaced(folder: Path, backup: Path) -> None:
    with Archive.open(folder) as archive:
        archive.search.ids()
        with pytest.raises(ArchiveLocked, match="Close it"):
            restore_backup(folder / "archive.db", backup)
        assert archive.search.count() == 2


def test_an_archive_that_is_opened_while_the_backup_is_copied_is_not_replaced(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as desk:

        def copy(source: Path, target: Path) -> None:
            archive = desk.enter_context(Archive.open(folder))
            archive.articles.tag([1], add=["meanwhile"])
            Path(target).write_bytes(Path(source).read_bytes())

        monkeypatch.setattr(shutil, "copyfile", copy)
        monkeypatch.setattr(repair, "_LAST_WAIT", 0)
        with pytest.raises(ArchiveLocked, match="Close it"):
            restore_backup(folder / "archive.db", backup)
    assert sorted(path.name for path in folder.iterdir()) == ["archive.db"]
    with Archive.open(folder) as archive:
        assert "meanwhile" in archive.articles.tags()


def test_a_command_that_ends_soon_is_waited_for_when_the_backup_is_copied(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(repair, "raise_if_open", lambda file, wait=1: waits.append(wait))
    assert restore_backup(folder / "archive.db", backup) is not None
    assert waits == [1, 5]


def test_a_change_while_the_backup_is_copied_is_kept_with_the_archive_that_is_replaced(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy(source: Path, target: Path) -> None:
        with Archive.open(folder) as archive:
            archive.articles.tag([1], add=["meanwhile"])
        Path(target).write_bytes(Path(source).read_bytes())

    monkeypatch.setattr(shutil, "copyfile", copy)
    replaced = restore_backup(folder / "archive.db", backup)
    assert replaced is not None
    with Archive.open(folder) as archive:
        assert archive.search.count() == 1
        assert "meanwhile" not in archive.articles.tags()
    replaced.rename(folder / "archive.db")
    with Archive.open(folder) as archive:
        assert "meanwhile" in archive.articles.tags()


def test_what_another_program_has_finished_is_not_finished_again(folder: Path) -> None:
    file = folder / "archive.db"
    with Archive.open(folder) as archive:
        archive.articles.tag([1], add=["after that"])
        repair.finish(file, repaired_file(file))
        assert (folder / "archive.db-wal").stat().st_size
    assert [path.name for path in folder.iterdir()] == ["archive.db"]


def test_what_was_to_replace_an_earlier_archive_goes_with_it(folder: Path, backup: Path) -> None:
    left = repaired_file(folder / "archive.db")
    left.write_bytes(b"of an archive that was changed since")
    Archive.open(folder).close()
    assert left.exists()  # it may be all that is left of a damaged archive
    restore_backup(folder / "archive.db", backup)
    assert not left.exists()


@pytest.mark.parametrize("damage", ["cut", "page", "text", "missing"])
def test_a_backup_that_is_not_sound_is_refused(folder: Path, backup: Path, damage: str) -> None:
    content = bytearray(backup.read_bytes())
    if damage == "cut":
        backup.write_bytes(content[:-9000])
    elif damage == "page":
        content[3 * 8192 : 4 * 8192] = b"\7" * 8192
        backup.write_bytes(content)
    elif damage == "text":
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute("UPDATE articles SET title = 'Another'")
            connection.commit()
    else:
        backup.unlink()
    before = (folder / "archive.db").read_bytes()
    with pytest.raises(ArchiveError):
        restore_backup(folder / "archive.db", backup)
    assert (folder / "archive.db").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["archive.db"]


def test_other_files_are_no_backups(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing):
        check_backup(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("A text. " * 100)
    with pytest.raises(NotAnArchive):
        check_backup(tmp_path / "text.db")


def test_a_backup_of_an_earlier_version_can_be_put_back(tmp_path: Path) -> None:
    thaw((HERE / "version_2.sql").read_text("utf-8"), tmp_path / "old.db")
    assert check_backup(tmp_path / "old.db") == []
    restore_backup(tmp_path / "news" / "archive.db", tmp_path / "old.db")
    with Archive.open(tmp_path / "news") as archive:
        assert archive.articles.get(1).title == STRIKE.title


@pytest.mark.parametrize("place", ["_exchange", "remove_database"])
def test_cut_off_before_it_is_in_place_it_is_finished_at_the_next_opening(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    # Before the archive has its second name, and after that.
    cut_off(folder, backup, monkeypatch, place)
    with Archive.open(folder) as archive:
        assert archive.search.count() == 1
    archive_file, kept_file = sorted(path.name for path in folder.iterdir())[::-1]
    assert archive_file == "archive.db"
    assert fnmatch(kept_file, KEPT)


def test_a_backup_precedes_a_repair_that_was_cut_off(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy2(folder / "archive.db", repaired_file(folder / "archive.db"))
    cut_off(folder, backup, monkeypatch, "_exchange")
    with Archive.open(folder) as archive:
        assert archive.search.count() == 1


def cut_off(folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Put a backup back until a function of ``repair`` is called."""
    with monkeypatch.context() as patch:
        patch.setattr(repair, place, Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            restore_backup(folder / "archive.db", backup)


def test_a_log_of_another_file_is_set_aside(folder: Path, backup: Path) -> None:
    kill_while_open(folder)
    shutil.copy(backup, folder / "archive.db")  # as people do
    assert is_backup(folder / "archive.db")
    with Archive.open(folder) as archive:
        assert archive.search.count() == 1
        assert "late" not in archive.articles.get(1).tags
        assert archive.maintenance.check() == []
    assert not is_backup(folder / "archive.db")
    assert len(list(folder.glob("archive.db-wal.stale-*"))) == 1


def test_the_log_of_the_archive_itself_stays(folder: Path) -> None:
    kill_while_open(folder)
    with Archive.open(folder) as archive:
        assert "late" in archive.articles.get(1).tags


def test_an_open_archive_takes_nothing_when_a_backup_is_copied_over_it(folder: Path, backup: Path) -> None:
    with Archive.open(folder) as archive:
        archive.search.ids()
        shutil.copy(backup, folder / "archive.db")
        with pytest.raises(ArchiveError):
            archive.articles.add(BANK)


def test_the_newest_backups_are_kept(tmp_path: Path) -> None:
    names = [f"archive-2021041{day}-100000.db" for day in range(5)]
    for name in (*names, "archive-mine.db", "other-20210410-100000.db", "archive.db"):
        (tmp_path / name).touch()
    removed = rotate_backups(tmp_path / names[-1], "archive", 2)
    assert [path.name for path in removed] == names[:3]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [*names[3:], "archive-mine.db", "other-20210410-100000.db", "archive.db"]
    )
    assert rotate_backups(tmp_path / names[-1], "archive", 9) == []


@pytest.mark.parametrize(
    ("keep", "remaining"), [(1, ["2021"]), (2, ["2021", "2037"]), (3, ["2020", "2021", "2037"])]
)
def test_the_backup_that_was_just_made_is_kept_whatever_the_clock_was_before(
    keep: int, remaining: list[str], tmp_path: Path
) -> None:
    for year in (2020, 2021, 2037):
        (tmp_path / f"archive [1]-{year}0101-100000.db").touch()
    rotate_backups(tmp_path / "archive [1]-20210101-100000.db", "archive [1]", keep)
    assert sorted(path.name[12:16] for path in tmp_path.iterdir()) == remaining


def test_archive_and_backup_are_private(folder: Path, backup: Path) -> None:
    for path in (folder / "archive.db", backup):
        assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "archive.db").chmod(0o644)
    folder.chmod(0o755)
    with Archive.open(folder) as archive:
        archive.articles.tag([1], add=["x"])
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_folder_of_other_things_stays_as_it_is(folder: Path) -> None:
    (folder / "clippings").mkdir()
    folder.chmod(0o755)
    Archive.open(folder).close()
    assert folder.stat().st_mode & 0o777 == 0o755
