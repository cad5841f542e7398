"""Pipes and devices that are named as sources: each is read once, from its beginning."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_sample import Run

from onrecord.archive import Archive
from onrecord.ingest import pipes

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")

TEXT = "\n\n".join(f"In paragraph {number} of a long text nobody says anything." for number in range(200))


@contextmanager
def piped(pipe: Path, content: bytes) -> Iterator[Path]:
    """A pipe into which somebody writes."""
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    yield pipe
    writer.join()
    pipe.unlink()


def test_a_pipe_is_added_whole(onrecord: Run, news: Path, tmp_path: Path) -> None:
    with piped(tmp_path / "pipe", TEXT.encode()) as pipe:
        ran = onrecord("add", pipe, "--no-annotate")
    assert (ran.status, ran.err) == (0, "")
    with Archive.open(news) as archive:
        assert archive.articles.text(max(archive.search.ids())) == TEXT


def test_an_exported_archive_is_added_from_a_pipe_with_all_that_it_has(
    onrecord: Run, news: Path, tmp_path: Path
) -> None:
    onrecord("note", "1", "A note that goes with it.")
    exported = onrecord("export", "--format", "jsonl").out
    with piped(tmp_path / "pipe", exported.encode()) as pipe:
        ran = onrecord("add", pipe, "--archive", tmp_path / "other", "--no-annotate")
    assert ran.status == 0
    with Archive.open(tmp_path / "other") as archive:
        assert archive.search.count() == 2
        assert [note.body for note in archive.notes.all()] == ["A note that goes with it."]


def test_a_device_without_an_end_is_refused_before_it_fills_the_memory(news: Path) -> None:
    def limit_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))

    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", "add", "/dev/zero", "--no-annotate", "--archive", news],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit_memory,
    )
    assert ran.returncode == 1
    assert "/dev/zero: " in ran.stderr
    assert "internal error" not in ran.stderr


def test_what_is_a_pipe_is_told_from_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "file.txt").touch()
    os.mkfifo(tmp_path / "pipe")
    sources: dict[str | Path, bool] = {
        "-": True,
        tmp_path / "pipe": True,
        "/dev/zero": True,
        tmp_path: False,
        tmp_path / "file.txt": False,
        tmp_path / "gone": False,
        "https://post.example/a": False,
        "a\0b": False,
        "a" * 5000: False,
    }
    assert {source: pipes.is_pipe(source) for source in sources} == sources


def test_no_more_is_read_of_a_note_than_a_note_may_have(onrecord: Run, news: Path) -> None:
    ran = onrecord("note", "1", "-", stdin="x" * 3_000_000)
    assert ran.status == 1
    assert "The note has 1,000,001 characters, and 1,000,000 may be." in ran.err


def test_annotations_are_not_read_from_a_pipe(onrecord: Run, news: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ran = onrecord("import-corrections", tmp_path / "pipe")
    assert ran.status == 1
    assert f"{tmp_path / 'pipe'}: a pipe or a device, of which annotations are not read; name a file" in ran.err
