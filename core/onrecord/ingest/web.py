"""Fetching from the web: one client for all, with limits on size and time that hold whatever a server does.

A password in an address is used and appears nowhere else. Private addresses are fetched when the user names them,
never because a server leads there.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from onrecord.base.addresses import without_password
from onrecord.ingest.document import LIMIT, Document, Failed, IngestError, buffered
from onrecord.ingest.private_networks import PrivateAddress, guarded_pools, is_private_name
from onrecord.ingest.web_addresses import (
    bare_address,
    host_of,
    is_same_server,
    parts_of,
    with_scheme,
)

if TYPE_CHECKING:
    import ssl

_CONNECT = 10.0
_READ = 20.0
_WHOLE = 60.0
"""Seconds to connect, between two pieces, and for everything together."""
_MOST_REDIRECTS = 10
_LONGEST_WAIT = 20.0
"""Seconds that a server may ask to wait, for the same fetch to try again."""
_LONGEST_CREDIBLE_WAIT = 366 * 86400.0
"""Seconds that a server may ask to wait at all; what says more means something else."""
_REDIRECTS = (301, 302, 303, 307, 308)
_SAVE = "open it in your browser, save it as HTML, and add that file"

_ADVICE = {
    401: "it wants a name and a password; write them as https://name:password@…, or " + _SAVE,
    402: "it has to be paid for; if you have a subscription, " + _SAVE,
    403: "it does not let programs in; " + _SAVE,
    404: "there is no such page; look whether the address is right",
    407: "the proxy wants a password; set it in HTTPS_PROXY",
    410: "the page was taken away; look for a copy, as in an archive of the web",
    429: "it has had too many requests",
    451: "it may not be shown where you are; look for a copy, as in an archive of the web",
    503: "the server is too busy",
}

_MEDIA = re.compile(r"\s*(?:image|audio|video|font)/", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class Answer(NamedTuple):
    """What a server has sent: the status, the headers, the body unpacked, and the last address."""

    status: int
    headers: Mapping[str, str]
    data: bytes
    url: str


def fetch(source: str, failed: Failed, *, named: str = "") -> Document:
    """Return the page at an address, read as a whole.

    Args:
        source: The address.
        failed: Called with what cannot be read of it.
        named: The address that the user has named, where that one has led to ``source``.

    Raises:
        IngestError: The address is no http or https address, or it does not answer with a page.
    """
    import io

    name = without_password(source)
    answer = get(source, named=named)
    form = answer.headers.get("Content-Type", "")
    if answer.status != 200:
        raise IngestError(name, refusal(answer))
    if _MEDIA.match(form):
        raise IngestError(name, f"not a page of text but {form.partition(';')[0].strip().lower()}; leave it out")
    return Document(
        name=name,
        stem=name,
        stream=buffered(io.BytesIO(answer.data)),
        failed=failed,
        url=answer.url,
        encoding=encoding_of(answer),
    )


def encoding_of(answer: Answer) -> str:
    """Return the encoding that a server says its answer to be in; empty if it does not say."""
    encoding = _CHARSET.search(answer.headers.get("Content-Type", ""))
    return encoding[1] if encoding else ""


def get(source: str, headers: Mapping[str, str] | None = None, *, named: str = "") -> Answer:
    """Return what a server answers, after the redirects that it asks for.

    Args:
        source: The address; it may have a name and a password in it, and may lack ``https://``.
        headers: What to send beside the usual, as of what is known already.
        named: The address that the user has named, where that one has led to ``source``.

    Raises:
        IngestError: The address is no http or https address, or no whole answer comes in time.
    """
    name = without_password(source)
    parts = parts_of(with_scheme(source))
    if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise IngestError(name, "not an address that can be fetched; it has to begin with http:// or https://")
    import urllib3

    fetching = _Fetching(name, parts_of(named) or parts if named else parts)
    try:
        with fetching.time_limit():
            return fetching.get(bare_address(parts), headers or {})
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        if fetching.is_late:
            reason = f"not there after {_WHOLE:.0f} seconds; try again later"
        else:
            reason = f"{_reason(error)}; look whether the address is right and the network there"
        raise IngestError(name, reason) from error


@dataclass
class _Fetching:
    """One fetch, with what it keeps from one redirect to the next."""

    name: str
    named: SplitResult
    """The address that the user has named."""
    cookies: CookieJar = field(default_factory=CookieJar)
    sockets: list[socket.socket] = field(default_factory=list)
    is_late: bool = False

    @contextlib.contextmanager
    def time_limit(self) -> Iterator[None]:
        """Break every connection off when the time is up: no timeout between two bytes holds a slow server."""
        timer = threading.Timer(_WHOLE, self._break_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._close()

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer at the end of the redirects.

        Raises:
            IngestError: It leads where it must not, or in a circle, or is too large.
        """
        began = time.monotonic()
        has_waited = False
        redirects = 0
        while True:
            answer = self._request(url, headers)
            if answer.status in _REDIRECTS and (target := answer.headers.get("Location")):
                redirects += 1
                if redirects > _MOST_REDIRECTS:
                    raise IngestError(
                        self.name, "it leads on and on, too many redirects; look for another address"
                    )
                url = self._next(url, target)
                continue
            wait = seconds_to_wait(answer)
            left = _WHOLE - (time.monotonic() - began)
            if has_waited or wait is None or wait > min(_LONGEST_WAIT, left):
                return answer
            has_waited = True
            time.sleep(wait)

    def _next(self, url: str, target: str) -> str:
        """Return the address to which a server leads."""
        parts = parts_of(urljoin(url, target))
        if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            reason = f"it leads to {without_password(target)}, which is no address of the web; add another"
            raise IngestError(self.name, reason)
        return bare_address(parts)

    def _request(self, url: str, headers: Mapping[str, str]) -> Answer:
        from urllib.request import Request, getproxies, proxy_bypass

        import urllib3

        one_try = urllib3.Retry(
            connect=0,
            read=0,
            redirect=0,
            status=0,
            other=0,
            raise_on_redirect=False,
            respect_retry_after_header=False,
        )
        host = host_of(url)
        is_named = is_same_server(url, self.named.geturl())
        proxy = getproxies().get(urlsplit(url).scheme)
        if proxy and proxy_bypass(host):
            proxy = None
        if proxy and not is_named and is_private_name(host):
            raise PrivateAddress(host)
        request = Request(url)  # noqa: S310 — only to ask the jar for cookies
        self.cookies.add_cookie_header(request)
        sent = {
            "User-Agent": _user_agent(),
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            **({"Cookie": cookie} if (cookie := request.get_header("Cookie")) else {}),
            **(self._authorisation() if is_named else {}),
            **headers,
        }
        if proxy:
            pool: urllib3.PoolManager = urllib3.ProxyManager(proxy, ssl_context=_trust())
        else:
            pool = urllib3.PoolManager(ssl_context=_trust())
        pool.pool_classes_by_scheme = guarded_pools(self.sockets, allows_private=is_named or bool(proxy))
        with pool:
            response = pool.request(
                "GET",
                url,
                headers=sent,
                timeout=urllib3.Timeout(connect=_CONNECT, read=_READ),
                retries=one_try,
                redirect=False,
                preload_content=False,
            )
            try:
                self.cookies.extract_cookies(_Headers(response.headers), request)  # type: ignore[arg-type]
                is_body_wanted = response.status not in _REDIRECTS
                data = self._body(response) if is_body_wanted else b""
                return Answer(response.status, response.headers, data, url)
            finally:
                response.close()

    def _authorisation(self) -> dict[str, str]:
        import urllib3

        if self.named.username is None:
            return {}
        words = f"{unquote(self.named.username)}:{unquote(self.named.password or '')}"
        return {"Authorization": urllib3.make_headers(basic_auth=words)["authorization"]}

    def _body(self, response: Any) -> bytes:
        too_large = IngestError(self.name, f"larger than {LIMIT // 1024**2} MB, too much to be read; leave it out")
        length = response.headers.get("Content-Length", "")
        if re.fullmatch(r"[0-9]+", length) and float(length) > LIMIT:
            raise too_large
        data = bytearray()
        for piece in response.stream(64 * 1024, decode_content=True):
            data += piece
            if len(data) > LIMIT:
                raise too_large
        if self.is_late:
            raise OSError("late")
        return bytes(data)

    def _break_off(self) -> None:
        self.is_late = True
        for each in self.sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _close(self) -> None:
        for each in self.sockets:
            with contextlib.suppress(OSError):
                each.close()


class _Headers:
    """The headers of an answer in the form in which Python's jar of cookies reads them."""

    def __init__(self, headers: Any) -> None:
        self._message = Message()
        for name, value in headers.items():
            self._message[name] = value
        for value in headers.getlist("Set-Cookie")[1:]:
            self._message["Set-Cookie"] = value

    def info(self) -> Message:
        """Return the headers."""
        return self._message


@cache
def _trust() -> ssl.SSLContext:
    """Return whom this machine trusts: to load their certificates for each request would take most of its work."""
    import ssl

    return ssl.create_default_context()


@cache
def _user_agent() -> str:
    from importlib.metadata import version

    return f"onrecord/{version('onrecord')}"


def refusal(answer: Answer, advices: Mapping[int, str] = _ADVICE, otherwise: str = _SAVE) -> str:
    """Say what a server has answered instead of what was asked for, and what to do.

    Args:
        answer: What it has answered.
        advices: Status → what to do.
        otherwise: What to do about any other status.
    """
    advice = advices.get(answer.status, "try again later" if answer.status >= 500 else otherwise)
    if answer.status in (429, 503):
        wait = seconds_to_wait(answer)
        advice = f"{advice}; try again {_when(wait)}"
    return f"the server answered {answer.status}: {advice}"


def _when(wait: float | None) -> str:
    """Say when a server may be asked again, from the seconds that it wants to wait."""
    if wait is None:
        return "later"
    if wait < 5:
        return "in a moment"
    return f"in {wait:.0f} seconds" if wait < 120 else f"in {wait / 60:.0f} minutes"


def seconds_to_wait(answer: Answer) -> float | None:
    """Return how long a server asks to wait before the next try; None if it does not say, or nothing credible."""
    retry_after = answer.headers.get("Retry-After", "").strip()
    if answer.status not in (429, 503) or not retry_after:
        return None
    if re.fullmatch(r"[0-9]+", retry_after):
        seconds = float(retry_after)  # infinite for very many digits
    else:
        try:
            seconds = max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
        except (ValueError, TypeError, OverflowError):
            return None
    return seconds if seconds <= _LONGEST_CREDIBLE_WAIT else None


def _reason(error: Exception) -> str:
    """Return what went wrong, without the names of classes and objects that urllib3's own words hold."""
    import urllib3.exceptions as known

    cause = getattr(error, "reason", None)
    if isinstance(error, known.MaxRetryError) and isinstance(cause, Exception):
        return _reason(cause)
    match error:
        case known.NameResolutionError():
            return "there is no server of this name"
        case known.NewConnectionError():
            return "no connection to the server; it refuses or is away"
        case known.TimeoutError():
            return "the server does not answer"
        case known.SSLError():
            return f"the connection is not safe ({error})"
        case known.ResponseError() | known.LocationParseError():
            return str(error)
        case known.ProxyError():
            return "the proxy does not answer"
        case PrivateAddress():
            return str(error)
        case ValueError():  # of the address itself, or of one that the server leads to
            return f"it is, or leads to, an address that is none ({error})"
        case _:
            return "the connection broke off"
