"""Locks of folders: one holder at a time, and nobody waits for ever."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from onrecord.base import path_locks
from onrecord.base.path_locks import locked


def test_a_lock_has_one_holder_at_a_time(tmp_path: Path) -> None:
    others: list[str] = []

    def hold() -> None:
        with locked(tmp_path):
            others.append("other")

    thread = threading.Thread(target=hold)
    with locked(tmp_path):
        thread.start()
        with pytest.raises(TimeoutError), locked(tmp_path, wait=0):
            pass
        assert others == []
    thread.join()
    assert others == ["other"]


def test_a_link_leads_to_the_same_lock(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    with (
        locked(tmp_path / "folder"),
        pytest.raises(TimeoutError, match="another program holds it"),
        locked(tmp_path / "link", wait=0),
    ):
        pass


@pytest.mark.parametrize("lacks", ["fcntl", "folder", "locks of the file system"])
def test_where_there_are_no_locks_nobody_is_held_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacks: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no locks")

    folder = tmp_path
    if lacks == "fcntl":
        monkeypatch.setattr(path_locks, "fcntl", None)
    elif lacks == "folder":
        folder = tmp_path / "missing"
    else:
        monkeypatch.setattr("fcntl.flock", fail)
    with locked(folder, wait=0), locked(folder, wait=0):
        pass
