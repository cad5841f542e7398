"""Archives of files and of pages: what is in them, one bad file among others, and their limits."""

from __future__ import annotations

import gzip
import io
import lzma
import plistlib
import tarfile
from pathlib import Path

import pytest
import zstandard
from documents_by_hand import TEXT, page, read_all, read_one, write, zip_of

from onrecord.ingest import document
from onrecord.ingest.document import Allowance, IngestError, LimitedStream


def tar_of(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


MEMBERS: dict[str, str | bytes] = {
    "a.txt": "First.",
    "folder/b.md": "# Second\n\nIts text.",
    "c.png": b"\x89PNG\r\n\x1a\n\0\0",
    ".hidden": "Hidden.",
    "__MACOSX/a.txt": "Hidden.",
    "d.jsonl": '{"text": "Third."}\n{"text": "Fourth."}\n',
}


@pytest.mark.parametrize("form", ["zip", "tar", "tgz"])
def test_all_files_in_an_archive_are_read_and_bad_ones_told(tmp_path: Path, form: str) -> None:
    data = {name: content.encode() if isinstance(content, str) else content for name, content in MEMBERS.items()}
    archive = {"zip": lambda: zip_of(MEMBERS), "tar": lambda: tar_of(data), "tgz": lambda: tar_of(data, "w:gz")}[
        form
    ]()
    path = write(tmp_path / f"a.{form}", archive)
    drafts, [failure], _ = read_all(path)
    assert [draft.text for draft in drafts] == ["First.", "Its text.", "Third.", "Fourth."]
    assert failure.name.startswith(str(path))
    assert failure.name.endswith(": c.png")


def test_a_compressed_file_is_what_is_in_it(tmp_path: Path) -> None:
    rows = b'{"text": "One."}\n{"text": "Two."}\nno\n'
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(rows))
    drafts, [failure], _ = read_all(path)
    assert [draft.text for draft in drafts] == ["One.", "Two."]
    assert failure.name == f"{path}: a.jsonl, line 3"


def test_archives_in_each_other_are_read_to_a_depth(tmp_path: Path) -> None:
    inner = zip_of({"a.txt": "Deep."})
    for _ in range(document.DEEPEST - 1):
        inner = zip_of({"a.zip": inner})
    assert read_one(write(tmp_path / "a.zip", inner)).text == "Deep."
    _, [failure], _ = read_all(write(tmp_path / "b.zip", zip_of({"a.zip": inner})))
    assert "too many archives in each other" in failure.reason


def test_no_more_is_unpacked_than_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "__init__", lambda self: setattr(self, "bytes_left", 100))
    path = write(tmp_path / "a.zip", zip_of({"a.txt": "a" * 60, "b.txt": "b" * 60}))
    drafts, [failure], _ = read_all(path)
    assert len(drafts) == 1
    assert "when unpacked" in failure.reason


def test_a_stream_ends_with_its_allowance() -> None:
    stream = LimitedStream(io.BytesIO(b"a" * 10), "name", Allowance(10))
    assert stream.read() == b"a" * 10
    with pytest.raises(IngestError, match="name: more than"):
        LimitedStream(io.BytesIO(b"a" * 11), "name", Allowance(10)).read()


@pytest.mark.parametrize("data", [zip_of({}), tar_of({}), b"\x1f\x8b\x08\0" + b"\1" * 20])
def test_an_empty_or_damaged_archive_is_told(tmp_path: Path, data: bytes) -> None:
    drafts, [failure], _ = read_all(write(tmp_path / "a", data))
    assert drafts == []
    assert "damaged" in failure.reason or "empty" in failure.reason or "binary" in failure.reason


def test_pages_of_a_warc_are_articles_and_those_without_are_counted(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, form, body in (
        ("https://post.example/harbour", "text/html; charset=utf-8", page()),
        ("https://post.example/", "text/html", "<html><body></body></html>"),
        ("https://post.example/a.css", "text/css", "p {}"),
    ):
        headers = StatusAndHeaders("200 OK", [("Content-Type", form)], protocol="HTTP/1.0")
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body.encode()), http_headers=headers
        )
        writer.write_record(record)
    [draft], [failure], _ = read_all(write(tmp_path / "a.warc.gz", out.getvalue()))
    assert (draft.title, draft.url) == ("Harbour opens again", "https://post.example/harbour")
    assert failure.reason.startswith("in 1 of its 2 pages no article can be found")


@pytest.mark.parametrize("form", ["zst", "lzma"])
def test_what_is_compressed_otherwise_is_read(tmp_path: Path, form: str) -> None:
    lines = b'{"text": "First."}\n{"text": "Second."}\n'
    data = zstandard.compress(lines) if form == "zst" else lzma.compress(lines, lzma.FORMAT_ALONE)
    file = write(tmp_path / f"a.jsonl.{form}", data)
    assert [draft.text for draft in read_all(file)[0]] == ["First.", "Second."]


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_page_that_safari_saved_is_read(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    content = {"WebResourceData": page().encode(), "WebResourceURL": "https://post.example/1"}
    draft = read_one(write(tmp_path / "a.webarchive", plistlib.dumps({"WebMainResource": content}, fmt=form)))
    assert (draft.title, draft.text, draft.url) == ("Harbour opens again", TEXT, "https://post.example/1")


def test_a_damaged_webarchive_is_refused(tmp_path: Path) -> None:
    content = plistlib.dumps({"WebMainResource": {}}, fmt=plistlib.FMT_BINARY)
    with pytest.raises(IngestError, match="a damaged webarchive"):
        read_one(write(tmp_path / "a.webarchive", content))


def test_a_file_of_zst_has_all_its_frames_and_is_damaged_where_it_ends_too_early(tmp_path: Path) -> None:
    words = " ".join(f"harbour {number}" for number in range(50_000))
    data = zstandard.compress(words.encode()) + zstandard.compress(b" End.")
    assert read_one(write(tmp_path / "a.txt.zst", data)).text == f"{words} End."
    for bad in (data[: len(data) // 2], data[:3000] + bytes(100) + data[3100:], data[:-2]):
        with pytest.raises(IngestError, match="a damaged archive"):
            read_one(write(tmp_path / "a.txt.zst", bad))
