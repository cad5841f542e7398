"""Files that are held: descriptors that look into them stay open until nobody holds them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.base.held_files import content_at, copy_content, hold, holding, is_held, mapped_content


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "archive.db"
    file.write_bytes(b"0123456789")
    return file


def open_files(folder: Path) -> int:
    """Return how many descriptors of this process lead to files of a folder."""
    links = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
    return sum(Path(link).parent == folder for link in links)


needs_descriptors = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="only Linux lists what a process has open there"
)


@pytest.mark.parametrize(
    ("offset", "length", "content"), [(0, 3, b"012"), (8, 2, b"89"), (8, 9, b"89"), (10, 1, b""), (99, 1, b"")]
)
def test_bytes_are_read_where_they_stand(file: Path, offset: int, length: int, content: bytes) -> None:
    assert content_at(file, offset, length) == content
    with holding(file):
        assert content_at(file, offset, length) == content


def test_a_file_is_copied_whole(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.base.held_files._CHUNK", 4)
    copy_content(file, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"0123456789"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        content_at(tmp_path / "none", 0, 1)
    with pytest.raises(FileNotFoundError):
        hold(tmp_path / "none")


def test_a_file_is_held_until_the_last_lets_go_under_each_of_its_names(file: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(file)
    (tmp_path / "second").hardlink_to(file)
    (tmp_path / "other").write_bytes(b"")
    names = ["archive.db", "link", "second", "archive.db-wal", "archive.db-shm"]
    let_go, let_go_too = hold(file), hold(tmp_path / "link")
    for still_held in (True, True, False):
        assert [name for name in names if is_held(tmp_path / name)] == (names if still_held else [])
        assert not is_held(tmp_path / "other")
        assert not is_held("https://example.org/archive.db")
        assert not is_held("a\0b")
        let_go()
        let_go, let_go_too = let_go_too, lambda: None


@needs_descriptors
def test_looking_into_a_file_closes_nothing_while_it_is_held(file: Path, tmp_path: Path) -> None:
    let_go = hold(file)
    content_at(file, 0, 1)
    assert open_files(tmp_path) == 1
    assert bytes(mapped_content(file)) == b"0123456789"
    assert open_files(tmp_path) == 2, "a map has a descriptor of its own"
    let_go()
    assert open_files(tmp_path) == 0


@needs_descriptors
def test_a_file_that_another_was_put_in_the_place_of_stays_held(file: Path, tmp_path: Path) -> None:
    let_go = hold(file)
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "new").replace(file)
    assert not is_held(file)
    assert content_at(file, 0, 9) == b"new"
    assert open_files(tmp_path) == 1
    let_go()
    assert open_files(tmp_path) == 0
