"""How fast is the reader? Opening an annotated article, from a key to the painted line, very long texts.

usage: python -m benchmarks.reader [--words N …] [--keys N]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import re
import statistics
import time

os.environ.setdefault("TEXTUAL_FPS", "120")  # Textual paints at the next frame; at 60 a key waits for up to 17 ms

from textual import events
from textual.app import App, ComposeResult

from benchmarks.made import drafts
from benchmarks.painted import Screen
from onrecord.base.records import Actor, Annotation, Article, Attribution, Entity, count_words
from onrecord.base.settings import resource
from onrecord.terminal.wrapping import TextLayout
from onrecord.tui.looks.themes import THEMES
from onrecord.tui.widgets.article_pane import ArticlePane
from onrecord.tui.widgets.article_view import ArticleView
from onrecord.tui.widgets.page_view import MEASURE

KEYS = {
    "line": "j",
    "word": "w",
    "half a page": "ctrl+d ctrl+u",
    "page": "space pageup",
    "end and top": "G g",
    "a passage begun, a line more": "v j",
}
_SAID = re.compile(r"(“[^”]*”) (\w+ (\w+)) (said)")


class Desk(App[None]):
    CSS_PATH = resource("styles.tcss")

    def compose(self) -> ComposeResult:
        yield ArticlePane()

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name


def read(text: str) -> Annotation:
    """Who says what in a made text."""
    said = list(_SAID.finditer(text))
    actors = {
        name: Actor(
            id=name,
            name=name,
            type="person",
            mentions=[match.span() for match in re.finditer(rf"{name}|{name.split()[1]}", text)],
        )
        for name in {match[2] for match in said}
    }
    return Annotation(
        entities=[
            Entity(span=span, label="PERSON", actor=actor.id)
            for actor in actors.values()
            for span in actor.mentions
        ],
        attributions=[
            Attribution(
                source=[match.span(2)],
                cue=[match.span(4)],
                content=[match.span(1)],
                kind="direct",
                speaker=[match[2]],
            )
            for match in said
        ],
        actors=list(actors.values()),
    )


async def painted(start: float) -> float:
    """Milliseconds from the start to the last byte painted."""
    while not Screen.written and time.perf_counter() < start + 2:
        await asyncio.sleep(0)
    last = 0.0
    while last != Screen.written:
        last = Screen.written
        await asyncio.sleep(random.uniform(0.02, 0.04))  # keys don't keep step with frames
    return 1000 * (last - start) if last else 0.0


async def measure(words: int, count: int) -> list[str]:
    draft = next(drafts(1, words))
    annotation = read(draft.text)
    rows = []
    article = Article(id=1, title=draft.title, words=count_words(draft.text), source=draft.source)
    app = Desk(driver_class=Screen)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        TextLayout(draft.text, MEASURE)
        times.append(1000 * (time.perf_counter() - start))
    rows.append(f"{words:9,}  wrap {'':30} {min(times):7.2f} ms")
    async with app.run_test(size=(120, 36), headless=False) as pilot:
        reader = app.query_one(ArticleView)
        reader.focus()
        for what, given in (("text alone", None), ("annotated", annotation)):
            times = []
            for turn in range(10):
                Screen.written = 0.0
                start = time.perf_counter()
                text = draft.text + " " * turn
                reader.open(article, text, annotation=given)
                times.append(await painted(start))
            rows.append(
                f"{words:9,}  open {what:30} {statistics.median(times):7.2f} ms   most {max(times):7.2f} ms"
            )
        Screen.written = 0.0
        reader.annotation = None
        await pilot.pause(0.1)
        Screen.written, start = 0.0, time.perf_counter()
        reader.annotation = annotation
        rows.append(f"{words:9,}  marks come {'':24} {await painted(start):7.2f} ms")
        keys = {**KEYS, "next quote": "]", "found": "n"}
        reader.find("e")
        for what, sequence in keys.items():
            reader.selection = None
            reader.go_to(0)
            await pilot.pause(0.1)
            times = [await key_time(app, sequence.split(), turn) for turn in range(count)]
            times = sorted(took for took in times if took)
            p95 = times[int(0.95 * (len(times) - 1))]
            rows.append(f"{words:9,}  key  {what:30} {statistics.median(times):7.2f} ms   p95  {p95:7.2f} ms")
    return rows


async def key_time(app: Desk, keys: list[str], turn: int) -> float:
    key = keys[turn % len(keys)]
    Screen.written, start = 0.0, time.perf_counter()
    if key == "]":
        app.query_one(ArticleView).next_quote(1)
    elif key == "n":
        app.query_one(ArticlePane).go_to_match(1)
    else:
        app.post_message(events.Key(key, key if len(key) == 1 else None))
    while not Screen.written and time.perf_counter() < start + 0.2:
        await asyncio.sleep(0)
    await asyncio.sleep(random.uniform(0.02, 0.04))  # keys don't keep step with frames
    return 1000 * (Screen.written - start) if Screen.written else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, nargs="+", default=[600, 10_000, 100_000])
    parser.add_argument("--keys", type=int, default=60)
    arguments = parser.parse_args()
    print(f"120 × 36, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for words in arguments.words:
        print(*asyncio.run(measure(words, arguments.keys)), sep="\n")


if __name__ == "__main__":
    main()
