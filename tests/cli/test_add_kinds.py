"""Adding files of many kinds: addresses are fetched when asked, failures alike are told together, the kinds are listed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from command_sample import Run

from onrecord import ingest
from onrecord.archive import Archive
from onrecord.ingest import Failed, IngestError
from onrecord.ingest.document import Document, buffered
from onrecord.ingest.kinds.kind_table import read_kinds

ADDRESSES = "https://post.example/1\nhttps://post.example/2\n"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(url: str, failed: Failed) -> Document:
        if url.endswith("2"):
            raise IngestError(
                url, "the server answered 404: there is no such page; look whether the address is right"
            )
        return Document(url, buffered(io.BytesIO(b"Harbour opens\n\nIt opened.")), failed, url, url)

    monkeypatch.setattr(ingest.web, "fetch", fetch)


def test_addresses_are_fetched_when_the_option_says_so(onrecord: Run, tmp_path: Path, web: None) -> None:
    bookmarks = tmp_path / "pocket.csv"
    bookmarks.write_text("title,url,tags\nOne,https://post.example/1,port\nTwo,https://post.example/2,\n")
    ran = onrecord("add", "--no-annotate", "--fetch", "--tag", "x", bookmarks)
    assert ran.status == 1
    assert "1 added" in ran.out
    assert "https://post.example/2: the server answered 404" in ran.err
    [row] = json.loads(onrecord("list", "--format", "json").out)
    assert (row["title"], row["url"], row["tags"]) == ("Harbour opens", "https://post.example/1", ["port", "x"])


@pytest.mark.parametrize("options", [[], ["--no-fetch"]])
def test_addresses_are_not_fetched_without_asking(
    onrecord: Run, tmp_path: Path, web: None, options: list[str]
) -> None:
    (tmp_path / "urls.txt").write_text(ADDRESSES)
    ran = onrecord("add", "--no-annotate", tmp_path / "urls.txt", *options)
    assert (ran.status, ran.out) == (1, "0 added.\n")
    assert "2 addresses without texts: fetch them with --fetch" in ran.err


def test_a_single_address_is_told_of_as_one(onrecord: Run, tmp_path: Path, web: None) -> None:
    (tmp_path / "urls.txt").write_text(ADDRESSES.splitlines()[0])
    ran = onrecord("add", "--no-annotate", tmp_path / "urls.txt")
    assert "an address without its text: fetch it with --fetch" in ran.err


def test_failures_for_one_reason_are_told_together(onrecord: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(5):
        (tmp_path / "in" / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    ran = onrecord("add", "--no-annotate", tmp_path / "in")
    assert "5 not read:" in ran.err
    assert "2.png and 2 others: not text but a picture" in ran.err
    assert "3.png" not in ran.err


def test_the_kinds_stand_in_the_help_and_in_what_doctor_says(onrecord: Run) -> None:
    help_text = " ".join(onrecord("add", "--help").out.split())
    for kind in read_kinds():
        assert kind.name in help_text
    rows = {row["name"]: row["value"] for row in json.loads(onrecord("doctor", "--format", "json").out)}
    assert "PDF, EPUB" in rows["can be read"]
    assert "cannot be read" not in rows


def test_a_password_is_in_no_row(onrecord: Run, web: None) -> None:
    ran = onrecord("add", "--no-annotate", "--format", "jsonl", "https://ann:secret@post.example/1")
    assert "secret" not in ran.out + ran.err
    assert json.loads(ran.out)["from"] == "https://post.example/1"


def test_an_archive_in_a_zip_keeps_its_notes(onrecord: Run, news: Path, tmp_path: Path) -> None:
    with Archive.open(news) as archive:
        archive.notes.add(1, "Compare with last year.")
    onrecord("export", "--format", "jsonl", "--output", tmp_path / "all.jsonl")
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.write(tmp_path / "all.jsonl", "export/all.jsonl")
        out.writestr("export/other.txt", "Rain fell on Torvik all day. Nobody minded.")
    other = tmp_path / "other"
    ran = onrecord("add", packed, "--archive", other, "--no-annotate", "--format", "jsonl")
    assert ran.status == 0
    assert [json.loads(line)["new"] for line in ran.out.splitlines()] == [True, True, True]
    with Archive.open(other) as archive:
        assert [note.body for note in archive.notes.on(1)] == ["Compare with last year."]
        assert archive.search.ids("minded") == [3]


def test_a_zip_with_nothing_but_an_archive_is_whole(onrecord: Run, news: Path, tmp_path: Path) -> None:
    onrecord("export", "--format", "tinydb", "--output", tmp_path / "all.json")
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.write(tmp_path / "all.json", "all.json")
    ran = onrecord("add", packed, "--archive", tmp_path / "other", "--no-annotate")
    assert (ran.status, ran.out.splitlines()[0]) == (0, "2 added:")


def test_an_archive_in_a_zip_that_is_cut_off_is_named(onrecord: Run, news: Path, tmp_path: Path) -> None:
    onrecord("export", "--format", "jsonl", "--output", tmp_path / "all.jsonl")
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("all.jsonl", (tmp_path / "all.jsonl").read_bytes()[:-40])
    ran = onrecord("add", packed, "--archive", tmp_path / "other", "--no-annotate")
    assert ran.status == 1
    assert f"{packed}: all.jsonl: line 2: no line of an export" in ran.err
