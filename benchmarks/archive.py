"""How large may an archive be? Adding, size on disk, searching, and saving, beside stock TinyDB and newsboat.

usage: python -m benchmarks.archive [--articles N] [--without PART …]

The articles, of 500 words, are generated (sample_archive.py). With 100,000 or 1,000,000 of them the figures go to
RESULTS.md; with another number they are only printed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from tinydb import TinyDB

from benchmarks import newsboat, sample_archive
from benchmarks.results import table, write
from onrecord.archive import Archive

HERE = Path(__file__).parent
REPORTED_COUNTS = (100_000, 1_000_000)
QUERY_COUNT = 200
LIMIT = 50
VISIBLE_ROWS = 12
"""How many rows with a snippet a terminal of 36 lines shows."""

Rows = list[list[str]]


def measure_adding(count: int, folder: Path) -> Rows:
    """Measure the rate and the memory of ``onrecord add FILE --no-annotate``."""
    file = sample_archive.jsonl(count)
    command = [sys.executable, "-m", "onrecord", "add", str(file), "--no-annotate", "--archive", str(folder)]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.DEVNULL)
    resident_pages: list[int] = []
    while process.poll() is None:
        with suppress(OSError, IndexError, ValueError):
            resident_pages.append(int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]))
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    page_size = os.sysconf("SC_PAGE_SIZE") / 2**20
    early, late = max(resident_pages[: len(resident_pages) // 5]) * page_size, max(resident_pages) * page_size
    return [
        ["add from JSON Lines, without annotation", f"{count / seconds:,.0f} articles/s", "≥ 2,000"],
        ["memory of that: in the first fifth, at most", f"{early:.0f} MB, {late:.0f} MB", "flat"],
    ]


def measure_disk(count: int, plain: Path, annotated: Path) -> Rows:
    """Compare the size of archives on disk with the size of the texts."""
    text_size = sum(len(draft.text.encode()) for draft in sample_archive.drafts(min(count, 5_000))) / min(
        count, 5_000
    )
    sizes = [_file_size(folder) / count for folder in (plain, annotated)]
    return [
        [
            "disk, with index and without annotation, against the raw text",
            f"{sizes[0] / text_size:.2f} ×",
            "≤ 1.6 ×",
        ],
        ["annotation with its index rows, on disk", f"{(sizes[1] - sizes[0]) / 1024:.2f} KB an article", "≤ 3 KB"],
    ]


def _file_size(folder: Path) -> int:
    """Return the size of an archive's file after the log was written back to it, free pages included."""
    with Archive.open(folder) as archive:
        archive.database.storage.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return archive.file.stat().st_size


def queries(archive: Archive, seed: int = 7) -> dict[str, list[str]]:
    """Return equally many queries of each kind: kind → queries."""
    rng = random.Random(seed)
    vocabulary, people = sample_archive.vocabulary(), sample_archive.people()
    newest = archive.search.ids(limit=2000)

    def phrase() -> str:
        words = re.findall(r"\w+", archive.articles.text(rng.choice(newest)))
        at, length = rng.randrange(1, len(words) - 3), rng.choice((2, 3))
        return f'"{" ".join(words[at : at + length]).lower()}"'

    def beginning() -> str:
        return rng.choice([word for word in vocabulary[:3000] if len(word) > 5])[: rng.choice((3, 4, 5, 6))]

    kinds: dict[str, Callable[[], str]] = {
        "common": lambda: vocabulary[rng.randrange(100)],
        "rare": lambda: vocabulary[rng.randrange(5000, len(vocabulary))],
        "three words": lambda: " ".join(vocabulary[rng.randrange(1000)] for _ in range(3)),
        "phrase": phrase,
        "prefix": lambda: f"{beginning()}*",
        "said:": lambda: f"said:{vocabulary[rng.randrange(1000)]}",
        "actor:": lambda: f'actor:"{people[int(len(people) ** rng.random()) - 1]}"',
    }
    per_kind = -(-QUERY_COUNT // len(kinds))
    drawn = [(kind, draw()) for _ in range(per_kind) for kind, draw in kinds.items()][:QUERY_COUNT]
    return {kind: [query for other, query in drawn if other == kind] for kind in kinds}


def measure_searching(folder: Path) -> Rows:
    """Measure the time from a query to the first articles, with the snippets that are on the screen."""
    rows: Rows = []
    with Archive.open(folder) as archive:
        queries_by_kind = queries(archive)
        archive.search.ids("warm")  # the grammar's library is loaded by the first query
        for order, bar in (("newest", 15), ("best", 30)):
            times: dict[str, list[float]] = {}
            for kind, queries_of_kind in queries_by_kind.items():
                times[kind] = [
                    _shortest_time(partial(search_with_snippets, archive, query, order))
                    for query in queries_of_kind
                ]
            all_times = [seconds for times_of_kind in times.values() for seconds in times_of_kind]
            rows.append(
                [f"search, {order} first, {len(all_times)} queries", _spread(all_times), f"≤ {bar} ms (p95)"]
            )
            rows += [[f"– {kind}", _spread(seconds), ""] for kind, seconds in times.items()]
        rows.append(["all ids, newest first, just opened", f"{1000 * _time(archive.search.ids):.1f} ms", ""])
    return rows


def search_with_snippets(archive: Archive, query: str, order: str) -> None:
    """Read the first articles that a query finds, and the snippets that are on the screen."""
    articles = archive.articles.get_many(archive.search.ids(query, order, LIMIT))
    archive.search.snippets([article.id for article in articles[:VISIBLE_ROWS]], query)


def measure_saving(count: int, folder: Path, stock: bool) -> Rows:
    """Compare the time to save a tag or a note durably with that of stock TinyDB's JSON file."""
    with Archive.open(folder) as archive:
        ids = random.Random(3).sample(archive.search.ids(), 60)
        tag = statistics.median(_time(partial(archive.articles.tag, [article], add=["x"])) for article in ids)
        note = statistics.median(_time(partial(archive.notes.add, article, "Ask.")) for article in ids)
    slower = max(tag, note)
    rows = [["a tag, a note saved durably (median)", f"{1000 * tag:.2f} ms, {1000 * note:.2f} ms", ""]]
    if stock:
        opening, change = _time_stock_tinydb(count)
        rows += [
            ["– stock TinyDB (JSON): open and first read", f"{opening:.2f} s", ""],
            ["– stock TinyDB (JSON): a tag", f"{change:.2f} s", ""],
            ["a tag or a note, against stock TinyDB", f"{change / slower:,.0f} × faster", "≥ 1,000 ×"],
        ]
    return rows


def _time_stock_tinydb(count: int) -> tuple[float, float]:
    """Return the seconds that TinyDB's JSON file takes to open and read, and to tag one article."""
    with tempfile.TemporaryDirectory(dir=sample_archive.FOLDER) as folder:
        file = Path(folder) / "stock.json"
        with TinyDB(file) as db:
            documents: Iterator[dict[str, object]] = (
                {
                    "title": draft.title,
                    "source": draft.source,
                    "published": draft.published,
                    "text": draft.text,
                    "tags": [],
                }
                for draft in sample_archive.drafts(count)
            )
            db.table("articles").insert_multiple(documents)
        start = time.perf_counter()
        with TinyDB(file) as db:
            db.table("articles").get(doc_id=1)
            opening = time.perf_counter() - start
            change = min(
                _time(partial(db.table("articles").update, {"tags": ["x"]}, doc_ids=[number]))
                for number in (count // 2, count // 3)
            )
    return opening, change


def measure_opening(folder: Path) -> Rows:
    """Measure how long a new process takes to open the archive and read the newest page of the list."""
    program = (
        "import sys, time; from pathlib import Path; from onrecord.archive import Archive; "
        "start = time.perf_counter(); "
        "archive = Archive.open(Path(sys.argv[1])); archive.articles.get_many(archive.search.ids(limit=50)); "
        "archive.search.count(); "
        "print(time.perf_counter() - start)"
    )
    seconds = [
        float(subprocess.check_output([sys.executable, "-c", program, str(folder)], cwd=HERE.parent))
        for _ in range(5)
    ]
    return [["open and read the first 50 rows", f"{1000 * statistics.median(seconds):.1f} ms", ""]]


def _time(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _shortest_time(action: Callable[[], object]) -> float:
    """Return the shorter of two runs: the other may have waited for something else on the machine."""
    return min(_time(action) for _ in range(2))


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return f"p50 {1000 * statistics.median(ordered):.1f} ms, p95 {1000 * p95:.1f} ms"


def main() -> None:
    """Measure an archive of the size on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=REPORTED_COUNTS[0])
    parser.add_argument("--without", nargs="*", choices=("stock", "newsboat"), default=[])
    arguments = parser.parse_args()
    count = arguments.articles
    # Stock TinyDB holds everything in memory, newsboat all titles; with a million articles they take hours.
    without = ("stock", "newsboat") if count > REPORTED_COUNTS[0] else arguments.without
    annotated = sample_archive.archive(count, annotated=True)
    with tempfile.TemporaryDirectory(dir=sample_archive.FOLDER) as parent:
        plain = Path(parent) / "plain"
        rows = measure_adding(count, plain) + measure_disk(count, plain, annotated)
        shutil.rmtree(plain)
        rows += measure_opening(annotated) + measure_searching(annotated)
        rows += measure_saving(
            count, sample_archive.copy(annotated, Path(parent) / "copy"), "stock" not in without
        )
        shutil.rmtree(Path(parent) / "copy")
    if "newsboat" not in without:
        rows += newsboat.measure(count)
    body = table(["what", "measured", "bar"], rows)
    if count in REPORTED_COUNTS and not arguments.without:
        command = "python -m benchmarks.archive" + (f" --articles {count}" if count != REPORTED_COUNTS[0] else "")
        write(f"The archive, {count:,} articles of 500 words", command, body)
    else:
        print(body)


if __name__ == "__main__":
    main()
