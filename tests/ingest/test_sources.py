"""Where articles come from: files, folders, standard input, the web; and what is said of what cannot be read."""

from __future__ import annotations

import contextlib
import http.server
import io
import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import ingest
from onrecord.ingest import IngestError, document, web


def failure(source: str | Path) -> IngestError:
    with pytest.raises(IngestError) as caught:
        list(ingest.read(source))
    return caught.value


# Files


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("---\ntitle: From front matter\n---\nText.", "From front matter"),
        ('{"title": "From JSON", "text": "Text."}', "From JSON"),
        ("<!DOCTYPE html><html><title>From HTML</title><body><article>" + "<p>Words of it.</p>" * 30, "From HTML"),
        ("From text\n\nText.", "From text"),
    ],
)
def test_without_an_ending_the_content_tells_the_form(tmp_path: Path, content: str, title: str) -> None:
    path = tmp_path / "article"
    path.write_text(content, "utf-8")
    [draft] = ingest.read(path)
    assert draft.title == title


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n \t\n", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7\n" + b"\0" * 50, "PDF"),
        (b"PK\x03\x04" + b"\0" * 50, "a damaged archive"),
    ],
)
def test_what_is_no_text_is_named_with_what_to_do(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "thing.txt"
    path.write_bytes(content)
    error = failure(path)
    assert error.name == str(path)
    assert reason in error.reason
    assert ";" in error.reason  # what is wrong; what to do


def test_what_is_too_big_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"word " * (33 * 1024**2 // 5))
    assert "32 MB" in failure(path).reason


def test_a_line_too_big_is_refused_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.ingest.readers.json_records.LIMIT", 100)
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "{"x" * 500}"}}\n{{"text": "Small."}}\n', "utf-8")
    failures: list[IngestError] = []
    assert [draft.text for draft in ingest.read(path, failed=failures.append)] == ["Small."]
    assert [error.name for error in failures] == [f"{path}, line 1"]


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    assert "no such file" in failure(tmp_path / "missing.txt").reason
    assert "folder" in failure(tmp_path).reason


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-16", "The minister said “no”."),
        ("utf-32", "The minister said “no”."),
        ("utf-8-sig", "The minister said “no”."),
        ("cp1252", "“We will not go – not yet,” the minister’s spokesman told reporters in Málaga."),
        ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl ministr novinářům v Praze."),
        ("cp1251", "Президент заявил, что войска будут выведены из приграничных районов до конца мая."),
        ("shift_jis", "日本の首相は金曜日に記者団に対し、会議に参加すると述べた。"),
        ("gb18030", "总统周五对记者说，部队将从边境撤出，谈判将在下周继续进行。"),
    ],
)
def test_the_encoding_is_detected(encoding: str, text: str) -> None:
    assert document.decode(text.encode(encoding), "name").removeprefix("\ufeff") == text


def test_a_broken_place_does_not_spoil_a_text_in_utf8() -> None:
    text = "“Détente”, said the président of the café. " * 5
    assert document.decode(text.encode() + "é".encode()[:1], "name") == text + "\ufffd"


# Folders


def test_folders_are_walked_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "c.jpg", ".hidden.txt", "sub/d.html", ".git/e.txt", "sub/notes"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert list(ingest.walk([tmp_path, "-", "https://a.example/b", "www.a.example/b"])) == [
        *(tmp_path / name for name in ("a.MD", "b.txt", "c.jpg", "sub/d.html", "sub/notes")),
        "-",
        "https://a.example/b",
        "www.a.example/b",
    ]


def test_the_folder_saved_with_a_page_is_left_out_and_refused_by_name(tmp_path: Path) -> None:
    for name in ("Story.html", "Story_files/advert.html", "Other_files/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words.")
    assert list(ingest.walk([tmp_path])) == [tmp_path / "Story.html", tmp_path / "Other_files/a.txt"]
    assert "a part of the saved page" in failure(tmp_path / "Story_files/advert.html").reason
    assert [draft.text for draft in ingest.read(tmp_path / "Other_files/a.txt")] == ["Words."]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_devices_in_a_folder_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "a.txt").write_text("Text.", "utf-8")
    assert list(ingest.walk([tmp_path])) == [tmp_path / "a.txt", tmp_path / "dangling.txt"]
    assert list(ingest.walk([tmp_path / "pipe.txt"])) == [tmp_path / "pipe.txt"], "one that is named is read"


def test_a_folder_without_rights_is_named_and_the_rest_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "a.txt").write_text("x")
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def guarded(path: str) -> object:  # whoever runs the tests may have every right
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)
    failures: list[IngestError] = []
    assert list(ingest.walk([tmp_path], failed=failures.append)) == [tmp_path / "open" / "a.txt"]
    [error] = failures
    assert error.name == str(tmp_path / "closed")
    assert "right" in error.reason


# Standard input


def test_standard_input_is_read_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"First words of it, which go on.\nText.")))
    [draft] = ingest.read("-")
    assert draft.text == "First words of it, which go on.\nText."
    assert draft.title == "First words of it, which go on."


# The web


class _Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        match self.path:
            case "/article":
                body = "<html><title>Café</title><body><article><p>A “word” of it.</p></article>".encode("cp1252")
                self.answer(
                    200, "text/html; charset=iso-8859-1", body.replace(b"</p>", b"</p><p>And more of it.</p>" * 20)
                )
            case "/plain.txt":
                self.answer(200, "text/plain", b"A title\n\nA text.")
            case "/moved":
                self.send_response(302)
                self.send_header("Location", "/plain.txt")
                self.end_headers()
            case "/elsewhere":
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.end_headers()
            case "/undefined":
                self.answer(200, "text/plain; charset=undefined", "A “word” of it.".encode("cp1252"))
            case "/nowhere":
                self.send_response(302)
                self.send_header("Location", "http://[")
                self.end_headers()
            case "/picture":
                self.answer(200, "image/png", b"\x89PNG")
            case "/endless":
                self.send_response(200)
                self.end_headers()
                with contextlib.suppress(ConnectionError):
                    for _ in range(100):
                        self.wfile.write(b"x" * 1024)
            case _:
                self.answer(404, "text/html", b"<p>Not here</p>")

    def answer(self, status: int, form: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", form)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as pages:
        thread = threading.Thread(target=pages.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{pages.server_address[1]}"
        pages.shutdown()
        thread.join()


def test_a_page_is_fetched_and_read(server: str) -> None:
    [draft] = ingest.read(f"{server}/article")
    assert draft.title == "Café"
    assert draft.text.startswith("A “word” of it.\n\nAnd more")
    assert draft.url == f"{server}/article"


@pytest.mark.parametrize("path", ["/plain.txt", "/moved"])
def test_plain_text_is_fetched_also_from_where_it_moved(server: str, path: str) -> None:
    [draft] = ingest.read(server + path)
    assert (draft.title, draft.text) == ("A title", "A title\n\nA text.")


@pytest.mark.parametrize(
    ("path", "reason"), [("/missing", "404"), ("/picture", "image/png"), ("/elsewhere", "address")]
)
def test_what_a_server_has_not_is_said(server: str, path: str, reason: str) -> None:
    error = failure(server + path)
    assert error.name == server + path
    assert reason in error.reason


def test_a_page_without_an_end_is_cut_off(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "LIMIT", 10_000)
    assert "larger than" in failure(f"{server}/endless").reason


def test_a_server_that_is_slow_or_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "_READ", 0.05)
    with http.server.HTTPServer(("127.0.0.1", 0), _Pages) as silent:  # listens, and never answers
        url = f"http://127.0.0.1:{silent.server_address[1]}/"
        assert "does not answer" in failure(url).reason
    assert "no connection" in failure(url).reason
    assert "no server of this name" in failure("http://nowhere.invalid/").reason


def test_an_encoding_that_is_none_is_guessed_instead(server: str) -> None:
    [draft] = ingest.read(f"{server}/undefined")
    assert draft.text.startswith("A “word” of it.")


def test_a_page_that_leads_to_no_address_is_named(server: str) -> None:
    assert "address" in failure(f"{server}/nowhere").reason


def test_whatever_a_reader_meets_is_told_of_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: document.Document) -> Iterator[ingest.Draft]:
        raise KeyError("odd")
        yield

    monkeypatch.setattr("onrecord.ingest.readers.text.read", read)
    (tmp_path / "a.txt").write_text("Words.")
    error = failure(tmp_path / "a.txt")
    assert (error.name, type(error.__cause__)) == (str(tmp_path / "a.txt"), KeyError)
    assert "odd" in error.reason
    assert ";" in error.reason


@pytest.mark.parametrize("url", ["ftp://a.example/b", "file:///etc/passwd", "http://", "http://["])
def test_other_addresses_are_refused(url: str) -> None:
    assert "http" in failure(url).reason


def test_a_title_that_is_too_long_costs_no_other_article(tmp_path: Path) -> None:
    records = [
        {"title": title, "text": f"Text {number}."} for number, title in enumerate(["a", "b" * 10_001, "c"])
    ]
    (tmp_path / "lines.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    failures: list[ingest.IngestError] = []
    assert [draft.title for draft in ingest.read(tmp_path / "lines.jsonl", failed=failures.append)] == ["a", "c"]
    assert [failure.reason for failure in failures] == [
        f"the title has 10,001 characters, and 10,000 may be in “{'b' * 60}”; shorten it"
    ]
