"""The command export in one process: every format, where it is written, and what a failure leaves."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from command_sample import Run


def test_export_writes_every_format(onrecord: Run, news: Path, tmp_path: Path) -> None:
    onrecord("note", "1", "Compare.")
    markdown = onrecord("export", "1").out
    assert "# Harbour opens again" in markdown
    assert "> “The harbour is open.”" in markdown
    assert "Compare." in markdown
    rows = list(csv.DictReader(io.StringIO(onrecord("export", "--format", "csv").out)))
    assert [row["quote"] for row in rows] == ["“The harbour is open.”", "that trade will grow"]

    file = tmp_path / "out.jsonl"
    ran = onrecord("export", "--format", "jsonl", "--output", file)
    assert (ran.status, ran.out) == (0, "")
    assert [json.loads(line)["id"] for line in file.read_text("utf-8").splitlines()] == [1, 2]
    again = onrecord("--archive", tmp_path / "other", "add", "--no-annotate", file)
    assert "2 added" in again.out


def test_each_format_is_written_where_it_is_told(onrecord: Run, news: Path, tmp_path: Path) -> None:
    for name, shape in (("xlsx", b"PK"), ("sqlite", b"SQLite format 3"), ("spacy", b""), ("html", b"<!DOCTYPE")):
        ran = onrecord("export", "--format", name, "--output", tmp_path / name)
        assert (ran.status, ran.out) == (0, "")
        assert (tmp_path / name).read_bytes().startswith(shape)
    assert onrecord("export", "--format", "obsidian", "--output", tmp_path / "vault").status == 0
    assert len(list((tmp_path / "vault").glob("*.md"))) == 2
    assert onrecord("export", "--format", "brat").status == 2
    assert onrecord("export", "--format", "brat", "--output", tmp_path / "xlsx").status == 1
    assert onrecord("export", "--format", "csv", "--for", "excel").out.startswith("\ufeffarticle,")
    assert onrecord("export", "--format", "html", "--for", "excel").status == 2


def test_an_export_is_taken_over_with_all_that_the_archive_knows(
    onrecord: Run, news: Path, tmp_path: Path
) -> None:
    onrecord("note", "1", "Compare.")
    onrecord("star", "1")
    onrecord("lists", "save", "Harbours", "harbour")
    file = tmp_path / "archive.jsonl"
    onrecord("export", "--format", "jsonl", "--output", file)
    other = tmp_path / "other"
    assert "2 added" in onrecord("--archive", other, "add", "--no-annotate", file).out
    again = onrecord("--archive", other, "add", "--no-annotate", file)
    assert "2 already in the archive" in again.out
    assert "otherwise" not in again.err
    assert "Compare." in onrecord("--archive", other, "export", "1").out
    onrecord("--archive", other, "edit", "1", "--title", "Mine")
    messages = onrecord("--archive", other, "add", "--no-annotate", file).err
    assert "says otherwise than the archive in 1 thing" in messages
    assert "Article 1 has the title “Mine” here and “Harbour opens again” in the file." in messages


def test_an_export_that_fails_keeps_what_was_there(onrecord: Run, news: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.md"
    file.write_text("before")
    assert onrecord("export", "tag:(", "--output", file).status == 1
    assert file.read_text() == "before"
    nowhere = onrecord("export", "--output", tmp_path / "no" / "out.md")
    assert nowhere.status == 1
    assert str(tmp_path / "no") in nowhere.err
    assert onrecord("export", "--format", "word").status == 2
    assert list(tmp_path.glob(".*.part")) == []
