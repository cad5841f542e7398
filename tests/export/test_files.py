"""A file is whole or not there; what stood there is kept until then."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TextIO, cast

import pytest
from patience import PATIENCE

from onrecord.archive import Archive
from onrecord.export.files import OutputRefusedError, write_file


def write_words(out: TextIO) -> None:
    out.write("é\r\nb\n")


def write_half(out: TextIO) -> None:
    out.write("half")
    raise OSError("full")


@pytest.mark.parametrize("before", [None, b"before"])
def test_a_file_is_written_whole_and_as_it_is(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "out.csv"
    if before is not None:
        path.write_bytes(before)
    write_file(path, write_words)
    assert path.read_bytes() == "é\r\nb\n".encode()
    assert os.listdir(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("before", [None, b"before"])
def test_a_file_that_cannot_be_written_whole_is_as_it_was(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "out.csv"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(OSError, match="full"):
        write_file(path, write_half)
    assert [entry.read_bytes() for entry in tmp_path.iterdir()] == ([] if before is None else [before])


def test_a_failure_names_the_file_and_not_its_part(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    output = tmp_path / "file" / "out.csv"
    with pytest.raises(OSError, match="Not a directory") as caught:
        write_file(output, write_words)
    assert caught.value.filename == str(output)


def test_what_stood_there_is_kept_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"before")
    seen: list[bytes] = []

    def write(out: TextIO) -> None:
        write_words(out)
        seen.append(path.read_bytes())

    write_file(path, write)
    assert seen == [b"before"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "target.csv").write_bytes(b"before")
    link = tmp_path / "link.csv"
    link.symlink_to("target.csv")
    write_file(link, write_words)
    assert link.is_symlink()
    assert (tmp_path / "target.csv").read_bytes() == "é\r\nb\n".encode()


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_file(pipe, write_words)
    reader.join(PATIENCE)
    assert received == ["é\r\nb\n".encode()]
    assert pipe.is_fifo()


def test_two_who_write_the_same_file_each_write_all_of_it(tmp_path: Path) -> None:
    output = tmp_path / "out.txt"

    def write(out: TextIO) -> None:
        out.write("the first ")
        out.flush()
        write_file(output, lambda other: cast(None, other.write("the second")))
        assert output.read_text() == "the second"
        out.write("at its end")

    write_file(output, write)
    assert output.read_text() == "the first at its end"
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [
        ("archive.db", True),
        ("backup.db", True),
        ("archive.db-wal", True),
        ("archive.db.damaged", True),
        ("archive.readable.db", True),
        ("archive.restored.db-wal", True),
        ("archive.jsonl", False),
        ("archives.db", False),
        ("backup.db.damaged", False),
    ],
)
def test_what_is_an_archive_or_belongs_to_one_is_not_written_over(
    name: str, is_refused: bool, tmp_path: Path
) -> None:
    with Archive.open(tmp_path) as archive:
        archive.maintenance.backup(tmp_path / "backup.db")
    before = sorted(os.listdir(tmp_path))
    if is_refused:
        with pytest.raises(OutputRefusedError, match=rf"{name} is an archive, or belongs to one; name another"):
            write_file(tmp_path / name, write_words)
        assert sorted(os.listdir(tmp_path)) == before
    else:
        write_file(tmp_path / name, write_words)
    (tmp_path / "archive.db").unlink()
    if name not in ("archive.db", "backup.db"):  # without an archive the names have no meaning
        write_file(tmp_path / name, write_words)
        assert (tmp_path / name).read_bytes() == "é\r\nb\n".encode()


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"before")
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda file, rights: (file, rights) != (path, os.W_OK))
        with pytest.raises(PermissionError) as caught:
            write_file(path, write_words)
    assert (caught.value.filename, path.read_bytes()) == (str(path), b"before")
    write_file(path, write_words)
    assert path.read_bytes() != b"before"
