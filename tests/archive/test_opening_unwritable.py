"""Archives beside which no file can be made, as on a full disk: what is in them is read."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from onrecord.archive import Archive, ArchiveReadOnly
from onrecord.base import held_files
from onrecord.base.records import Draft


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """The folder of an archive that nobody has open, with all in its file."""
    with Archive.open(tmp_path / "closed") as archive:
        archive.articles.add(Draft(title="Ferry", text="The ferry waits."))
    return archive.folder


@pytest.fixture
def killed(closed: Path, tmp_path: Path) -> Path:
    """The folder of an archive whose program was killed: the last change is in the log."""
    folder = tmp_path / "killed"
    folder.mkdir()
    with Archive.open(closed) as archive:
        archive.articles.tag([1], add=["last"])
        for name in ("archive.db", "archive.db-wal"):
            shutil.copy(closed / name, folder / name)
    return folder


def fill_disk(folder: Path) -> None:
    """Let SQLite not make the file that readers and writers share: there is something else in its place."""
    (folder / "archive.db-shm").symlink_to(folder / "nowhere" / "archive.db-shm")


def test_an_archive_on_a_full_disk_is_read_where_it_is(closed: Path) -> None:
    fill_disk(closed)
    with Archive.open(closed) as archive:
        assert archive.articles.text(1) == "The ferry waits."
        assert archive.search.ids("ferry") == [1]
        assert archive.file == closed / "archive.db"
        assert "nothing can be written beside it" in archive.read_only
        with pytest.raises(ArchiveReadOnly, match="Free some space"):
            archive.articles.tag([1], add=["new"])


def test_what_is_in_a_log_is_read_from_a_copy(killed: Path) -> None:
    fill_disk(killed)
    before = {file.name: file.read_bytes() for file in killed.iterdir() if not file.is_symlink()}
    with Archive.open(killed) as archive:
        assert archive.articles.get(1).tags == ["last"]
        assert str(killed / "archive.db") in archive.read_only
        assert archive.folder.stat().st_mode & 0o777 == 0o700
        assert not archive.is_partial
    assert not archive.folder.exists()
    assert {file.name: file.read_bytes() for file in killed.iterdir() if not file.is_symlink()} == before


def test_without_room_for_the_copy_the_reason_is_told(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_disk(killed)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(held_files, "copy_content", fail)
    with pytest.raises(ArchiveReadOnly, match="cannot be opened"):
        Archive.open(killed)
    assert list(Path(tempfile.gettempdir()).glob(".onrecord-*/archive.db")) == []


def test_a_new_archive_is_not_read_where_it_cannot_be_made(tmp_path: Path) -> None:
    fill_disk(tmp_path)
    with pytest.raises(ArchiveReadOnly, match="cannot be opened"):
        Archive.open(tmp_path)
