"""Files and servers that are made to hang, to fill the memory, or to be read as something else."""

from __future__ import annotations

import gzip
import io
import itertools
import resource
import shutil
import socket
import subprocess
import threading
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from onrecord.archive import Archive
from tools.attacks.commands import failure_of, run_command
from tools.attacks.outcome import Outcome

ONLY_HERE = "what only this machine has"
_GOOD = "The harbour is open again. Ann Adler said that trade would grow.\n"
_WORDS = b"The harbour is open. " * 40
_MOST_SECONDS = 60.0
"""Seconds of the processor that a command may take with two sources; one of them gets at most 30."""


def _zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _nested_zip(depth: int) -> bytes:
    content = _zipped({"a.txt": _WORDS})
    for _ in range(depth):
        content = _zipped({"a.zip": content})
    return content


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(300_000_000), 1)


def _outside(form: str, path: Path) -> bytes:
    """Return XML that wants to have a file of the machine in it."""
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{path.as_uri()}">]>{form}'.encode()


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 50}">' for n in range(12))
    return f"<!DOCTYPE x [{entities}]><rss><channel><title>&a11;</title></channel></rss>".encode()


def _quadratic() -> bytes:
    entity = b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
    return entity + b"<rss><channel><item><description>" + b"&a;" * 20_000


def _including(path: Path) -> bytes:
    include = f"<i:include href='{path.as_uri()}' parse='text'/>"
    return f"<x xmlns:i='http://www.w3.org/2001/XInclude'>{include}</x>".encode()


_LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
    b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj trailer<</Root 1 0 R>>\n%%EOF"
)
"""A page that is its own child."""


def hostile_files(secret: Path) -> Mapping[str, bytes]:
    """Return files by their names; some want the content of a secret file."""
    yaml_bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    document = "<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
    pages = {
        "charset.html": b"<meta charset=undefined><p>" + _WORDS,
        "nested.html": b"<div>" * 100_000 + _WORDS,
        "tables.html": b"<table><tr><td>" * 20_000 + _WORDS,
        "unclosed.html": b"<a href='" + b"x" * 2_000_000,
        "comments.html": b"<!--" * 200_000 + _WORDS,
        "script.html": b"<script>" + b"<" * 1_000_000,
        "entities.html": b"<p>" + b"&#x110000;&#0;&nosuch;" * 50_000,
        "zeros.html": b"<html><body><p>" + b"\0" * 1_000_000 + _WORDS,
        "idna.html": b"<meta charset=idna><p>" + _WORDS,
        "utf7.html": b"<meta charset=utf-7><p>+ADw-script+AD4-" + _WORDS,
        "hex.html": b"<meta charset=hex><p>" + _WORDS,
        "json-ld.html": b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>" + _WORDS,
        "base.html": b"<base href='http://['><link rel=canonical href='http://['><p>" + _WORDS,
        "title.html": b"<title>" + b"x" * 5_000_000 + b"</title><p>" + _WORDS,
        "attributes.html": b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">" + _WORDS,
        "paragraphs.html": b"<html><body>" + b"<p><b>x</b> <i>y</i></p>" * 40_000,
    }
    xmls = {
        "laughs.xml": _laughs(),
        "outside.xml": _outside("<rss><channel><item><title>&e;</title></item></channel></rss>", secret),
        "outside.opml": _outside(
            "<opml><body><outline text='&e;' xmlUrl='http://127.0.0.1:1/'/></body></opml>", secret
        ),
        "outside.nitf": _outside("<nitf><body><body.content><p>&e;</p></body.content></body></nitf>", secret),
        "outside.enex": _outside(
            "<en-export><note><title>&e;</title><content>&e;</content></note></en-export>", secret
        ),
        "outside.fodt": _outside("<office:document xmlns:office='x'>&e;</office:document>", secret),
        "include.xml": _including(secret),
        "deep.xml": b"<a>" * 200_000,
        "quadratic.xml": _quadratic(),
        "style.xml": b"<?xml-stylesheet href='" + secret.as_uri().encode() + b"'?><rss/>",
        "cut.rss": b"<rss><channel><item><title>a</title><description>The harbour",
    }
    packed = {
        "bomb.zip": _zipped({f"{n}.txt": bytes(50_000_000) for n in range(4)}),
        "nested.zip": _nested_zip(200),
        "climbing.zip": _zipped({"../../climbed.txt": _WORDS, "/etc/climbed.txt": _WORDS}),
        "same.zip": _zipped({"a.txt": _WORDS}) * 2,
        "cut.zip": _nested_zip(2)[:-30],
        "bomb.txt.gz": _bomb(),
        "twice.gz": gzip.compress(gzip.compress(bytes(10_000_000))),
        "outside.docx": _zipped(
            {"word/document.xml": _outside(document, secret), "[Content_Types].xml": b"<Types/>"}
        ),
        "outside.odt": _zipped(
            {"content.xml": _outside("<o>&e;</o>", secret), "mimetype": b"application/vnd.oasis.opendocument.text"}
        ),
        "outside.epub": _zipped(
            {
                "META-INF/container.xml": _outside("<container>&e;</container>", secret),
                "mimetype": b"application/epub+zip",
            }
        ),
        "bomb.docx": _zipped(
            {"word/document.xml": b"<w:p>" + b" " * 300_000_000, "[Content_Types].xml": b"<Types/>"}
        ),
        "bomb.xlsx": _zipped({"xl/workbook.xml": b" " * 100_000_000}),
    }
    texts = {
        "bomb.md": f"---\n{yaml_bomb}---\nText.\n".encode(),
        "alias.md": b"---\na: &a [*a]\ntitle: *a\n---\nText.\n",
        "object.md": f"---\ntitle: !!python/object/apply:os.system ['cp {secret} x']\n---\nText.\n".encode(),
        "fences.md": b"```\n" * 200_000,
        "links.md": b"[a](" * 100_000,
        "stars.md": b"*a_ " * 200_000,
        "deep.jsonl": b'{"title": "a", "text": ' + b"[" * 100_000 + b"}\n",
        "numbers.jsonl": b'{"title": "a", "text": "b", "date": ' + b"9" * 100_000 + b"}\n",
        "keys.jsonl": b"{" + b", ".join(b'"k%d": 1' % n for n in range(200_000)) + b"}\n",
        "halves.jsonl": b'{"title": "\\ud800", "text": "\\udfff The harbour is open."}\n',
        "line.json": b'{"articles": ' + b"[[" * 200_000,
        "wide.csv": b"title,text," + b",".join(b"c%d" % n for n in range(100_000)) + b"\na,b\n",
        "quotes.csv": b'title,text\n"' + b'""' * 1_000_000,
        "utf16.txt": b"\xff\xfe" + b"\x00\xd8" * 200_000,
        "bytes.txt": bytes(range(256)) * 4000,
        "bom.txt": b"\xef\xbb\xbf" * 100_000 + _WORDS,
        "marks.txt": "a\u0301\u202e\u200b".encode() * 300_000,
        "line.txt": b"x" * 5_000_000,
        "controls.txt": b"\x1b]0;x\x07\x9b2J" * 50_000 + _WORDS,
        "groups.rtf": b"{\\rtf1 " + b"{" * 200_000 + _WORDS,
        "binary.rtf": b"{\\rtf1 \\bin999999999 " + _WORDS,
        "cut.pdf": b"%PDF-1.7\n1 0 obj\n<</Length 99999999>>stream\n" + zlib.compress(_WORDS),
        "loop.pdf": _LOOP,
        "parts.eml": _nested_mail(500),
        "header.eml": b"From: a@b.example\nSubject: " + b"=?utf-8?q?=41?= " * 50_000 + b"\n\n" + _WORDS,
        "encoded.eml": b'Content-Type: text/plain; charset="\x1b"\nContent-Transfer-Encoding: base64\n\n'
        + b"!" * 100_000,
        "lines.mbox": b"From a@b.example Sat Jan  3 01:05:34 1996\n\n" * 20_000,
        "record.warc": b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n" + _WORDS,
        "cut.db": b"SQLite format 3\0" + b"\x10\x00" + bytes(500),
        "notes.ris": b"TY  - NEWS\nTI  - a\n" * 20_000,
        "braces.bib": b"@article{a, title={" + b"{" * 100_000,
        "cut.parquet": b"PAR1" + bytes(1000) + b"PAR1",
        "length.parquet": b"PAR1" + b"\xff\xff\xff\x7f" + b"PAR1",
    }
    return {**pages, **xmls, **packed, **texts}


def _nested_mail(depth: int) -> bytes:
    mail = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"From: a@b.example\nSubject: a\n{mail}Content-Type: text/plain\n\nText.\n".encode()


_HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
_PAGE = b"<html><body><article>" + b"<p>" + _WORDS + b"</p></article></body></html>"


def hostile_answers(secret: Path) -> Mapping[str, Iterable[bytes]]:
    """Return what servers answer by the paths at which they do, in pieces."""

    def moved(target: str) -> list[bytes]:
        return [f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")]

    gzipped = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    return {
        "/loop": moved("/loop"),
        "/file": moved(secret.as_uri()),
        "/ftp": moved("ftp://127.0.0.1/x"),
        "/bracket": moved("http://["),
        "/private": moved("http://169.254.169.254/latest"),
        "/decimal": moved("http://2852039166/"),
        "/nowhere": moved(""),
        "/controls": moved("/\x1b]0;x\x07"),
        "/long": moved("/" + "x" * 100_000),
        "/charset": [b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=undefined\r\n\r\n", _PAGE],
        "/escape": [b"HTTP/1.1 200 \x1b]0;x\x07\r\nContent-Type: \x1b[2J\r\n\r\n", _PAGE],
        "/refused": [b"HTTP/1.1 500 \x1b]0;x\x07\r\n\r\n"],
        "/status": [b"HTTP/1.1 999999 x\r\n\r\n", _PAGE],
        "/nothing": [],
        "/garbage": [b"\x00\xff" * 1000],
        "/length": [_HTML, b"Content-Length: 99999999999999999999\r\n\r\n", _PAGE],
        "/negative": [_HTML, b"Content-Length: -5\r\n\r\n", _PAGE],
        "/short": [_HTML, b"Content-Length: 9999\r\n\r\n", _PAGE],
        "/chunk": [_HTML, b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", _PAGE],
        "/headers": [_HTML, b"X: y\r\n" * 100_000, b"\r\n", _PAGE],
        "/cookies": [_HTML, b"Set-Cookie: a=" + b"x" * 60_000 + b"\r\n\r\n", _PAGE],
        "/bomb": [gzipped, _bomb()],
        "/broken": [gzipped, b"\x1f\x8b" + bytes(500)],
        "/unknown": [b"HTTP/1.1 200 OK\r\nContent-Encoding: x, gzip, br\r\n\r\n", _PAGE],
        "/image": [b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", b"\x89PNG" + bytes(1000)],
        "/refresh": [_HTML, b"Refresh: 0; url=" + secret.as_uri().encode() + b"\r\n\r\n", _PAGE],
        "/amp": [_HTML, b"\r\n<link rel=amphtml href='" + secret.as_uri().encode() + b"'>", _PAGE],
        "/endless": itertools.repeat(b"<p>" + _WORDS),
        "/slow": _drops(),
    }


def _drops() -> Iterator[bytes]:
    while True:
        time.sleep(1)
        yield b"x"


@contextmanager
def hostile_server(secret: Path) -> Iterator[str]:
    """Serve the hostile answers; yield the address, without a slash at its end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=_answer, args=(connection, hostile_answers(secret)), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def _answer(connection: socket.socket, answers: Mapping[str, Iterable[bytes]]) -> None:
    with connection:
        try:
            path = connection.recv(65536).split(b" ")[1].decode()
            for piece in answers.get(path, [b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]):
                connection.sendall(piece)
        except (OSError, IndexError):
            pass


def attack_sources(folder: Path, every: int = 1) -> list[Outcome]:
    """Add hostile files and pages beside a good text, and fetch hostile feeds.

    Args:
        folder: A folder that need not be there.
        every: Takes only the first of so many.
    """
    folder.mkdir()
    secret, good = folder / "secret.txt", folder / "good.txt"
    secret.write_text(f"{ONLY_HERE}\n")
    good.write_text(_GOOD)
    files = Outcome("A hostile file costs no other, ends in time, and brings nothing of the machine")
    for name, content in list(hostile_files(secret).items())[::every]:
        source = folder / "sources" / name
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(content)
        files.count(_failure(name, ["add", str(source), str(good), "--no-annotate"], folder / "archive"))
        source.unlink()
    pages = Outcome("A hostile server costs no other source, and leads nowhere that nobody has named")
    feeds = Outcome("A hostile feed is told in a sentence, and leads nowhere that nobody has named")
    with hostile_server(secret) as server:
        for path in list(hostile_answers(secret))[::every]:
            address = f"{server}{path}"
            pages.count(_failure(path, ["add", address, str(good), "--no-annotate"], folder / "archive"))
            run_command(["feeds", "add", address], folder / "archive")
            run_command(["add", str(good), "--no-annotate"], folder / "archive")
            feeds.count(_failure(path, ["fetch"], folder / "archive"))
    return [files, pages, feeds]


def _failure(name: str, command: list[str], archive: Path) -> str:
    """Run a command on an archive that is then thrown away; return what did not hold."""
    start = _processor_seconds()
    try:
        ran = run_command(command, archive)
    except subprocess.TimeoutExpired:
        return f"{name}: it does not end"
    seconds = _processor_seconds() - start
    with Archive.open(archive) as opened:
        texts = [opened.articles.text(article) for article in opened.search.ids()]
        titles = [opened.articles.get(article).title for article in opened.search.ids()]
    shutil.rmtree(archive)
    if failure := failure_of(ran, [name, command[0]], (0, 1)):
        return failure
    if seconds > _MOST_SECONDS:
        return f"{name}: it takes {seconds:.0f} s of the processor"
    if any(ONLY_HERE in part for part in (*texts, *titles, ran.stdout, ran.stderr)):
        return f"{name}: the file of the machine is in it"
    if "\x1b" in ran.stdout + ran.stderr:
        return f"{name}: an escape sequence is printed"
    return "" if any(_GOOD.strip() in text for text in texts) else f"{name}: the good text is not there"


def _processor_seconds() -> float:
    """Return how long all processes that this one has started, and that have ended, have used a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
