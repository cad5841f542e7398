"""Fetching from a server on this machine that does what servers do: redirects, cookies, waiting, trickling, lying."""

from __future__ import annotations

import contextlib
import http.server
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import ingest
from onrecord.base.addresses import without_password
from onrecord.ingest import IngestError, private_networks, web, web_addresses
from onrecord.ingest.document import raise_error

TEXT = b"The harbour opened."


class Server(http.server.ThreadingHTTPServer):
    """Keeps the headers that it was asked with, and how often each path was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:  # noqa: C901 — a case for each thing that servers do
        self.server.requests.append((self.path, dict(self.headers)))
        path, _, target = self.path.partition("?")
        cookie, asked_before = self.headers.get("Cookie", ""), [each for each, _ in self.server.requests[:-1]]
        match path:
            case "/to":
                self.answer(302, Location=target)
            case "/circle":
                self.answer(302, Location="/circle")
            case "/cookie":
                self.answer(
                    *((200, TEXT) if cookie == "key=1" else (302,)), Set_Cookie="key=1", Location="/cookie"
                )
            case "/busy" if self.path not in asked_before:
                self.answer(503, Retry_After="0")
            case "/later":
                self.answer(429, Retry_After="600")
            case "/trickle":
                self.trickle(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + TEXT * 100, slow_from=60)
            case "/slow-head":
                self.trickle(b"HTTP/1.0 200 OK\r\nX-Long: " + b"a" * 1000, slow_from=20)
            case "/large":
                self.answer(200, b"", Content_Length=str(10**12))
            case "/upper":
                self.answer(
                    200, b"<html><body><p>It opened.</p></body></html>", Content_Type="TEXT/HTML; CHARSET=UTF-8"
                )
            case _ if path.removeprefix("/").isdigit():
                self.answer(int(path[1:]), b"No.")
            case _:
                self.answer(200, TEXT)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Type": "text/plain", "Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def trickle(self, data: bytes, slow_from: int) -> None:
        """Send the first bytes at once and then one by one, as long as somebody listens."""
        self.wfile.write(data[:slow_from])
        with contextlib.suppress(OSError):
            for byte in data[slow_from:]:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                threading.Event().wait(0.02)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def reason_of(url: str) -> str:
    with pytest.raises(IngestError) as caught:
        list(ingest.read(url))
    return caught.value.reason


def test_the_last_address_is_stored(server: Server) -> None:
    [draft] = ingest.read(f"{server.url}/to?/moved")
    assert (draft.text, draft.url) == (TEXT.decode(), f"{server.url}/moved")


def test_cookies_are_kept_within_a_fetch(server: Server) -> None:
    [draft] = ingest.read(f"{server.url}/cookie")
    assert draft.text == TEXT.decode()


def test_a_circle_ends(server: Server) -> None:
    assert "too many redirects" in reason_of(f"{server.url}/circle")
    assert len(server.requests) == web._MOST_REDIRECTS + 1


def test_a_password_is_used_and_not_stored(server: Server) -> None:
    url = server.url.replace("//", "//ann:secret%21@")
    [draft] = ingest.read(f"{url}/private#part")
    assert "secret" not in repr(draft)
    assert draft.url == f"{server.url}/private"
    assert server.requests[-1][1]["Authorization"] == "Basic YW5uOnNlY3JldCE="
    with pytest.raises(IngestError) as caught:
        list(ingest.read(f"{url}/404"))
    assert "secret" not in str(caught.value)


def test_a_password_goes_to_no_other_server(server: Server) -> None:
    with pytest.raises(IngestError):
        list(
            ingest.read(
                f"http://ann:secret@127.0.0.1:{server.server_address[1]}/to?http://localhost:{server.server_address[1]}/x"
            )
        )
    assert all("Authorization" not in headers for path, headers in server.requests if path == "/x")


def test_a_password_goes_to_no_other_port_of_the_same_host(server: Server) -> None:
    with Server() as other:
        thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        reason = reason_of(f"{server.url.replace('//', '//ann:secret@')}/to?{other.url}/x")
        other.shutdown()
        thread.join()
    assert "private network" in reason
    assert other.requests == []


def test_a_name_that_was_public_leads_into_no_private_network_in_the_next_hour(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.url.replace("127.0.0.1", "localhost")
    monkeypatch.setattr(private_networks, "_public_hosts", {"localhost": time.monotonic()})
    assert "was on the internet, and leads into a private network now" in reason_of(url)
    assert server.requests == []
    monkeypatch.setattr(
        private_networks, "_public_hosts", {"localhost": time.monotonic() - private_networks._STAYS_PUBLIC}
    )
    [draft] = ingest.read(url)
    assert draft.text == TEXT.decode()


def test_a_name_is_public_once_it_was_reached_at_a_public_address(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(private_networks, "_public_hosts", {})
    url = server.url.replace("127.0.0.1", "localhost")
    list(ingest.read(url))
    assert private_networks._public_hosts == {}
    with monkeypatch.context() as context:
        context.setattr(private_networks, "is_public", lambda address: True)
        list(ingest.read(url))
    assert list(private_networks._public_hosts) == ["localhost"]
    assert "was on the internet" in reason_of(url)


@contextlib.contextmanager
def safe_server(folder: Path) -> Iterator[str]:
    """Run a server whose certificate says that it is localhost; yield its port."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, "req", "-x509", "-nodes", *subject, *files], check=True, capture_output=True)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificate, key)
    with Server() as server:
        server.socket = own.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield str(server.server_address[1])
        server.shutdown()
        thread.join()


def test_a_certificate_has_to_be_trusted_and_of_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with safe_server(tmp_path) as port:
        web._trust.cache_clear()
        assert "the connection is not safe" in reason_of(f"https://localhost:{port}/")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        web._trust.cache_clear()
        [draft] = ingest.read(f"https://localhost:{port}/")
        assert draft.text == TEXT.decode()
        assert "the connection is not safe" in reason_of(f"https://127.0.0.1:{port}/")
        assert web._trust.cache_info().misses == 1  # the certificates of this machine are loaded once
    web._trust.cache_clear()


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/x", "http://169.254.169.254/latest", "http://10.0.0.1/"])
def test_a_server_leads_to_no_private_address(
    server: Server, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    named = f"http://localhost:{server.server_address[1]}/to?{target}"  # another name than any of the targets
    monkeypatch.setattr(web, "_CONNECT", 0.05)
    reason = reason_of(named)
    assert "private network" in reason or "no connection" in reason or "does not answer" in reason
    assert [path for path, _ in server.requests] == [f"/to?{target}"]


def test_a_private_address_that_a_server_leads_to_is_not_asked(server: Server) -> None:
    target = f"http://127.0.0.1:{server.server_address[1]}/secret"
    assert "private network" in reason_of(f"http://localhost:{server.server_address[1]}/to?{target}")
    assert all(path != "/secret" for path, _ in server.requests)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/b", "javascript:x"])
def test_a_server_leads_to_no_other_scheme(server: Server, target: str) -> None:
    assert f"it leads to {target}, which is no address of the web" in reason_of(f"{server.url}/to?{target}")


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "a name and a password"),
        (403, "save it as HTML"),
        (404, "whether the address is right"),
        (410, "look for a copy"),
        (418, "save it as HTML"),
        (451, "look for a copy"),
        (500, "try again later"),
        (503, "try again later"),
    ],
)
def test_each_status_says_what_to_do(server: Server, status: int, advice: str) -> None:
    reason = reason_of(f"{server.url}/{status}")
    assert f"answered {status}: " in reason
    assert advice in reason


def test_what_a_server_asks_to_wait_is_waited_or_said(server: Server) -> None:
    [draft] = ingest.read(f"{server.url}/busy")
    assert draft.text == TEXT.decode()
    assert reason_of(f"{server.url}/later").endswith("try again in 10 minutes")


@pytest.mark.parametrize("path", ["/trickle", "/slow-head"])
def test_a_byte_at_a_time_does_not_hold_the_whole_limit(
    server: Server, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(web, "_WHOLE", 0.3)
    assert "try again later" in reason_of(server.url + path)


def test_what_is_too_large_is_refused_before_it_is_read(server: Server) -> None:
    assert "larger than 32 MB" in reason_of(f"{server.url}/large")


def test_media_types_are_known_in_any_case(server: Server) -> None:
    [draft] = ingest.read(f"{server.url}/upper")
    assert draft.text == "It opened."


def test_an_address_may_lack_its_scheme(server: Server) -> None:
    [draft] = ingest.read(f"127.0.0.1:{server.server_address[1]}/a")
    assert draft.url == f"{server.url}/a"
    assert web_addresses.is_address("www.post.example/a")
    assert not web_addresses.is_address("www")
    assert not web_addresses.is_address("story.html")
    with pytest.raises(IngestError, match="no server of this name"):
        web.fetch("www.nowhere.invalid", raise_error)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("https://ann:secret@post.example/a@b", "https://post.example/a@b"),
        ("https://ann:se cr@et@post.example/a@b", "https://post.example/a@b"),
        ("https://post.example/a@b", "https://post.example/a@b"),
        ("folder/a@b.txt", "folder/a@b.txt"),
    ],
)
def test_an_address_is_shown_without_its_password(source: str, shown: str) -> None:
    assert without_password(source) == shown
