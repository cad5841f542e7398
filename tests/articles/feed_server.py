"""A server of feeds on this machine, and feeds made for it: their texts are ours."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

WORDS = "The harbour of Torvik opened again after three weeks, and the first two ships came in at noon."


class Page(NamedTuple):
    """What the server answers for a path; ``headers`` beside the length."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Request(NamedTuple):
    """What was asked for, and what of it was sent."""

    path: str
    headers: dict[str, str]
    status: int


@dataclass
class FeedServer:
    """A server; ``pages`` are by their paths, those that have an ETag are sent only when they have changed."""

    url: str
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def put(self, path: str, body: str, status: int = 200, **headers: str) -> str:
        """Serve a page from now on; return its address."""
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        self.pages[path] = Page(body.encode(), status, named)
        return self.url + path

    def asked_for(self, path: str) -> list[Request]:
        """Return the requests for a path."""
        return [request for request in self.requests if request.path == path]


class _Handler(http.server.BaseHTTPRequestHandler):
    feeds: FeedServer

    def do_GET(self) -> None:
        page = self.feeds.pages.get(self.path, Page(status=404))
        known = self.headers.get("If-None-Match")
        status = 304 if known and ("ETag", known) in page.headers else page.status
        self.feeds.requests.append(Request(self.path, dict(self.headers), status))
        self.send_response(status)
        for name, value in page.headers:
            self.send_header(name, value)
        body = b"" if status == 304 else page.body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def running_server() -> Iterator[FeedServer]:
    """Run a server for the block."""

    class Handler(_Handler):
        """Answers for this server alone."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        Handler.feeds = FeedServer(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Handler.feeds
        server.shutdown()
        thread.join()


def entry(number: int, text: str = "", link: str = "", title: str = "") -> str:
    """Return an entry of RSS."""
    return (
        f"<item><title>{title or f'Story {number}'}</title><guid isPermaLink='false'>story-{number}</guid>"
        f"<link>{link}</link><pubDate>Fri, 16 Apr 2021 08:00:00 GMT</pubDate>"
        f"<description>{text}</description></item>"
    )


def rss(*entries: str, title: str = "Torvik Post") -> str:
    """Return a feed of RSS."""
    return f"<rss version='2.0'><channel><title>{title}</title>{''.join(entries)}</channel></rss>"
