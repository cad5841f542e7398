"""An archive whose file is moved, deleted or replaced while it is open takes nothing more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from archive_sample import BANK, STRIKE

from onrecord.archive import Archive, ArchiveError, ArchiveLocked, ArchiveReadOnly, opening
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
