"""How long does it take to fetch 200 feeds of 30 entries, beside a bare fetch of the same?

usage: python -m benchmarks.feeds [--feeds N] [--runs N]

A process of its own serves the feeds, each at an address of this machine of its own, as feeds are of many servers;
once at once, and once after half a second, as a server far away does. The rival is urllib3, the client that
onrecord has, in as many threads, which throws away what it gets. Cold everything is new; then nothing has changed,
and both ask by ETag. The archive of a cold fetch is a new one; the articles are read and stored in that time.
How long the processor works for that stands beside the time that passes, since others may use the machine as well.
"""

from __future__ import annotations

import argparse
import gc
import http.server
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import urllib3

from benchmarks import results
from onrecord.archive import Archive
from onrecord.base.feeds import Feed
from onrecord.base.languages import detect_language
from onrecord.ingest.feed_run import THREADS
from onrecord.terminal.fetching import FetchReport, fetch_into

ENTRIES = 30
WORDS = 250
DELAYS = (0.0, 0.5)
"""Seconds after which the server answers."""
_VOCABULARY = (
    "the harbour minister said that the trade and the water would grow in spring but the council of a budget to "
    "the river for a bridge on morning with vote by law as strike is union at port ferry market price school tax "
    "report court judge police mayor town sea wind ships"
).split()
"""As many of them are function words as of the words of news, 4 of 10: by these English is told."""


def main() -> None:
    """Measure, and write the table to RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        serve(options.serve)
        return
    others = os.getloadavg()[0]
    detect_language("Was geladen wird, ist vorher geladen. " * 9)
    rows = [row for delay in DELAYS for row in rows_of(delay, options.feeds, options.runs)]
    body = (
        f"{options.feeds} feeds of {ENTRIES} entries of {WORDS} words, {THREADS} at a time, medians of "
        f"{options.runs} runs, in turns. Processes in line for the processors before: {others:.0f}.\n\n"
    )
    head = ["the server answers", "feeds", "bare fetch, s", "onrecord, s", "ratio", "of it processor, s"]
    head += ["new articles", "bodies sent"]
    command = "python -m benchmarks.feeds"
    results.write("Fetching feeds", command, body + results.table(head, rows))


def rows_of(delay: float, feed_count: int, runs: int) -> Iterator[list[str]]:
    """Yield the rows of one delay: cold, and unchanged."""
    with server(delay) as port:
        urls = [f"http://127.0.{number // 250}.{number % 250 + 1}:{port}/{number}" for number in range(feed_count)]
        etags = [etag for _, etag in bare_fetch(urls)]
        timed: dict[str, list[tuple[Duration, Duration]]] = {"new": [], "unchanged": []}
        reports: dict[str, FetchReport] = {}
        for _ in range(runs):
            with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
                archive.feeds.add([Feed(url=url) for url in urls])
                bare = duration(lambda: bare_fetch(urls))
                timed["new"].append((bare, duration(lambda: fetch(archive, reports, "new"))))
                bare = duration(lambda: bare_fetch(urls, etags))
                timed["unchanged"].append((bare, duration(lambda: fetch(archive, reports, "unchanged"))))
    for state, pairs in timed.items():
        ratio = statistics.median(ours.passed / bare.passed for bare, ours in pairs)
        bare_passed, passed, processor = map(
            statistics.median,
            zip(*((bare.passed, ours.passed, ours.processor) for bare, ours in pairs), strict=True),
        )
        report = reports[state]
        answers = f"after {delay} s" if delay else "at once"
        times = [f"{bare_passed:.2f}", f"{passed:.2f}", f"{ratio:.2f}", f"{processor:.2f}"]
        yield [answers, state, *times, f"{len(report.new_ids):,}", str(report.fetched)]


def fetch(archive: Archive, reports: dict[str, FetchReport], state: str) -> None:
    """Fetch all feeds as ``onrecord fetch`` does."""
    reports[state] = fetch_into(archive, archive.feeds.all())
    if reports[state].failed:
        raise RuntimeError(str(reports[state].failed[0]))


def bare_fetch(urls: Sequence[str], etags: Sequence[str] = ()) -> list[tuple[bytes, str]]:
    """Fetch addresses, and return what came with its ETag."""
    pool = urllib3.PoolManager(num_pools=1)

    def get(url: str, etag: str) -> tuple[bytes, str]:
        answer = pool.request("GET", url, headers={"If-None-Match": etag} if etag else {})
        return answer.data, answer.headers.get("ETag", "")

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(get, urls, etags or [""] * len(urls)))


class Duration(NamedTuple):
    """How many seconds passed during some work, and how many of them a processor worked for it."""

    passed: float
    processor: float


def duration(work: Callable[[], object]) -> Duration:
    """Return how long some work takes."""
    gc.collect()
    started_at, used = time.perf_counter(), time.process_time()
    work()
    return Duration(time.perf_counter() - started_at, time.process_time() - used)


# The server


@contextmanager
def server(delay: float) -> Iterator[int]:
    """Run the server in a process of its own for the block, and yield its port."""
    command = [sys.executable, "-m", "benchmarks.feeds", "--serve", str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def serve(delay: float) -> None:
    """Serve a feed at each number, until the process is ended."""
    feeds: dict[str, bytes] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(delay)
            body = feeds.get(self.path) or feeds.setdefault(self.path, feed(self.path.strip("/")))
            etag = f'"{len(body)}-{self.path}"'
            is_known = self.headers.get("If-None-Match") == etag
            self.send_response(304 if is_known else 200)
            self.send_header("ETag", etag)
            self.send_header("Content-Length", "0" if is_known else str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if is_known else body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        request_queue_size = 256
        daemon_threads = True

    with Server(("", 0), Handler) as running:  # all addresses of this machine
        print(running.server_address[1], flush=True)
        running.serve_forever()


def feed(name: str) -> bytes:
    """Return a feed of RSS with the words of nobody."""
    chosen = random.Random(name)
    entries = (
        f"<item><title>Story {number} of {name}</title><link>http://post.example/{name}/{number}</link>"
        f"<guid>{name}-{number}</guid><pubDate>Fri, 16 Apr 2021 08:00:00 GMT</pubDate><description>"
        f"<![CDATA[<p>{' '.join(chosen.choices(_VOCABULARY, k=WORDS // 2))}.</p>"
        f"<p>{' '.join(chosen.choices(_VOCABULARY, k=WORDS // 2))}.</p>]]></description></item>"
        for number in range(ENTRIES)
    )
    return f"<rss version='2.0'><channel><title>Feed {name}</title>{''.join(entries)}</channel></rss>".encode()


if __name__ == "__main__":
    main()
