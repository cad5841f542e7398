"""How a run of fetches treats servers: few requests at a time, and none that a site asks programs not to make.

What the user names is fetched; ``robots.txt`` is asked about the pages to which feeds lead:
https://www.rfc-editor.org/rfc/rfc9309
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from onrecord.ingest import web
from onrecord.ingest.document import IngestError

_AT_A_TIME = 2
"""Requests to one server at a time, as of a browser's user who opens two pages."""
_AT_A_TIME_HERE = 32
"""The same for a server on this machine, which is the user's own."""
_LONGEST_DELAY = 10.0
"""Seconds between two pages of a server at most, whatever it asks for: else a feed would take hours."""
_HERE = ("localhost", "127.", "[::1]", "::1")
_PROGRAM = "onrecord"


class Politeness:
    """What one run knows of the servers that it fetches from; it may be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._servers: dict[str, _Server] = {}

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Wait until the server of an address may be asked for something, and keep the turn for the block."""
        with self._server(url).turns:
            yield

    @contextmanager
    def turn_for_page(self, url: str, named: str) -> Iterator[bool]:
        """Wait until a page may be fetched; yield whether the site lets programs fetch it at all.

        Args:
            url: The address of the page.
            named: The address that the user has named, which has led to the page.
        """
        server = self._server(url)
        with server.pages:
            is_allowed = server.allows(url, named)
            if is_allowed:
                server.wait()
            with server.turns:
                yield is_allowed

    def _server(self, url: str) -> _Server:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
        with self._lock:
            return self._servers.setdefault(origin, _Server(origin))


class _Server:
    """A server, with what its ``robots.txt`` says. Its pages are fetched one after the other."""

    def __init__(self, origin: str) -> None:
        is_here = (urlsplit(origin).hostname or "").startswith(_HERE)
        self.turns = threading.BoundedSemaphore(_AT_A_TIME_HERE if is_here else _AT_A_TIME)
        self.pages = threading.Lock()
        self._origin = origin
        self._rules: Any = None
        self._last_page = 0.0

    def allows(self, url: str, named: str) -> bool:
        """Return whether programs may fetch a page; called by the one that fetches pages of this server."""
        if self._rules is None:
            self._rules = _rules(self._origin, named)
        return bool(self._rules.can_fetch(url, _PROGRAM))

    def wait(self) -> None:
        """Wait as long as the site asks for between two pages."""
        delay = min(self._rules.crawl_delay(_PROGRAM) or 0.0, _LONGEST_DELAY)
        left = self._last_page + delay - time.monotonic()
        if left > 0:
            time.sleep(left)
        self._last_page = time.monotonic()


def _rules(origin: str, named: str) -> Any:
    """Return what the ``robots.txt`` of a server says.

    Without one everything may be fetched; of a server that is out of order nothing, as the standard says.
    """
    from protego import Protego

    try:
        answer = web.get(f"{origin}/robots.txt", {"Accept": "text/plain"}, named=named)
    except IngestError:
        return Protego.parse("")  # the page itself will tell what is wrong
    if answer.status >= 500:
        return Protego.parse("User-agent: *\nDisallow: /")
    return Protego.parse(answer.data[: 512 * 1024].decode("utf-8", "replace") if answer.status == 200 else "")
