"""Who may reach the desk in a browser, and what it may do on the machine that serves it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_sample import Run

from onrecord.archive import Archive, ArchiveMissing, ArchiveReadOnly
from onrecord.entry.served import READ_ONLY, refuse_deeds

pytest.importorskip("textual_serve", reason="needs onrecord[serve]")

from aiohttp.test_utils import TestClient, TestServer

from onrecord.cli.desk_server import COOKIE, DeskServer

TOKEN = "one-token-of-some-length"
URL = "http://127.0.0.1:8765"
PATHS = ("/", "/ws", "/static/js/textual.js", "/static/", "/download/x", "/nothing")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What is served, as the arguments of each server."""
    started: list[tuple[Any, ...]] = []

    class Server:
        def __init__(self, *arguments: Any) -> None:
            started.append(arguments)

        def listen(self, on_listening: Callable[[], None]) -> None:
            on_listening()

    monkeypatch.setattr("onrecord.cli.desk_server.DeskServer", Server)
    return started


def write_token(file: Path, token: str = TOKEN, mode: int = 0o600) -> Path:
    file.write_text(f"{token}\n")
    file.chmod(mode)
    return file


def test_by_default_it_is_this_machine_and_only_reading(onrecord: Run, served: list[Any], news: Path) -> None:
    ran = onrecord("serve")
    [(command, host, port, token, url)] = served
    assert (host, port, url) == ("127.0.0.1", 8765, URL)
    assert command == f"exec {sys.executable} -P -m onrecord.entry.served {news}"
    assert ran.out.splitlines() == [
        f"Open {URL}/?token={token} in a browser. Ctrl-C ends it.",
        "Readers may not change the archive; --write lets them.",
    ]
    assert len(token) == 32


def test_each_start_has_its_own_token(onrecord: Run, served: list[Any], news: Path) -> None:
    onrecord("serve", "--write")
    onrecord("serve", "--port", "8766")
    assert served[0][0].endswith(" --write")
    assert served[0][3] != served[1][3]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "news.example.org"])
def test_others_are_let_in_only_with_a_token_in_a_file(
    host: str, onrecord: Run, served: list[Any], news: Path
) -> None:
    ran = onrecord("serve", "--host", host)
    assert (ran.status, served) == (2, [])
    assert "--token-file" in ran.err


def test_with_one_it_says_what_is_needed_before_it(
    onrecord: Run, served: list[Any], news: Path, tmp_path: Path
) -> None:
    file = write_token(tmp_path / "token")
    ran = onrecord("serve", "--host", "10.0.0.1", "--token-file", file)
    assert served[0][1:] == ("10.0.0.1", 8765, TOKEN, "http://10.0.0.1:8765")
    assert TOKEN not in ran.out
    assert "TLS" in ran.out
    public = onrecord(
        "serve", "--host", "0.0.0.0", "--token-file", file, "--public-url", "https://news.example.org/"
    )
    assert served[1][4] == "https://news.example.org"
    assert "TLS" not in public.out


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_all_addresses_of_a_machine_are_no_address_to_open(
    host: str, onrecord: Run, served: list[Any], news: Path, tmp_path: Path
) -> None:
    file = write_token(tmp_path / "token")
    ran = onrecord("serve", "--host", host, "--token-file", file)
    assert (ran.status, served) == (2, [])
    assert "--public-url http://" in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("token", "mode", "sentence"),
    [
        (TOKEN, 0o640, "Others may read the token"),
        (TOKEN, 0o604, "Others may read the token"),
        ("x" * 15, 0o600, "has to be 16 to 1,000 letters"),
        ("x" * 16 + " y", 0o600, "has to be 16 to 1,000 letters"),
        ("x" * 1001, 0o600, "has to be 16 to 1,000 letters"),
        ("é" * 16, 0o600, "has to be 16 to 1,000 letters"),
    ],
)
def test_a_token_that_is_no_secret_is_refused(
    token: str, mode: int, sentence: str, onrecord: Run, served: list[Any], news: Path, tmp_path: Path
) -> None:
    ran = onrecord("serve", "--token-file", write_token(tmp_path / "token", token, mode))
    assert (ran.status, served) == (1, [])
    assert sentence in ran.err


def test_a_token_file_and_an_archive_have_to_be_there(onrecord: Run, served: list[Any], tmp_path: Path) -> None:
    assert "There is no archive" in onrecord("serve").err
    Archive.open(tmp_path / "news").close()
    assert "cannot be read: No such file" in onrecord("serve", "--token-file", tmp_path / "none").err
    assert served == []


def test_a_port_that_is_taken_is_said(onrecord: Run, news: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = onrecord("serve", "--port", str(taken.getsockname()[1]))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.endswith("nothing can be served: Address already in use. Choose another --port.\n")


@pytest.mark.parametrize(
    "url", ["", "news.example.org", "ftp://a.example", "https://", "http://a.example:x", "http://["]
)
def test_an_address_that_no_browser_opens_is_refused(
    url: str, onrecord: Run, served: list[Any], news: Path
) -> None:
    ran = onrecord("serve", "--public-url", url)
    assert (ran.status, served) == (2, [])
    assert "Give the address that readers open" in " ".join(ran.err.split())


async def client_of(server: DeskServer) -> TestClient[Any, Any]:
    client = TestClient(TestServer(await server._make_app()))
    await client.start_server()
    return client


@pytest.fixture
def server() -> DeskServer:
    return DeskServer("exit 3", "127.0.0.1", 8765, TOKEN, URL)


@pytest.mark.parametrize("cookie", [None, "", "wrong", TOKEN[:-1], TOKEN + "x"])
async def test_without_the_token_nobody_gets_anything(cookie: str | None, server: DeskServer) -> None:
    client = await client_of(server)
    cookies = {} if cookie is None else {COOKIE: cookie}
    for path in PATHS:
        for address in (path, f"{path}?token={cookie or 'wrong'}"):
            response = await client.get(address, cookies=cookies, allow_redirects=False)
            assert response.status == 403, address
            assert COOKIE not in response.cookies
            assert await response.text() == "The address needs the token that onrecord serve has printed.\n"
    await client.close()


async def test_the_token_is_changed_for_a_cookie_and_the_page_asks_nobody_else(server: DeskServer) -> None:
    client = await client_of(server)
    welcome = await client.get(f"/?token={TOKEN}", allow_redirects=False)
    assert (welcome.status, welcome.headers["Location"]) == (302, f"{URL}/")
    cookie = welcome.cookies[COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["secure"]) == (TOKEN, True, "Lax", "")
    page = await client.get("/", cookies={COOKIE: TOKEN})
    text = await page.text()
    assert page.status == 200
    assert 'data-session-websocket-url="ws://127.0.0.1:8765/ws"' in text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert TOKEN not in text
    assert "googleapis" not in text
    await client.close()


async def test_behind_tls_the_cookie_is_for_tls_alone() -> None:
    client = await client_of(DeskServer("exit 3", "127.0.0.1", 8765, TOKEN, "https://news.example.org"))
    welcome = await client.get(f"/?token={TOKEN}", allow_redirects=False)
    assert welcome.cookies[COOKIE]["secure"]
    page = await client.get("/", headers={"Cookie": f"{COOKIE}={TOKEN}"})
    assert 'data-session-websocket-url="wss://news.example.org/ws"' in await page.text()
    await client.close()


async def test_a_page_of_somebody_else_cannot_open_a_socket(server: DeskServer) -> None:
    client = await client_of(server)
    for origin, status in (("https://elsewhere.example", 403), (URL, 101)):
        headers = {"Origin": origin, "Cookie": f"{COOKIE}={TOKEN}"}
        headers |= {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        response = await client.get("/ws", headers=headers | {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="})
        assert response.status == status
        response.close()
    await client.close()


async def test_a_screen_that_would_fill_the_memory_is_refused(server: DeskServer) -> None:
    client = await client_of(server)
    for query, status in (("", 101), ("?width=1000&height=40", 101)):
        async with client.ws_connect(f"/ws{query}", headers={"Cookie": f"{COOKIE}={TOKEN}"}) as socket:
            assert socket._response.status == status
    for query in ("?width=1001", "?height=99999999", "?width=0", "?width=-5", "?width=x", "?width=" + "9" * 5000):
        response = await client.get(f"/ws{query}", headers={"Cookie": f"{COOKIE}={TOKEN}"})
        assert (response.status, "at most 1000" in await response.text()) == (400, True), query
    await client.close()


@pytest.mark.parametrize(
    ("message", "is_taken"),
    [
        ('["stdin", "j\\ud800"]', True),
        ('["resize", {"width": 100, "height": 30}]', True),
        ('["blur"]', True),
        ('["focus"]', True),
        ('["resize", {"width": 1000000, "height": 1000000}]', False),
        ('["resize", {}]', False),
        ('["stdin", 5]', False),
        ('["quit"]', False),
        ("[", False),
        ("[" * 100_000, False),
        ("5", False),
    ],
)
async def test_only_what_the_page_sends_is_taken(message: str, is_taken: bool, news: Path) -> None:
    server = DeskServer("printf '__GANGLION__\\n'; cat > /dev/null", "127.0.0.1", 8765, TOKEN, URL)
    client = await client_of(server)
    async with client.ws_connect("/ws", headers={"Cookie": f"{COOKIE}={TOKEN}"}) as socket:
        await socket.send_str(message)
        await socket.send_str('["ping", 7]')
        answer = await socket.receive()
        assert (answer.data == '["pong", 7]') is is_taken
    await client.close()


# What a desk in a browser may do on the machine that serves it


def test_an_archive_can_be_opened_only_to_be_read(news: Path, tmp_path: Path) -> None:
    with Archive.open(news, refused=READ_ONLY) as archive:
        assert archive.read_only == READ_ONLY
        assert archive.search.count() == 2
        with pytest.raises(ArchiveReadOnly, match="only read here"):
            archive.articles.tag([1], add=["x"])
    with pytest.raises(ArchiveMissing):
        Archive.open(tmp_path / "none", refused=READ_ONLY)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("event", "arguments", "is_refused"),
    [
        ("open", ("/tmp/out.csv", "w", os.O_WRONLY | os.O_CREAT), True),
        ("open", ("/tmp/out.csv", None, os.O_RDWR), True),
        ("open", ("/tmp/out.csv", "a", os.O_WRONLY | os.O_APPEND), True),
        ("open", ("/tmp/in.csv", "r", os.O_RDONLY | os.O_CLOEXEC), False),
        ("open", (os.devnull, None, os.O_RDWR), False),
        ("open", (7, "wb", os.O_WRONLY), False),
        ("subprocess.Popen", ("sh", ["sh", "-c", "id"], None, None), True),
        ("subprocess.Popen", (sys.executable, [sys.executable, "-c", "1"], None, None), True),
        (
            "subprocess.Popen",
            (sys.executable, [sys.executable, "-P", "-m", "onrecord.annotation.worker", "", "5"], None, None),
            False,
        ),
        ("os.posix_spawn", ("sh", ["sh", "-c", "id"], {}), True),
        (
            "os.posix_spawn",
            (sys.executable, [sys.executable, "-P", "-m", "onrecord.annotation.worker"], {}),
            False,
        ),
        ("os.system", (b"id",), True),
        ("os.remove", ("/tmp/x", -1), True),
        ("os.rename", ("/tmp/x", "/tmp/y", -1, -1), True),
        ("os.mkdir", ("/tmp/x", 0o700, -1), True),
        ("socket.connect", (None, ("127.0.0.1", 80)), True),
        ("sqlite3.connect", ("archive.db",), False),
        ("import", ("os", None, None, None, None), False),
    ],
)
def test_files_are_only_read_and_no_program_is_started(
    event: str, arguments: tuple[Any, ...], is_refused: bool
) -> None:
    if is_refused:
        with pytest.raises(PermissionError, match="nothing is written or started"):
            refuse_deeds(event, arguments)
    else:
        refuse_deeds(event, arguments)


_CONFINED = """
import socket, subprocess, sys
from pathlib import Path
from onrecord.annotation.worker import BackgroundAnnotator
from onrecord.entry import served
from onrecord.terminal.failure_report import failure_sentences
served.confine()
for deed in (
    lambda: Path("out.csv").write_text("x"),
    lambda: subprocess.run(["id"], capture_output=True),
    lambda: Path("folder").mkdir(),
    lambda: Path(sys.argv[1]).unlink(),
    lambda: socket.create_connection(("127.0.0.1", 9)),
):
    try:
        deed()
        print("done")
    except OSError as error:
        print("refused:", error.strerror.partition(" nothing")[0])
print(failure_sentences(ValueError()))
annotator = BackgroundAnnotator()
print(len(annotator.annotate("Ann Adler left.").entities))
annotator.close()
"""


def test_a_desk_ends_with_its_server(news: Path) -> None:
    environment = os.environ | {"COLUMNS": "80", "ROWS": "24"}
    command = [sys.executable, "-P", "-m", "onrecord.entry.served", str(news)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as desk:
        assert desk.stdin is not None
        assert desk.stdout is not None
        shown = b""
        while b"Harbour" not in shown:
            shown += os.read(desk.stdout.fileno(), 65536)
        desk.stdin.close()
        shown += desk.stdout.read()
        assert desk.wait() == 128 + signal.SIGTERM
    assert b"__GANGLION__\n" in shown


def test_a_confined_process_annotates_and_does_nothing_else(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("x")
    program = [sys.executable, "-c", _CONFINED, str(precious)]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=True)
    failed = "onrecord: the desk failed (ValueError). What was stored stays stored."
    assert done.stdout.splitlines() == ["refused: in a browser"] * 5 + [failed, "1"]
    assert list(tmp_path.iterdir()) == [precious]
