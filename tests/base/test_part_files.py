"""Parts of files: there while they are written, and gone afterwards, also where their program was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onrecord.base import part_files, path_locks
from onrecord.base.part_files import part_folder, part_of, put_in_place

HOLD = """
import sys
from pathlib import Path
from onrecord.base import part_files, path_locks
with getattr(part_files, sys.argv[1])(Path(sys.argv[2])) as part:
    print(part, flush=True)
    sys.stdin.read()
"""


@contextmanager
def holding(kind: str, path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that has made a part, and the part."""
    command = [sys.executable, "-c", HOLD, kind, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, Path(process.stdout.readline().strip())
        finally:
            process.kill()


def test_a_part_is_private_and_new_and_goes(tmp_path: Path) -> None:
    file = tmp_path / f"{'n' * 252}.db"  # the longest name that most file systems take
    with part_of(file) as first, part_of(file) as second:
        assert first != second
        assert first.parent == second.parent == tmp_path
        assert first.stat().st_mode & 0o077 == 0
        first.with_name(f"{first.name}-wal").touch()
        second.rename(file)
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_goes_with_what_is_in_it(tmp_path: Path) -> None:
    with part_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "copy.db").touch()
    assert list(tmp_path.iterdir()) == []


def test_a_failure_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, part_of(tmp_path / "none" / "file.csv"):
        pass
    assert caught.value.filename == str(tmp_path / "none" / "file.csv")


def test_what_a_killed_program_leaves_goes_with_the_next_part(tmp_path: Path) -> None:
    with holding("part_of", tmp_path / "news.csv") as (_, file), holding("part_folder", tmp_path) as (_, folder):
        pass
    file.with_name(f"{file.name}-wal").touch()
    (folder / "copy.db").touch()
    assert file.exists()
    with part_of(tmp_path / "other.csv") as part:
        assert list(tmp_path.iterdir()) == [part]


def test_what_another_program_works_on_stays(tmp_path: Path) -> None:
    with (
        holding("part_of", tmp_path / "a.csv") as (_, file),
        holding("part_folder", tmp_path) as (_, folder),
        part_of(tmp_path / "a.csv") as part,
    ):
        assert set(tmp_path.iterdir()) == {file, folder, part}


def test_another_thread_of_this_program_is_not_swept_away(tmp_path: Path) -> None:
    with part_of(tmp_path / "a.csv") as first:
        part_files._swept_folders.clear()
        with part_of(tmp_path / "a.csv"):
            assert first.exists()


def test_a_link_of_another_user_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "here").mkdir()
    link = tmp_path / "here" / ".onrecord-0.part"
    link.symlink_to(tmp_path / "elsewhere")
    with part_of(tmp_path / "here" / "a.csv"):
        assert link.is_symlink()
    assert (tmp_path / "elsewhere").is_dir()


def test_a_part_that_is_swept_away_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = path_locks.lock
    seen: list[Path] = []

    def swept(part: Path, *, waits: bool = True) -> int | None:
        if not seen:
            part.unlink()
        seen.append(part)
        return lock(part, waits=waits)

    monkeypatch.setattr(part_files, "lock", swept)
    with part_of(tmp_path / "a.csv") as part:
        assert [part] == seen[1:]
        assert part.exists()


def test_without_locks_nothing_is_swept_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with holding("part_of", tmp_path / "a.csv") as (_, left):
        pass
    monkeypatch.setattr(path_locks, "fcntl", None)
    with part_of(tmp_path / "a.csv"):
        assert left.exists()


def test_what_is_put_in_place_is_on_the_disk_before_and_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[object] = []
    replace = Path.replace

    def rename(part: Path, file: Path) -> Path:
        events.append("renamed")
        return replace(part, file)

    monkeypatch.setattr(os, "fsync", lambda descriptor: events.append(os.fstat(descriptor).st_ino))
    monkeypatch.setattr(Path, "replace", rename)
    file = tmp_path / "a.db"
    with part_of(file) as part:
        part.write_text("whole")
        put_in_place(part, file)
    assert file.read_text() == "whole"
    assert events == [file.stat().st_ino, "renamed", tmp_path.stat().st_ino]


def test_where_a_folder_cannot_be_synced_the_file_is_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_folders(path: Path) -> None:
        if path.is_dir():
            raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(part_files, "_sync", refuse_folders)
    with part_of(tmp_path / "a.db") as part:
        put_in_place(part, tmp_path / "a.db")
    assert (tmp_path / "a.db").exists()
