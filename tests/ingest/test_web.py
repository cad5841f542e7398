"""What is asked of a server and what is taken of its answer, with a pool that answers at once."""

from __future__ import annotations

import io
import urllib.request
from typing import Any

import pytest
import urllib3
import urllib3.exceptions as known

from onrecord.ingest import IngestError, private_networks, web, web_addresses
from onrecord.ingest.document import raise_error

URL = "http://post.example/harbour"


class Pool:
    """Stands for a pool of connections; keeps what it was made for, what was asked, and its one answer."""

    def __init__(
        self, proxy: str = "", status: int = 200, form: str = "text/plain", body: bytes = b"Open."
    ) -> None:
        self.proxy = proxy
        self.pool_classes_by_scheme: dict[str, Any] = {}
        self.headers = {"Content-Type": form} if form else {}
        self.answer = urllib3.HTTPResponse(io.BytesIO(body), self.headers, status, preload_content=False)
        self.is_closed = False
        self.request_options: dict[str, Any] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.is_closed = True

    def request(self, method: str, url: str, **options: Any) -> urllib3.HTTPResponse:
        assert (method, url) == ("GET", URL)
        self.request_options = options
        return self.answer


def put_pool(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> Pool:
    def proxied(proxy: str, **_: object) -> Pool:
        pool.proxy = proxy
        return pool

    monkeypatch.setattr(urllib3, "PoolManager", lambda **_: pool)
    monkeypatch.setattr(urllib3, "ProxyManager", proxied)
    return pool


def reason_of(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> str:
    put_pool(monkeypatch, pool)
    with pytest.raises(IngestError) as caught:
        web.fetch(URL, raise_error)
    return caught.value.reason


@pytest.mark.parametrize(
    ("proxies", "bypassed", "proxy"),
    [
        ({"http": "http://proxy.example:3128"}, False, "http://proxy.example:3128"),
        ({"http": "http://proxy.example:3128"}, True, ""),
        ({"https": "http://proxy.example:3128"}, False, ""),
    ],
)
def test_the_proxy_of_the_scheme_is_used_unless_the_host_is_excepted(
    monkeypatch: pytest.MonkeyPatch, proxies: dict[str, str], bypassed: bool, proxy: str
) -> None:
    pool = put_pool(monkeypatch, Pool())
    monkeypatch.setattr(urllib.request, "getproxies", lambda: proxies)
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda host: bypassed and host == "post.example")
    assert web.fetch(URL, raise_error).text() == "Open."
    assert pool.proxy == proxy


def test_a_page_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = put_pool(monkeypatch, Pool())
    web.fetch(URL, raise_error)
    retries, timeout = pool.request_options["retries"], pool.request_options["timeout"]
    assert (retries.connect, retries.read, retries.status, retries.other, retries.redirect) == (0, 0, 0, 0, 0)
    assert (timeout.connect_timeout, timeout.read_timeout) == (10, 20)
    assert pool.answer.closed
    assert pool.is_closed


@pytest.mark.parametrize("form", ["", "text/plain", " text/html", "application/json", "application/octet-stream"])
def test_text_or_what_may_be_text_is_taken(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    put_pool(monkeypatch, Pool(form=form))
    page = web.fetch(URL, raise_error)
    assert (page.name, page.stem, page.url, page.encoding, page.text()) == (URL, URL, URL, "", "Open.")


def test_what_is_no_page_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason_of(monkeypatch, Pool(form="image/png; q=1")) == (
        "not a page of text but image/png; leave it out"
    )
    assert reason_of(monkeypatch, Pool(form="IMAGE/PNG")) == "not a page of text but image/png; leave it out"
    assert reason_of(monkeypatch, Pool(status=201)) == (
        "the server answered 201: open it in your browser, save it as HTML, and add that file"
    )


@pytest.mark.parametrize(
    ("form", "encoding"),
    [("text/html; charset=cp1251", "cp1251"), ("text/html; charset = 'utf-8'", "utf-8"), ("text/html; q=1", "")],
)
def test_the_server_may_name_the_encoding(monkeypatch: pytest.MonkeyPatch, form: str, encoding: str) -> None:
    put_pool(monkeypatch, Pool(form=form))
    assert web.fetch(URL, raise_error).encoding == encoding


def test_a_page_of_just_the_limit_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "LIMIT", 100)
    put_pool(monkeypatch, Pool(body=b"a" * 100))
    assert web.fetch(URL, raise_error).text() == "a" * 100
    assert "larger than" in reason_of(monkeypatch, Pool(body=b"a" * 101))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (known.ReadTimeoutError(None, URL, "late"), "the server does not answer"),  # type: ignore[arg-type]
        (known.MaxRetryError(None, URL, known.SSLError("old")), "the connection is not safe (old)"),  # type: ignore[arg-type]
        (known.SSLError("old"), "the connection is not safe (old)"),
        (known.ResponseError("too many redirects"), "too many redirects"),
        (known.ProxyError("away", OSError()), "the proxy does not answer"),
        (ValueError("odd"), "it is, or leads to, an address that is none (odd)"),
        (known.ProtocolError("cut"), "the connection broke off"),
    ],
)
def test_what_went_wrong_is_said_in_plain_words(error: Exception, reason: str) -> None:
    assert web._reason(error) == reason


@pytest.mark.parametrize(
    "url", ["ftp://post.example/a", "http://", "https:///a", "http://[", "mailto:a@post.example"]
)
def test_what_is_no_address_is_not_asked_for(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    put_pool(monkeypatch, Pool())
    with pytest.raises(IngestError) as caught:
        web.fetch(url, raise_error)
    assert caught.value.reason == ("not an address that can be fetched; it has to begin with http:// or https://")


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("8.8.8.8", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("2606:4700::1111", True),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("fd00::1", False),
        ("ff0e::1", False),
        ("::ffff:8.8.8.8", True),
        ("::ffff:127.0.0.1", False),
        ("::8.8.8.8", True),
        ("::10.0.0.1", False),
        ("64:ff9b::8.8.8.8", True),
        ("64:ff9b::192.168.0.1", False),
        ("64:ff9b:1::8.8.8.8", False),
        ("2002:808:808::1", True),
        ("2002:c0a8:1::1", False),
    ],
)
def test_an_address_that_stands_for_another_is_as_public_as_that_one(address: str, is_public: bool) -> None:
    assert private_networks.is_public(address) is is_public


@pytest.mark.parametrize(
    ("host", "is_private"),
    [
        ("localhost", True),
        ("localhost.", True),
        ("nas.local", True),
        ("127.1", True),
        ("0x7f000001", True),
        ("2130706433", True),
        ("0300.0250.0.1", True),
        ("134744072", False),
        ("post.example", False),
        ("local.example", False),
        ("", False),
    ],
)
def test_a_private_server_is_known_by_all_that_its_address_may_be_written_as(host: str, is_private: bool) -> None:
    assert private_networks.is_private_name(host) is is_private


@pytest.mark.parametrize(
    ("url", "named", "is_same"),
    [
        ("http://post.example/b", "http://post.example/a", True),
        ("http://POST.example:80/b", "http://post.example/a", True),
        ("http://post.example:8080/", "http://post.example/", False),
        ("http://other.example/", "http://post.example/", False),
        ("https://post.example/", "http://post.example/", True),
        ("https://post.example:443/", "http://post.example:80/", True),
        ("https://post.example:8443/", "http://post.example/", False),
        ("https://post.example:8080/", "http://post.example:8080/", False),
        ("https://other.example/", "http://post.example/", False),
        ("http://post.example/", "https://post.example/", False),
        ("https://www.post.example/", "www.post.example/a", True),
    ],
)
def test_the_same_server_has_the_same_host_port_and_scheme(url: str, named: str, is_same: bool) -> None:
    assert web_addresses.is_same_server(url, named) is is_same
