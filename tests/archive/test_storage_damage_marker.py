"""How an archive is known to be damaged: by a file beside it, or by its length."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.archive.storage.damage_marker import (
    clear_mark,
    damage_message,
    expected_length,
    is_damaged,
    mark_damaged,
    repaired_file,
    restored_file,
)


def header(page_size: int, pages: int, application: bytes = b"onre") -> bytes:
    """The first 100 bytes of a database."""
    content = bytearray(100)
    content[16:18] = page_size.to_bytes(2, "big")
    content[28:32] = pages.to_bytes(4, "big")
    content[68:72] = application
    return bytes(content)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "archive.db"
    file.write_bytes(header(512, 2).ljust(1024, b"\0"))
    return file


def test_a_marked_file_is_damaged_until_the_mark_is_cleared(file: Path) -> None:
    assert not is_damaged(file)
    mark_damaged(file, "row 3")
    assert (file.parent / "archive.db.damaged").read_text() == "row 3\n"
    assert is_damaged(file)
    clear_mark(file)
    assert not is_damaged(file)
    clear_mark(file)


def test_a_mark_that_cannot_be_written_is_left_out(tmp_path: Path) -> None:
    mark_damaged(tmp_path / "missing" / "archive.db", "row 3")
    assert not is_damaged(tmp_path / "missing" / "archive.db")


def test_a_file_shorter_than_its_header_says_is_damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])
    assert is_damaged(file)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (header(4096, 3), 12288),
        (header(1, 2), 131072),
        (header(4096, 3, b"none"), 0),
        (b"short", 0),
    ],
)
def test_the_length_by_the_header(tmp_path: Path, content: bytes, expected: int) -> None:
    file = tmp_path / "archive.db"
    file.write_bytes(content)
    assert expected_length(file) == expected


@pytest.mark.parametrize(("log", "expected"), [(b"", 1024), (b"x", 0)])
def test_what_is_missing_may_still_be_in_the_log(file: Path, log: bytes, expected: int) -> None:
    (file.parent / "archive.db-wal").write_bytes(log)
    assert expected_length(file) == expected


def test_the_message_names_file_reason_and_remedy(file: Path) -> None:
    assert damage_message(file).startswith(f"The archive {file} is damaged. ")
    assert damage_message(file, "row 3").startswith(f"The archive {file} is damaged (row 3). ")
    assert "onrecord doctor --repair" in damage_message(file)


def test_a_repaired_or_restored_archive_waits_beside_it(file: Path) -> None:
    assert repaired_file(file) == file.parent / "archive.repaired.db"
    assert restored_file(file) == file.parent / "archive.restored.db"
