"""What may take too long is read in a process with limits, and costs no other source."""

from __future__ import annotations

import io
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import ingest
from onrecord.base.records import Draft
from onrecord.ingest import limited_reading
from onrecord.ingest.document import Document, IngestError, buffered


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Document:
    """A document that counts as large."""
    monkeypatch.setattr(limited_reading, "_SMALL", 3)
    return Document(name="page.html", stream=buffered(io.BytesIO(b"large")))


def read(document: Document, *, failures: list[IngestError] | None = None) -> Iterator[Draft]:
    if failures is not None:
        document.failed = failures.append
    return limited_reading.drafts(document, take)


def take(document: Document) -> Iterator[Draft]:
    yield Draft(title=str(os.getpid()), text=document.stream.read().decode(), tags=["a"])
    document.failed(IngestError("page.html, line 2", "no article"))
    yield Draft(title="second", text="x\udcff".encode(errors="replace").decode(), published="2021-04-16")


def test_what_is_large_is_read_by_another_process(large: Document) -> None:
    failures: list[IngestError] = []
    first, second = read(large, failures=failures)
    assert (first.text, first.tags) == ("large", ["a"])
    assert first.title != str(os.getpid())
    assert (second.title, second.published) == ("second", "2021-04-16")
    assert [(failure.name, failure.reason) for failure in failures] == [("page.html, line 2", "no article")]


def test_what_is_small_is_read_here() -> None:
    small = Document(name="page.html", stream=buffered(io.BytesIO(b"small")))
    assert next(read(small)).title == str(os.getpid())


@pytest.mark.parametrize(("size", "here"), [(3, True), (4, False)])
def test_a_file_is_large_by_its_size(tmp_path: Path, large: Document, size: int, here: bool) -> None:
    (tmp_path / "page").write_bytes(b"x" * size)
    with (tmp_path / "page").open("rb") as stream:
        title = next(read(Document(name="page", stream=stream))).title
    assert (title == str(os.getpid())) is here


def test_what_never_ends_is_ended(large: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited_reading, "SECONDS", 1)

    def without_end(document: Document) -> Iterator[Draft]:
        yield Draft(title="first", text="It is stored.")
        while True:
            pass

    drafts = limited_reading.drafts(large, without_end)
    assert next(drafts).title == "first"
    with pytest.raises(IngestError, match=r"page\.html: it takes more than 1 seconds"):
        next(drafts)


def test_what_takes_all_memory_is_ended(large: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited_reading, "MEMORY", 50 * 2**20)
    failures: list[IngestError] = []
    large.failed = failures.append

    def without_end(document: Document) -> Iterator[Draft]:
        yield Draft(title="", text="x" * 2**30)

    assert list(limited_reading.drafts(large, without_end)) == []
    assert "memory" in failures[0].reason


def test_a_reader_that_is_killed_is_said(large: Document) -> None:
    def dying(document: Document) -> Iterator[Draft]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield Draft(title="", text="never")

    with pytest.raises(IngestError, match=r"page\.html: it cannot be read"):
        list(limited_reading.drafts(large, dying))


def test_who_wants_no_more_leaves_no_process(large: Document) -> None:
    drafts = limited_reading.drafts(large, take)
    process = int(next(drafts).title)
    drafts.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_the_time_is_that_of_an_article(large: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited_reading, "SECONDS", 1)

    def several(document: Document) -> Iterator[Draft]:
        for number in range(4):
            ends = time.process_time() + 0.4
            while time.process_time() < ends:
                pass
            yield Draft(title=str(number), text="x")

    assert [draft.title for draft in limited_reading.drafts(large, several)] == ["0", "1", "2", "3"]


def test_large_files_come_in_as_small_ones_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [{"title": f"Title {n}", "text": f"The port opened on day {n}."} for n in range(3)]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join([*map(json.dumps, lines[:2]), "{", json.dumps(lines[2])]))
    results = []
    for most in (10**6, 3):
        monkeypatch.setattr(limited_reading, "_SMALL", most)
        failures: list[IngestError] = []
        results.append((list(ingest.read(file, failed=failures.append)), [str(failure) for failure in failures]))
    assert results[0] == results[1]
    assert [draft.title for draft in results[0][0]] == ["Title 0", "Title 1", "Title 2"]
    assert len(results[0][1]) == 1


def test_front_matter_that_repeats_itself_is_refused(tmp_path: Path) -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    (tmp_path / "laugh.md").write_text(f"---\na0: &a0 lol\n{levels}title: *a9\n---\nText.\n")
    with pytest.raises(IngestError, match=r"laugh\.md: its front matter repeats itself"):
        list(ingest.read(tmp_path / "laugh.md"))
    (tmp_path / "few.md").write_text("---\ntitle: &t Harbour\nsource: *t\n---\nText of it.\n")
    assert next(ingest.read(tmp_path / "few.md")).source == "Harbour"
