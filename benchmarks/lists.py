"""How fast are lists of any length? From a key to the painted row, and giving the list other articles.

usage: python -m benchmarks.lists [--articles N …] [--keys N]

Keys are sent to the desk in a pseudo-terminal, pressed one by one or held down (thirty a second). A time ends when
the title of the row that the key leads to has been written.
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

from benchmarks import results, sample_archive
from benchmarks.start import ENVIRONMENT
from benchmarks.terminal import Terminal
from onrecord.archive import Archive, Query
from onrecord.base.records import Article
from onrecord.base.settings import resource
from onrecord.tui.looks.themes import THEMES
from onrecord.tui.widgets.article_list import ArticleList, QueryInfo
from onrecord.tui.widgets.sections import Section

SIZES = [1_000, 100_000]
KEYS = 200
DESK_COUNT = 5
"""How many desks are started to list quotes for the first time."""

_REPEAT_SECONDS = 1 / 30
_SHOWN_LENGTH = 18  # characters of a title that the first line of a row has room for


class ListApp(App[None]):
    """An application with nothing but the list of articles."""

    CSS_PATH = resource("styles.tcss")

    def compose(self) -> ComposeResult:
        """Yield the list."""
        yield ArticleList()

    def on_mount(self) -> None:
        """Choose the theme."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name


def page(ids: Sequence[int]) -> list[Article]:
    """Return generated articles with these ids."""
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


async def measure_show(articles: int) -> dict[str, float]:
    """Return the milliseconds that ``ArticleList.show`` takes."""
    times = {}
    app = ListApp()
    async with app.run_test(size=(120, 36)) as pilot:
        list_ = app.query_one(ArticleList)
        ids = list(range(articles, 0, -1))
        groups = [Section(str(day), 10) for day in range(articles // 10)]
        calls = {"first": (ids, []), "100 new": ([*range(-100, 0), *ids], []), "in groups": (ids, groups)}
        for name, (shown_ids, sections) in calls.items():
            list_.highlight(articles // 2)
            start = time.perf_counter()
            list_.show(shown_ids, page, info=QueryInfo(sections=sections))
            times[name] = 1000 * (time.perf_counter() - start)
            await pilot.pause()
    return times


def key_times(desk: Terminal, keys: Iterable[tuple[str, str]], pauses: tuple[float, float]) -> list[float]:
    """Return the milliseconds from each key until the title that it leads to is written.

    Args:
        desk: The desk.
        keys: Each key with the title that it leads to.
        pauses: The shortest and the longest time between two keys, in seconds.
    """
    times = []
    rng = random.Random(1)
    for key, title in keys:
        sent = time.perf_counter() - desk.started
        desk.send(key)
        seconds = desk.wait_for(_first_words(title), 10) - sent
        times.append(1000 * seconds)
        desk.drain_for(max(0.0, rng.uniform(*pauses) - seconds))
    return times


def _first_words(title: str) -> str:
    """Return what the first line of a row surely shows of a title: it may be broken after each word."""
    beginning = title[:_SHOWN_LENGTH]
    return beginning if beginning == title else beginning.rsplit(" ", 1)[0]


def measure_articles(folder: Path, count: int) -> dict[str, list[float]]:
    """Return the times of keys in the list of articles: name of the keys → milliseconds."""
    with Archive.open(folder) as archive:
        ids = archive.search.ids()
        titles = [article.title for article in archive.articles.get_many(ids[: 2 * count + 1])]
        last = archive.articles.get_many(ids[-1:])[0].title
    desk = open_desk(folder)
    down = [("j", title) for title in titles[1:]]
    times = {
        "down, one by one": key_times(desk, down[:count], (0.08, 0.25)),
        "down, held": key_times(desk, down[count:], (_REPEAT_SECONDS, _REPEAT_SECONDS)),
        "to the end and back": key_times(desk, [("G", last), ("g", titles[0])] * (count // 4), (0.1, 0.2)),
    }
    desk.close()
    return times


def measure_quotes(folder: Path, count: int) -> dict[str, list[float]]:
    """Return the times of keys in the list of all quotes, the newest first: name of the keys → milliseconds."""
    with Archive.open(folder) as archive:
        quotes = archive.quotes.get_many(archive.quotes.ids(Query().speech_only(), limit=count + 1))
    # The line below the list writes the quote in the article in another way.
    listing = "Q", f"{quotes[0].kind} · {quotes[0].outlet}"
    first_times = []
    for _ in range(DESK_COUNT):
        desk = open_desk(folder)
        first_times += key_times(desk, [listing], (2.0, 2.0))
        desk.close()
    desk = open_desk(folder)
    key_times(desk, [listing], (2.0, 2.0))
    down = key_times(desk, [("j", " ".join(quote.quote.split())) for quote in quotes[1:]], (0.08, 0.25))
    desk.close()
    return {"Q, to the first quotes": first_times, "down the quotes, one by one": down}


def open_desk(folder: Path) -> Terminal:
    """Return a desk on an archive that has finished starting."""
    desk = Terminal([sys.executable, "-m", "onrecord", "--archive", str(folder)], env=ENVIRONMENT)
    desk.wait_for("Actors")
    desk.drain(2.0)
    return desk


def report(times: dict[int, dict[str, list[float]]], shows: dict[int, dict[str, float]]) -> str:
    """Return the figures in Markdown."""
    rows = [
        [f"{articles:,}", what, f"{statistics.median(ms):.1f} ms", f"{_p95(ms):.1f} ms", f"{max(ms):.0f} ms"]
        for articles, kinds in times.items()
        for what, ms in kinds.items()
    ]
    head = ["articles", "key", "median", "p95", "most"]
    caption = "From a key to the painted row, 120 × 36; the bar is a p95 of 16 ms at 100,000 articles:"
    lines = [caption, "", results.table(head, rows), ""]
    for articles, kinds in shows.items():
        listed = ", ".join(f"{what} {milliseconds:.1f} ms" for what, milliseconds in kinds.items())
        lines.append(f"Giving the list {articles:,} articles: {listed}.  ")
    return "\n".join(lines).rstrip()


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def main() -> None:
    """Measure archives of the sizes on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES)
    parser.add_argument("--keys", type=int, default=KEYS)
    arguments = parser.parse_args()
    times = {}
    with tempfile.TemporaryDirectory() as parent:
        for size in arguments.articles:
            folder = sample_archive.copy(sample_archive.archive(size, annotated=True), Path(parent) / str(size))
            times[size] = measure_articles(folder, arguments.keys) | measure_quotes(folder, arguments.keys)
    shows = {size: asyncio.run(measure_show(size)) for size in arguments.articles}
    body = report(times, shows)
    if arguments.articles == SIZES and arguments.keys >= KEYS:
        results.write("The list", "python -m benchmarks.lists", body)
    else:
        print(body)


if __name__ == "__main__":
    main()
