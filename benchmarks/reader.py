"""How fast is the pane with the text? Opening an article and moving in it, up to very long texts.

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

from benchmarks.paint_probe import PaintProbe
from benchmarks.sample_archive import drafts
from onrecord.base.records import Actor, Annotation, Article, Attribution, Entity, count_words
from onrecord.base.settings import LINE_LENGTH, resource
from onrecord.terminal.wrapping import TextLayout
from onrecord.tui.looks.themes import THEMES
from onrecord.tui.text.annotation_layers import AnnotationLayers
from onrecord.tui.widgets.article_pane import ArticlePane
from onrecord.tui.widgets.article_view import ArticleView

KEYS = {
    "line": "j",
    "word": "w",
    "half a page": "ctrl+d ctrl+u",
    "page": "space pageup",
    "end and top": "G g",
    "a passage begun, a line more": "v j",
}
_QUOTE = re.compile(r"(“[^”]*”) (\w+ (\w+)) (said)")


class ReaderApp(App[None]):
    """An application with nothing but the pane of the text."""

    CSS_PATH = resource("styles.tcss")

    def compose(self) -> ComposeResult:
        """Yield the pane."""
        yield ArticlePane()

    def on_mount(self) -> None:
        """Choose the theme."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name


def annotate(text: str) -> Annotation:
    """Return the annotation of a generated text."""
    quotes = list(_QUOTE.finditer(text))
    actors = {
        name: Actor(
            id=name,
            name=name,
            type="person",
            mentions=[match.span() for match in re.finditer(rf"{name}|{name.split()[1]}", text)],
        )
        for name in {match[2] for match in quotes}
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
            for match in quotes
        ],
        actors=list(actors.values()),
    )


async def paint_time(start: float) -> float:
    """Return the milliseconds from the start to the last byte painted."""
    while not PaintProbe.last_write and time.perf_counter() < start + 2:
        await asyncio.sleep(0)
    last = 0.0
    while last != PaintProbe.last_write:
        last = PaintProbe.last_write
        await asyncio.sleep(random.uniform(0.02, 0.04))  # keys don't keep step with frames
    return 1000 * (last - start) if last else 0.0


async def measure(words: int, count: int) -> list[str]:
    """Measure the pane with one text.

    Args:
        words: The length of the text.
        count: How often each key is pressed.

    Returns:
        The lines to print.
    """
    draft = next(drafts(1, words))
    annotation = annotate(draft.text)
    rows = []
    article = Article(id=1, title=draft.title, words=count_words(draft.text), source=draft.source)
    app = ReaderApp(driver_class=PaintProbe)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        TextLayout(draft.text, LINE_LENGTH)
        times.append(1000 * (time.perf_counter() - start))
    rows.append(f"{words:9,}  wrap {'':30} {min(times):7.2f} ms")
    async with app.run_test(size=(120, 36), headless=False) as pilot:
        view = app.query_one(ArticleView)
        view.focus()
        for name, shown_annotation in (("text alone", None), ("annotated", annotation)):
            times = []
            for turn in range(10):
                PaintProbe.last_write = 0.0
                start = time.perf_counter()
                text = draft.text + " " * turn
                view.open(article, text, layers=AnnotationLayers(shown_annotation) if shown_annotation else None)
                times.append(await paint_time(start))
            rows.append(
                f"{words:9,}  open {name:30} {statistics.median(times):7.2f} ms   most {max(times):7.2f} ms"
            )
        PaintProbe.last_write = 0.0
        view.annotation_layers = None
        await pilot.pause(0.1)
        PaintProbe.last_write, start = 0.0, time.perf_counter()
        view.annotation_layers = AnnotationLayers(annotation)
        rows.append(f"{words:9,}  marks come {'':24} {await paint_time(start):7.2f} ms")
        keys = {**KEYS, "next quote": "]", "found": "n"}
        view.find("e")
        for name, sequence in keys.items():
            view.selection = None
            view.go_to(0)
            await pilot.pause(0.1)
            times = [await key_time(app, sequence.split(), turn) for turn in range(count)]
            times = sorted(milliseconds for milliseconds in times if milliseconds)
            p95 = times[int(0.95 * (len(times) - 1))]
            rows.append(f"{words:9,}  key  {name:30} {statistics.median(times):7.2f} ms   p95  {p95:7.2f} ms")
    return rows


async def key_time(app: ReaderApp, keys: list[str], turn: int) -> float:
    """Return the milliseconds from a key to the last byte painted; 0 if nothing is painted.

    Args:
        app: The application.
        keys: Keys that are pressed in turns.
        turn: How many were pressed before.
    """
    key = keys[turn % len(keys)]
    PaintProbe.last_write, start = 0.0, time.perf_counter()
    if key == "]":
        app.query_one(ArticleView).next_quote(1)
    elif key == "n":
        app.query_one(ArticlePane).go_to_match(1)
    else:
        app.post_message(events.Key(key, key if len(key) == 1 else None))
    while not PaintProbe.last_write and time.perf_counter() < start + 0.2:
        await asyncio.sleep(0)
    await asyncio.sleep(random.uniform(0.02, 0.04))  # keys don't keep step with frames
    return 1000 * (PaintProbe.last_write - start) if PaintProbe.last_write else 0.0


def main() -> None:
    """Measure texts of the lengths on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, nargs="+", default=[600, 10_000, 100_000])
    parser.add_argument("--keys", type=int, default=60)
    arguments = parser.parse_args()
    print(f"120 × 36, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for words in arguments.words:
        print(*asyncio.run(measure(words, arguments.keys)), sep="\n")


if __name__ == "__main__":
    main()
