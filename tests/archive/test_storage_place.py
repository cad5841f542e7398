"""An archive whose file is moved, deleted or replaced while it is open takes nothing more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from archive_sample import BANK, STRIKE

from onrecord.archive import Archive, ArchiveError, ArchiveLocked, ArchiveReadOnly, opening
from onrecord.archive.maintenance.backup import restore_backup
from onrecord.archive.maintenance.repair import repair
from onrecord.base.archive_files import archive_file
from onrecord.base.path_locks import locked


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def move(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def replace(folder: Path) -> None:
    shutil.copy(folder / "archive.db", folder / "copy.db")
    (folder / "copy.db").replace(folder / "archive.db")


@pytest.mark.parametrize("change", [delete, move, replace])
def test_nothing_is_stored_where_nobody_finds_it(tmp_path: Path, change: Callable[[Path], None]) -> None:
    folder = tmp_path / "news"
    with Archive.open(folder) as archive:
        archive.articles.add(STRIKE)
        change(folder)
        with pytest.raises(ArchiveError):
            archive.articles.add(BANK)
        assert archive.articles.get(1).title == STRIKE.title
        if change is replace:
            assert "moved, deleted or replaced while it was open" in archive.read_only
            with pytest.raises(ArchiveReadOnly, match="open it again"):
                archive.articles.add(BANK)
            with Archive.open(folder) as again:
                assert again.articles.get_many([1, 2]) == archive.articles.get_many([1])


def test_an_archive_that_another_program_makes_meanwhile_is_not_emptied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_archive_first(folder: Path) -> None:
        monkeypatch.undo()
        with Archive.open(folder) as other:
            other.articles.add(STRIKE)

    monkeypatch.setattr(opening, "_create_folder", make_archive_first)
    with Archive.open(tmp_path / "news") as archive:
        assert archive.articles.get(1).title == STRIKE.title


def test_an_archive_that_is_being_replaced_is_waited_for_and_then_refused(tmp_path: Path) -> None:
    Archive.open(tmp_path).close()
    with (
        locked(tmp_path),
        pytest.raises(ArchiveLocked, match="Another program is replacing the archive"),
    ):
        Archive.open(tmp_path, wait=0.01)
    Archive.open(tmp_path, wait=0.01).close()


def test_an_archive_that_is_a_link_is_where_the_link_leads(tmp_path: Path) -> None:
    """All that is made beside an archive is beside the file, or two programs would not know of each other."""
    for folder in ("real", "linked"):
        (tmp_path / folder).mkdir()
    real_file, link = tmp_path / "real" / "news.db", tmp_path / "linked" / "archive.db"
    link.symlink_to(real_file)
    with Archive.open(link.parent) as archive:
        assert archive.file == real_file
        archive.articles.add(STRIKE)
        archive.maintenance.backup(tmp_path / "backup.db")
        archive.articles.add(BANK)
    replaced = restore_backup(archive_file(link.parent), tmp_path / "backup.db")
    assert replaced is not None
    assert replaced.parent == real_file.parent
    assert [path.name for path in link.parent.iterdir()] == ["archive.db"]
    with real_file.open("r+b") as stream:
        stream.truncate(real_file.stat().st_size - 8192)
    with Archive.open(link.parent) as archive:
        assert (archive.file, archive.is_partial) == (real_file.with_name("news.readable.db"), True)
        assert archive.search.count() == 1
    repair(archive_file(link.parent))
    assert link.is_symlink()
    with Archive.open(link.parent) as archive:
        assert (archive.file, archive.is_partial) == (real_file, False)


@pytest.mark.parametrize("target", ["archive.db", "deep/er/archive.db"])
def test_an_archive_is_made_private_where_a_link_leads(target: str, tmp_path: Path) -> None:
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "archive.db").symlink_to(tmp_path / target)
    Archive.open(tmp_path / "linked").close()
    assert (tmp_path / target).stat().st_mode & 0o777 == 0o600


def test_a_link_to_itself_is_said(tmp_path: Path) -> None:
    (tmp_path / "archive.db").symlink_to(tmp_path / "archive.db")
    with pytest.raises(ArchiveError, match="archive"):
        Archive.open(tmp_path)
