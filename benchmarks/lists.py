"""How fast are the lists at any length? From a key to the painted row on the desk, and showing other articles.

usage: python -m benchmarks.lists [--articles N …] [--keys N]

Keys are sent to the desk in a pseudo-terminal; the time is taken when the title of the row that they lead to has
been written: one by one, as one reads, and held down, thirty a second.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.app import App, ComposeResult

from benchmarks import made, results
from benchmarks.start import ENVIRONMENT
from benchmarks.terminal import Terminal
from onrecord.archive import Archive, Query
from onrecord.base.records import Article
from onrecord.base.settings import resource
from onrecord.tui.looks.themes import THEMES
from onrecord.tui.widgets.article_list import ArticleList
from onrecord.tui.widgets.sections import Section

SIZES = [1_000, 100_000]
KEYS = 200
DESKS = 5
"""Desks on which the quotes are listed for the first time."""

_REPEAT = 1 / 30
_TITLE = 18  # characters of a title that a row shows for certain


class Lists(App[None]):
    """The list alone, to be shown other articles."""

    CSS_PATH = resource("styles.tcss")

    def compose(self) -> ComposeResult:
        yield ArticleList()

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name


def page(ids: Sequence[int]) -> list[Article]:
    """Articles of that many ids, made on the spot."""
    return [
        Article(
            id=i,
            title=f"Article {i} on the strike in the port and what the minister said of it",
            source="example.org",
            published=f"20{10 + i % 15}-0{1 + i % 9}-1{i % 10}",
            tags=["economy", "port"],
            quotes=i % 20,
            read=i % 3 == 0,
        )
        for i in ids
    ]


async def shown(articles: int) -> dict[str, float]:
    """Milliseconds that the list takes to be given articles."""
    times = {}
    app = Lists()
    async with app.run_test(size=(120, 36)) as pilot:
        list_ = app.query_one(ArticleList)
        ids = list(range(articles, 0, -1))
        groups = [Section(str(day), 10) for day in range(articles // 10)]
        calls = {"first": (ids, []), "100 new": ([*range(-100, 0), *ids], []), "in groups": (ids, groups)}
        for what, (each, sections) in calls.items():
            list_.highlight(articles // 2)
            start = time.perf_counter()
            list_.show(each, page, sections=sections)
            times[what] = 1000 * (time.perf_counter() - start)
            await pilot.pause()
    return times


def key_times(desk: Terminal, keys: Iterable[tuple[str, str]], between: tuple[float, float]) -> list[float]:
    """Milliseconds from each key until the title that it leads to is written, with some seconds between keys."""
    times = []
    chance = random.Random(1)
    for key, title in keys:
        sent = time.perf_counter() - desk.started
        desk.send(key)
        painted = desk.wait_for(title[:_TITLE], 10) - sent
        times.append(1000 * painted)
        desk.drain_for(max(0.0, chance.uniform(*between) - painted))
    return times


def measured(folder: Path, count: int) -> dict[str, list[float]]:
    """Times of keys on the desk."""
    with Archive.open(folder) as archive:
        ids = archive.search.ids()
        titles = [article.title for article in archive.articles.get_many(ids[: 2 * count + 1])]
        last = archive.articles.get_many(ids[-1:])[0].title
    desk = opened(folder)
    down = [("j", title) for title in titles[1:]]
    times = {
        "down, one by one": key_times(desk, down[:count], (0.08, 0.25)),
        "down, held": key_times(desk, down[count:], (_REPEAT, _REPEAT)),
        "to the end and back": key_times(desk, [("G", last), ("g", titles[0])] * (count // 4), (0.1, 0.2)),
    }
    desk.close()
    return times


def measured_quotes(folder: Path, count: int) -> dict[str, list[float]]:
    """Times of keys where the desk lists all quotes of words instead of the articles, the newest first."""
    with Archive.open(folder) as archive:
        quotes = archive.quotes.get_many(archive.quotes.ids(Query().speech_only(), limit=count + 1))
    # What the line below shows of the quote in the article is written otherwise.
    listing = "Q", f"{quotes[0].kind} · {quotes[0].outlet}"
    first = []
    for _ in range(DESKS):
        desk = opened(folder)
        first += key_times(desk, [listing], (2.0, 2.0))
        desk.close()
    desk = opened(folder)
    key_times(desk, [listing], (2.0, 2.0))
    down = key_times(desk, [("j", " ".join(quote.quote.split())) for quote in quotes[1:]], (0.08, 0.25))
    desk.close()
    return {"Q, to the first quotes": first, "down the quotes, one by one": down}


def opened(folder: Path) -> Terminal:
    """The desk on an archive, when it is quiet."""
    desk = Terminal([sys.executable, "-m", "onrecord", "--archive", str(folder)], env=ENVIRONMENT)
    desk.wait_for("Actors")
    desk.drain(2.0)
    return desk


def report(times: dict[int, dict[str, list[float]]], shows: dict[int, dict[str, float]]) -> str:
    """What was measured, in Markdown."""
    rows = [
        [f"{articles:,}", what, f"{statistics.median(each):.1f} ms", f"{_p95(each):.1f} ms", f"{max(each):.0f} ms"]
        for articles, kinds in times.items()
        for what, each in kinds.items()
    ]
    head = ["articles", "key", "median", "p95", "most"]
    lines = ["From a key to the painted row, 120 × 36:", "", results.table(head, rows), ""]
    for articles, kinds in shows.items():
        told = ", ".join(f"{what} {milliseconds:.1f} ms" for what, milliseconds in kinds.items())
        lines.append(f"Giving the list {articles:,} articles: {told}.  ")
    return "\n".join(lines).rstrip()


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES)
    parser.add_argument("--keys", type=int, default=KEYS)
    arguments = parser.parse_args()
    times = {}
    with tempfile.TemporaryDirectory() as place:
        for size in arguments.articles:
            folder = made.copy(made.archive(size, annotated=True), Path(place) / str(size))
            times[size] = measured(folder, arguments.keys) | measured_quotes(folder, arguments.keys)
    shows = {size: asyncio.run(shown(size)) for size in arguments.articles}
    body = report(times, shows)
    if arguments.articles == SIZES and arguments.keys >= KEYS:
        results.write("The list", "python -m benchmarks.lists", body)
    else:
        print(body)


if __name__ == "__main__":
    main()
