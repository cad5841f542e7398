"""A copy of an archive: complete or not there, and what is said when it cannot be made."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from archive_sample import ANNOTATION, BANK, STRIKE

from onrecord.archive import Archive, ArchiveDamaged, ArchiveError
from onrecord.archive.maintenance import backup


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_one_file_with_everything(tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(STRIKE, ANNOTATION)
        archive.maintenance.backup(target)
        archive.articles.add(BANK)
    assert files(tmp_path) == ["backup.db", "news"]
    with sqlite3.connect(target) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
    with Archive(target) as copy:
        assert copy.search.ids() == [1]
        assert copy.annotations.get(1) is not None
        assert copy.maintenance.check() == []


def test_an_earlier_backup_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    target.write_bytes(b"earlier")
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(BANK)
        archive.maintenance.backup(target)
    with Archive(target) as copy:
        assert copy.search.count() == 1


def test_a_backup_may_be_named_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Archive.open(tmp_path / "news") as archive:
        archive.maintenance.backup(Path("backup.db"))
    assert files(tmp_path) == ["backup.db", "news"]


def test_progress_ends_with_all_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "_PAGES_PER_STEP", 10)
    steps: list[tuple[int, int]] = []
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(STRIKE, ANNOTATION)
        archive.maintenance.backup(tmp_path / "backup.db", lambda done, total: steps.append((done, total)))
    total = steps[-1][1]
    assert [done for done, _ in steps] == [*range(10, total, 10), total]


def test_while_it_is_copied_another_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "_PAGES_PER_STEP", 10)
    target = tmp_path / "backup.db"
    with Archive.open(tmp_path / "news") as archive, Archive.open(tmp_path / "news") as other:
        archive.articles.add(STRIKE)
        totals: list[int] = []

        def write(done: int, total: int) -> None:
            if not totals:
                other.articles.add(BANK)
            totals.append(total)

        archive.maintenance.backup(target, write)
        assert archive.search.count() == 2
    with Archive(target) as copy:
        assert copy.search.count() == 1


def test_where_nothing_can_be_written_the_archive_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(BANK)
        with pytest.raises(
            ArchiveError, match=r"The backup .*backup\.db cannot be written: Not a directory\. Look"
        ):
            archive.maintenance.backup(tmp_path / "file" / "backup.db")
        archive.articles.update([1], starred=True)
        assert archive.articles.get(1).starred


def test_a_damaged_archive_makes_no_backup(tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    target.write_bytes(b"earlier")
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(STRIKE, ANNOTATION)
        connection = archive.database.storage.connection()
        connection.execute("PRAGMA writable_schema = ON")
        (table,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'texts'").fetchone()
        connection.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = 'notes'", (table,))
        connection.execute("PRAGMA writable_schema = OFF")
        with pytest.raises(
            ArchiveDamaged, match=r"(?s)is damaged .* Nothing was written; onrecord doctor --repair"
        ):
            archive.maintenance.backup(target)
    assert target.read_bytes() == b"earlier"
    assert files(tmp_path) == ["backup.db", "news"]
