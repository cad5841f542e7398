"""How large may an archive be? Adding, size on disk, searching, and saving, beside stock TinyDB and newsboat.

usage: python -m benchmarks.archive [--articles N] [--without PART …]

The articles are made (benchmarks/made.py), of 500 words. With 100,000 or 1,000,000 of them the figures are put
into RESULTS.md; with another number they are only shown.
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

from benchmarks import made, newsboat
from benchmarks.results import table, write
from onrecord.archive import Archive

HERE = Path(__file__).parent
REPORTED = (100_000, 1_000_000)
QUERIES = 200
FIRST = 50
VISIBLE = 12
"""Rows of the list with a snippet that a terminal of 36 lines shows."""

Rows = list[list[str]]


def adding(count: int, folder: Path) -> Rows:
    """The command ``onrecord add FILE --no-annotate``: its rate, and its memory while it goes on."""
    file = made.jsonl(count)
    command = [sys.executable, "-m", "onrecord", "add", str(file), "--no-annotate", "--archive", str(folder)]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.DEVNULL)
    memory: list[int] = []
    while process.poll() is None:
        with suppress(OSError, IndexError, ValueError):
            memory.append(int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]))
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    page = os.sysconf("SC_PAGE_SIZE") / 2**20
    early, late = max(memory[: len(memory) // 5]) * page, max(memory) * page
    return [
        ["add from JSON Lines, without annotation", f"{count / seconds:,.0f} articles/s", "≥ 2,000"],
        ["memory of that: in the first fifth, at most", f"{early:.0f} MB, {late:.0f} MB", "flat"],
    ]


def disk(count: int, plain: Path, annotated: Path) -> Rows:
    """Bytes on disk against those of the texts."""
    raw = sum(len(draft.text.encode()) for draft in made.drafts(min(count, 5_000))) / min(count, 5_000)
    sizes = [_settled(folder) / count for folder in (plain, annotated)]
    return [
        ["disk, with index and without annotation, against the raw text", f"{sizes[0] / raw:.2f} ×", "≤ 1.6 ×"],
        ["annotation with its index rows, on disk", f"{(sizes[1] - sizes[0]) / 1024:.2f} KB an article", "≤ 3 KB"],
    ]


def _settled(folder: Path) -> int:
    """The size of an archive's file with the log written back, free pages included."""
    with Archive.open(folder) as archive:
        archive.database.storage.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return archive.file.stat().st_size


def queries(archive: Archive, seed: int = 7) -> dict[str, list[str]]:
    """Mixed queries, of each kind as many: kind → queries."""
    chance = random.Random(seed)
    vocabulary, people = made.words(), made.people()
    newest = archive.search.ids(limit=2000)

    def phrase() -> str:
        words = re.findall(r"\w+", archive.articles.text(chance.choice(newest)))
        at, length = chance.randrange(1, len(words) - 3), chance.choice((2, 3))
        return f'"{" ".join(words[at : at + length]).lower()}"'

    def beginning() -> str:
        return chance.choice([word for word in vocabulary[:3000] if len(word) > 5])[: chance.choice((3, 4, 5, 6))]

    kinds: dict[str, Callable[[], str]] = {
        "common": lambda: vocabulary[chance.randrange(100)],
        "rare": lambda: vocabulary[chance.randrange(5000, len(vocabulary))],
        "three words": lambda: " ".join(vocabulary[chance.randrange(1000)] for _ in range(3)),
        "phrase": phrase,
        "prefix": lambda: f"{beginning()}*",
        "said:": lambda: f"said:{vocabulary[chance.randrange(1000)]}",
        "actor:": lambda: f'actor:"{people[int(len(people) ** chance.random()) - 1]}"',
    }
    share = -(-QUERIES // len(kinds))
    asked = [(kind, make()) for _ in range(share) for kind, make in kinds.items()][:QUERIES]
    return {kind: [query for other, query in asked if other == kind] for kind in kinds}


def searching(folder: Path) -> Rows:
    """From the query to the first articles with the snippets that are seen of them."""
    rows: Rows = []
    with Archive.open(folder) as archive:
        asked = queries(archive)
        archive.search.ids("warm")  # the grammar's library is loaded by the first query
        for order, bar in (("newest", 15), ("best", 30)):
            times: dict[str, list[float]] = {}
            for kind, each in asked.items():
                times[kind] = [_best(partial(_look, archive, query, order)) for query in each]
            everything = [seconds for of_kind in times.values() for seconds in of_kind]
            rows.append(
                [f"search, {order} first, {len(everything)} queries", _spread(everything), f"≤ {bar} ms (p95)"]
            )
            rows += [[f"– {kind}", _spread(seconds), ""] for kind, seconds in times.items()]
        rows.append(["all ids, newest first, just opened", f"{1000 * _timed(archive.search.ids):.1f} ms", ""])
    return rows


def _look(archive: Archive, query: str, order: str) -> None:
    articles = archive.articles.get_many(archive.search.ids(query, order, FIRST))
    for article in articles[:VISIBLE]:
        archive.search.snippet(article.id, query)


def saving(count: int, folder: Path, stock: bool) -> Rows:
    """A tag and a note, each saved durably, against the same in stock TinyDB's JSON file."""
    with Archive.open(folder) as archive:
        ids = random.Random(3).sample(archive.search.ids(), 60)
        tag = statistics.median(_timed(partial(archive.articles.tag, [article], add=["x"])) for article in ids)
        note = statistics.median(_timed(partial(archive.notes.add, article, "Ask.")) for article in ids)
    ours = max(tag, note)
    rows = [["a tag, a note saved durably (median)", f"{1000 * tag:.2f} ms, {1000 * note:.2f} ms", ""]]
    if stock:
        opening, change = _stock(count)
        rows += [
            ["– stock TinyDB (JSON): open and first read", f"{opening:.2f} s", ""],
            ["– stock TinyDB (JSON): a tag", f"{change:.2f} s", ""],
            ["a tag or a note, against stock TinyDB", f"{change / ours:,.0f} × faster", "≥ 1,000 ×"],
        ]
    return rows


def _stock(count: int) -> tuple[float, float]:
    """Seconds to open and first read, and to tag one article: articles and texts in TinyDB's JSON file."""
    with tempfile.TemporaryDirectory(dir=made.FOLDER) as folder:
        file = Path(folder) / "stock.json"
        with TinyDB(file) as db:
            documents: Iterator[dict[str, object]] = (
                {
                    "title": each.title,
                    "source": each.source,
                    "published": each.published,
                    "text": each.text,
                    "tags": [],
                }
                for each in made.drafts(count)
            )
            db.table("articles").insert_multiple(documents)
        start = time.perf_counter()
        with TinyDB(file) as db:
            db.table("articles").get(doc_id=1)
            opening = time.perf_counter() - start
            change = min(
                _timed(partial(db.table("articles").update, {"tags": ["x"]}, doc_ids=[number]))
                for number in (count // 2, count // 3)
            )
    return opening, change


def opening(folder: Path) -> Rows:
    """A process of its own that opens the archive and reads the newest page of the list."""
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


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _best(action: Callable[[], object]) -> float:
    """The better of two runs: the other may have waited for something else on the machine."""
    return min(_timed(action) for _ in range(2))


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return f"p50 {1000 * statistics.median(ordered):.1f} ms, p95 {1000 * p95:.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=REPORTED[0])
    parser.add_argument("--without", nargs="*", choices=("stock", "newsboat"), default=[])
    arguments = parser.parse_args()
    count = arguments.articles
    # Stock TinyDB holds everything in memory, newsboat all titles: at a million one would wait for them for hours.
    without = ("stock", "newsboat") if count > REPORTED[0] else arguments.without
    annotated = made.archive(count, annotated=True)
    with tempfile.TemporaryDirectory(dir=made.FOLDER) as place:
        plain = Path(place) / "plain"
        rows = adding(count, plain) + disk(count, plain, annotated)
        shutil.rmtree(plain)
        rows += opening(annotated) + searching(annotated)
        rows += saving(count, made.copy(annotated, Path(place) / "copy"), "stock" not in without)
        shutil.rmtree(Path(place) / "copy")
    if "newsboat" not in without:
        rows += newsboat.measure(count)
    body = table(["what", "measured", "bar"], rows)
    if count in REPORTED and not arguments.without:
        command = "python -m benchmarks.archive" + (f" --articles {count}" if count != REPORTED[0] else "")
        write(f"The archive, {count:,} articles of 500 words", command, body)
    else:
        print(body)


if __name__ == "__main__":
    main()
