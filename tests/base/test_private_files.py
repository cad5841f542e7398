"""Who may read what is written: its user alone, or the group of a shared folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.base.private_files import is_shared, make_private_file, make_private_folder, protect, share


@pytest.fixture(autouse=True)
def usual_umask() -> object:
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def test_a_new_file_and_a_new_folder_are_private(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "above" / "folder")
    make_private_file(tmp_path / "above" / "folder" / "file")
    assert rights(tmp_path / "above" / "folder") == 0o700
    assert rights(tmp_path / "above") == 0o755
    assert rights(tmp_path / "above" / "folder" / "file") == 0o600


def test_what_is_there_is_emptied_and_becomes_private(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    file.chmod(0o644)
    make_private_file(file)
    assert (file.read_text(), rights(file)) == ("", 0o600)
    make_private_folder(tmp_path)
    assert tmp_path.is_dir()


def test_what_has_to_be_new_leaves_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    make_private_file(file, is_new=True)
    assert rights(file) == 0o600
    file.write_text("of another program")
    with pytest.raises(FileExistsError):
        make_private_file(file, is_new=True)
    assert file.read_text() == "of another program"


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o666, 0o600), (0o600, 0o600), (0o400, 0o400)])
def test_the_rights_of_others_are_taken_away(tmp_path: Path, before: int, after: int) -> None:
    file = tmp_path / "file"
    file.touch()
    file.chmod(before)
    protect(file)
    assert rights(file) == after
    protect(tmp_path / "not there")


def test_what_a_link_leads_to_keeps_its_rights(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    make_private_file(elsewhere)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "link.txt").symlink_to(elsewhere)
    share(tmp_path / "shared")
    assert elsewhere.stat().st_mode & 0o777 == 0o600


def test_a_shared_folder_stays_open_to_its_group(tmp_path: Path) -> None:
    (tmp_path / "file").touch(mode=0o600)
    assert not is_shared(tmp_path)
    share(tmp_path)
    assert is_shared(tmp_path)
    assert (rights(tmp_path), rights(tmp_path / "file")) == (0o2770, 0o660)
    (tmp_path / "file").chmod(0o664)
    protect(tmp_path / "file")
    assert rights(tmp_path / "file") == 0o660
    make_private_file(tmp_path / "new")
    assert rights(tmp_path / "new") == 0o660
