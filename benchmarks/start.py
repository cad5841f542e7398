"""How soon can one read? The desk's start and its keys, against a bare Textual application in the same run.

usage: python -m benchmarks.start [--articles N] [--runs N]
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.made import drafts
from benchmarks.terminal import Terminal
from core.annotate.background import BackgroundAnnotator
from core.archive import Archive

HERE = Path(__file__).parent


KEYS = 20


def keys(desk: list[str], folder: str) -> list[float]:
    """Seconds from the key for the next article until its text is written to the terminal, annotated before."""
    with Archive.open(Path(folder)) as archive:
        ids = archive.ids()[: KEYS + 1]
        texts = [archive.text(article) for article in ids]
        annotator = BackgroundAnnotator()  # in a process of its own: this one will fork
        for article, text in zip(ids, texts, strict=True):
            archive.annotate(article, annotator.annotate(text))
        annotator.stop()
    terminal = Terminal(desk, env={"PYTHONPATH": str(HERE.parent)})
    terminal.wait_for("Actors")
    terminal.drain(1.0)
    seconds = []
    for text in texts[1:]:
        terminal.send("J")
        sent = time.perf_counter() - terminal.started
        seconds.append(terminal.wait_for(text.split()[0]) - sent)
        terminal.drain()
    terminal.close()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with Archive.open(Path(folder)) as archive:
            for _ in archive.add_many(drafts(arguments.articles)):
                pass
            first = archive.page(archive.ids()[:1])[0].title[:20]
        bare = [sys.executable, str(HERE / "bare.py")]
        desk = [sys.executable, "-m", "tui", "--archive", folder]
        starts: dict[str, list[float]] = {"bare": [], "desk": []}
        cpu: dict[str, list[float]] = {"bare": [], "desk": []}
        memory: dict[str, list[int]] = {"bare": [], "desk": []}
        for run in range(arguments.runs + 1):
            for name, command, text in (("bare", bare, "usable"), ("desk", desk, first)):
                terminal = Terminal(command, env={"PYTHONPATH": str(HERE.parent)})
                seconds = terminal.wait_for(text)
                if run:  # the first run warms the caches
                    starts[name].append(seconds)
                    cpu[name].append(terminal.cpu())
                    memory[name].append(terminal.memory())
                terminal.close()
        shown = keys(desk, folder)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{arguments.articles:,} articles, {arguments.runs} runs, {machine}")
    for name in starts:
        figures = [statistics.median(f[name]) for f in (starts, cpu, memory)]
        print(
            f"{name:6} first usable {1000 * figures[0]:6.0f} ms   processor {1000 * figures[1]:6.0f} ms"
            f"   memory {figures[2] / 1e6:6.1f} MB"
        )
    start, processor, resident = (
        statistics.median(d / b for d, b in zip(f["desk"], f["bare"], strict=True)) for f in (starts, cpu, memory)
    )
    print(
        f"from the key to an annotated article on the screen, {len(shown)} articles of 500 words: "
        f"median {1000 * statistics.median(shown):.0f} ms, most {1000 * max(shown):.0f} ms"
    )
    print(f"desk / bare: start {start:.2f}, processor {processor:.2f}, memory {resident:.2f}")


if __name__ == "__main__":
    main()
