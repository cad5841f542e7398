"""How fast does the desk start? Time and memory, compared with a bare Textual application.

usage: python -m benchmarks.start [--articles N …] [--runs N]

Each run starts the bare application and then the desk on each archive, as processes in a pseudo-terminal, so that
ratios compare what ran at nearly the same time. Memory is the resident memory after the start; the process that
loads the model is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from benchmarks import results, sample_archive
from benchmarks.terminal import Terminal
from onrecord.annotation.worker import BackgroundAnnotator
from onrecord.archive import Archive

HERE = Path(__file__).parent
SIZES = [1_000, 100_000]
RUNS = 15
KEYS = 20

# As when installed: Python keeps its bytecode, that of the desk and of the libraries.
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": ""}

Figures = dict[str, list[float]]


def measure_start(command: list[str], text: str) -> tuple[float, float, float]:
    """Start a program and return its figures.

    Returns:
        Seconds until ``text`` is shown, processor seconds until then, and bytes of memory after the start.
    """
    terminal = Terminal(command, env=ENVIRONMENT)
    seconds = terminal.wait_for(text)
    processor_seconds = terminal.cpu()
    terminal.drain(1.0)
    memory = terminal.memory()
    terminal.close()
    return seconds, processor_seconds, memory


def measure_starts(folders: dict[int, Path], runs: int) -> tuple[Figures, Figures, Figures]:
    """Return seconds, processor seconds and bytes by program, which is ``bare`` or a number of articles."""
    programs = {"bare": ([sys.executable, str(HERE / "bare_app.py")], "usable")}
    for articles, folder in folders.items():
        with Archive.open(folder) as archive:
            title = archive.articles.get_many(archive.search.ids(limit=1))[0].title[:20]
        programs[f"{articles:,}"] = ([sys.executable, "-m", "onrecord", "--archive", str(folder)], title)
    figures: tuple[Figures, Figures, Figures] = defaultdict(list), defaultdict(list), defaultdict(list)
    for run in range(runs + 1):
        for name, (command, text) in programs.items():
            values = measure_start(command, text)
            if run:  # the first run warms the caches
                for kind, value in zip(figures, values, strict=True):
                    kind[name].append(value)
    return figures


def measure_opening(folder: Path) -> list[float]:
    """Return the seconds from the key for the next article until its annotated text is shown."""
    with Archive.open(folder) as archive:
        ids = archive.search.ids(limit=KEYS + 1)
        texts = [archive.articles.text(article) for article in ids]
        annotator = BackgroundAnnotator()
        for article, text in zip(ids, texts, strict=True):
            archive.annotations.store(article, annotator.annotate(text))
        annotator.stop()
    terminal = Terminal([sys.executable, "-m", "onrecord", "--archive", str(folder)], env=ENVIRONMENT)
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


def ratio(
    kind: Figures, name: str, other: str, average: Callable[[list[float]], float] = statistics.median
) -> float:
    """Return the median of the ratios of two programs, each of the same run."""
    return average([value / other_value for value, other_value in zip(kind[name], kind[other], strict=True)])


def report(sizes: list[int], runs: int, figures: tuple[Figures, Figures, Figures], keys: list[float]) -> str:
    """Return the figures in Markdown."""
    seconds, processor, _ = figures
    rows = []
    for name in seconds:
        start, cpu, resident = (statistics.median(kind[name]) for kind in figures)
        shown = (f"{1000 * start:.0f} ms", f"{1000 * cpu:.0f} ms", f"{resident / 2**20:.1f} MB")
        cells = [(text, f"{ratio(kind, name, 'bare'):.2f}") for text, kind in zip(shown, figures, strict=True)]
        rows.append([name if name == "bare" else f"{name} articles", *chain.from_iterable(cells)])
    head = ["program", "first usable list", "× bare", "processor", "× bare", "memory", "× bare"]
    lines = [f"Medians of {runs} runs; ratios of neighbouring runs.", "", results.table(head, rows), ""]
    if len(sizes) > 1:
        few, many = f"{sizes[0]:,}", f"{sizes[-1]:,}"
        lines.append(
            f"First usable list at {many} articles against {few}: {ratio(seconds, many, few):.2f} "
            f"(processor {ratio(processor, many, few):.2f})."
        )
    lines.append(
        f"From the key to the next annotated article on the screen, {len(keys)} articles of 500 words: "
        f"median {1000 * statistics.median(keys):.0f} ms, most {1000 * max(keys):.0f} ms."
    )
    return "\n".join(lines)


def main() -> None:
    """Measure the start on archives of the sizes on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES)
    parser.add_argument("--runs", type=int, default=RUNS)
    arguments = parser.parse_args()
    sizes = sorted(arguments.articles)
    with tempfile.TemporaryDirectory() as parent:
        folders = {
            size: sample_archive.copy(sample_archive.archive(size), Path(parent) / str(size)) for size in sizes
        }
        figures = measure_starts(folders, arguments.runs)
        keys = measure_opening(folders[sizes[0]])
    body = report(sizes, arguments.runs, figures, keys)
    if sizes == SIZES and arguments.runs >= RUNS:
        results.write("The start", "python -m benchmarks.start", body)
    else:
        print(body)


if __name__ == "__main__":
    main()
