"""How fast is the list of articles at any length? Showing it, and from a key to the painted row.

usage: python -m benchmarks.lists [--articles N …] [--keys N]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import statistics
import time
from collections.abc import Sequence

from textual import events
from textual.app import App, ComposeResult

from benchmarks.painted import Screen
from core.records import Article
from core.settings import resource
from tui.themes import THEMES
from tui.widgets.article_list import ArticleList

KEYS = {"down": "j", "half a page": "ctrl+d", "page": "space", "end and top": "G g"}


class Lists(App[None]):
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


async def key_times(app: Lists, keys: Sequence[str], count: int) -> list[float]:
    """Seconds from a key to the last byte painted for it."""
    times = []
    for turn in range(count):
        key = keys[turn % len(keys)]
        Screen.written = 0.0
        start = time.perf_counter()
        app.post_message(events.Key(key, key if len(key) == 1 else None))
        while not Screen.written and time.perf_counter() < start + 0.2:
            await asyncio.sleep(0)
        await asyncio.sleep(random.uniform(0.02, 0.04))  # keys don't keep step with frames
        if Screen.written:  # at the end of a short list nothing moves
            times.append(Screen.written - start)
    return times


async def measure(articles: int, count: int) -> list[str]:
    rows = []
    app = Lists(driver_class=Screen)
    async with app.run_test(size=(120, 36), headless=False) as pilot:
        shown = app.query_one(ArticleList)
        shown.focus()
        ids = list(range(articles, 0, -1))
        calls = {"first": ids, "the same again": list(ids), "with 100 new on top": [*range(-100, 0), *ids]}
        for what, each in calls.items():
            start = time.perf_counter()
            shown.show(each, page)
            rows.append(f"{articles:9,}  show {what:20} {1000 * (time.perf_counter() - start):6.2f} ms")
            await pilot.pause()
        for what, keys in KEYS.items():
            shown.action_move_top()
            await pilot.pause(0.1)
            times = sorted(1000 * seconds for seconds in await key_times(app, keys.split(), count))
            if times:
                p95 = times[int(0.95 * (len(times) - 1))]
                median = statistics.median(times)
                rows.append(f"{articles:9,}  key  {what:20} {median:6.2f} ms   p95 {p95:6.2f} ms")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[3, 1000, 100_000])
    parser.add_argument("--keys", type=int, default=200)
    arguments = parser.parse_args()
    print(f"120 × 36, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for articles in arguments.articles:
        print(*asyncio.run(measure(articles, arguments.keys)), sep="\n")


if __name__ == "__main__":
    main()
