"""The same articles in newsboat: how long it takes to open and to search them, measured at its terminal."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks import sample_archive
from benchmarks.terminal import Terminal
from onrecord.base.records import Draft

FEED_SIZE = 5_000
"""Articles in a feed: newsboat shows feeds first, and readers have several."""

RUNS = 3


def measure(count: int) -> list[list[str]]:
    """Return rows of a table: opening, and searching all articles for a common and for a rare word."""
    program = shutil.which("newsboat")
    if program is None:
        return [["newsboat", "not installed", ""]]
    version = subprocess.run([program, "-v"], capture_output=True, text=True, check=False).stdout.split("\n")[0]
    with tempfile.TemporaryDirectory(dir=sample_archive.FOLDER) as parent:
        folder = Path(parent)
        (folder / "urls").write_text("\n".join(f"file://{feed}" for feed in _feeds(count, folder)))
        (folder / "config").write_text("max-items 0\nconfirm-exit no\n")
        command = [program, "-u", "urls", "-C", "config", "-c", "cache.db"]
        command = [part if part not in ("urls", "config", "cache.db") else str(folder / part) for part in command]
        start = time.perf_counter()
        subprocess.run([*command, "-x", "reload"], check=True, capture_output=True)
        reload_seconds = time.perf_counter() - start
        vocabulary = sample_archive.vocabulary()
        times: dict[str, list[float]] = {"open": [], "common": [], "rare": []}
        for _ in range(RUNS):
            terminal = Terminal(command, env={"HOME": parent})
            times["open"].append(terminal.wait_for("sample feed", timeout=300))
            terminal.drain(1.0)
            for kind, word in (("common", vocabulary[50]), ("rare", vocabulary[20_000])):
                terminal.send(f"/{word}\n")
                sent = time.perf_counter() - terminal.started
                times[kind].append(terminal.wait_for("Search result", timeout=300) - sent)
                terminal.drain(1.0)
                terminal.send("q")
                terminal.drain(1.0)
            terminal.close()
    seconds = {kind: statistics.median(runs) for kind, runs in times.items()}
    return [
        [f"{version}: fetch the articles from files", f"{count / reload_seconds:,.0f} articles/s", ""],
        ["– open, from the start to the list of feeds", f"{1000 * seconds['open']:.0f} ms", ""],
        [
            "– search, from the key to the list, a common word, a rare word",
            f"{1000 * seconds['common']:.0f} ms, {1000 * seconds['rare']:.0f} ms",
            "",
        ],
    ]


def _feeds(count: int, folder: Path) -> Iterator[Path]:
    source = enumerate(sample_archive.drafts(count))
    for number in range(-(-count // FEED_SIZE)):
        file = folder / f"{number}.xml"
        with file.open("w", encoding="utf-8") as out:
            out.write(f'<?xml version="1.0"?><rss version="2.0"><channel><title>sample feed {number}</title>')
            out.writelines(_item(*numbered) for numbered in islice(source, FEED_SIZE))
            out.write("</channel></rss>")
        yield file


def _item(number: int, draft: Draft) -> str:
    day = format_datetime(datetime.fromisoformat(draft.published).replace(tzinfo=UTC))
    return (
        f"<item><title>{escape(draft.title)}</title><link>https://sample.example/{number}</link>"
        f"<guid>sample-{number}</guid><pubDate>{day}</pubDate>"
        f"<description>{escape(draft.text)}</description></item>\n"
    )
