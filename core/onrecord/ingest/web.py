"""Fetching one page, with a limit on its size and on the time it may take."""

from __future__ import annotations

import io
import re
import time
from urllib.parse import SplitResult, urlsplit

from onrecord.ingest.document import LIMIT, Document, Failed, IngestError

_CONNECT = 10.0
_READ = 20.0
_WHOLE = 60.0
"""Seconds to connect, between two pieces, and for the whole page."""


def is_address(source: str) -> bool:
    """Whether a source is written as an address and not as a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source) is not None


def fetch(url: str, failed: Failed) -> Document:
    """Return the page at an address, read as a whole.

    Raises:
        IngestError: the address is no http or https address, or it does not answer with a page of text.
    """
    from importlib.metadata import version
    from urllib.request import getproxies, proxy_bypass

    import urllib3

    parts = _parts(url)
    if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise IngestError(url, "not an address that can be fetched; it has to begin with http:// or https://")
    proxy = None if proxy_bypass(parts.hostname) else getproxies().get(parts.scheme.lower())
    pool = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
    agent = f"onrecord/{version('onrecord')}"
    with pool:
        try:
            answer = pool.request(
                "GET",
                url,
                headers={"User-Agent": agent, "Accept": "text/html,*/*;q=0.5"},
                timeout=urllib3.Timeout(connect=_CONNECT, read=_READ),
                retries=urllib3.Retry(connect=0, read=0, redirect=5, status=0, other=0),
                preload_content=False,
            )
            try:
                return _document(url, answer, failed)
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise IngestError(
                url, f"{_reason(error)}; look whether the address is right and the network there"
            ) from error


def _parts(url: str) -> SplitResult | None:
    """Return the parts of an address; None where it is written so that it has none."""
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _document(url: str, answer: object, failed: Failed) -> Document:
    import urllib3

    assert isinstance(answer, urllib3.BaseHTTPResponse)
    if answer.status != 200:
        raise IngestError(url, f"the server answered {answer.status} {answer.reason or ''}".rstrip())
    form = answer.headers.get("Content-Type", "")
    if form and not re.match(r"(text/|application/(xhtml|xml|json|x-ndjson|jsonl|octet-stream))", form.strip()):
        raise IngestError(url, f"not a page of text but {form.partition(';')[0]}; save it as text and add that")
    end = time.monotonic() + _WHOLE
    data = bytearray()
    for piece in answer.stream(64 * 1024, decode_content=True):
        data += piece
        if len(data) > LIMIT:
            raise IngestError(url, f"larger than {LIMIT // 1024**2} MB, too big for one article")
        if time.monotonic() > end:
            raise IngestError(url, f"not there after {_WHOLE:.0f} seconds; try again later")
    encoding = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", form)
    return Document(
        name=url,
        stem=url,
        stream=io.BufferedReader(io.BytesIO(data)),
        failed=failed,
        url=url,
        encoding=encoding[1] if encoding else "",
    )


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
        case ValueError():  # of the address itself, or of one that the server leads to
            return f"it is, or leads to, an address that is none ({error})"
        case _:
            return "the connection broke off"
