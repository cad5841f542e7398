"""What do ten million articles cost on a cluster?

usage: python -m benchmarks.cluster [--articles N] [--texts FILE.jsonl]

Measured here: how long one thread takes for each batch, how many bytes go to a worker and come back, and how fast
one process writes readings to Parquet. Reckoned from that: a greedy schedule of all batches on so many threads,
with times drawn from the measured ones, where one client writes what comes back and one worker in a hundred dies a
day, which costs the batch that it had and the start of another.
"""

from __future__ import annotations

import argparse
import heapq
import pickle
import random
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from benchmarks import results
from benchmarks.jobs import articles_of, processor_seconds
from onrecord.annotation.batches import BATCH_TEXTS, Outcome
from onrecord.annotation.pool import AnnotatorPool
from onrecord.base.records import Article
from onrecord.export.readings import CorpusPart, ReadArticle, write_part

CORPUS_SIZE = 10_000_000
THREADS = (2, 16, 48, 192)
"""Numbers of threads: this machine, and three machines of 16, or of 64 cores, beside one of 16."""

DEATHS_A_DAY = 0.01
RESTART = 10.0
"""Seconds until a worker that died is there again with its models, reckoned."""

_HOUR = 3600


class Measured(NamedTuple):
    """Measured: processor seconds of each batch, bytes an article to and fro, articles written in a second."""

    batch_seconds: list[float]
    sent: float
    returned: float
    written_rate: float


def main() -> None:
    """Measure, reckon, and write the table to RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=320)
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    measured = measure(list(islice(cycle(articles_of(options.texts)), options.articles)))
    body = table(measured)
    if options.texts:
        print(body)
    else:
        results.write("Ten million articles on a cluster", "python -m benchmarks.cluster", body)


def measure(texts: Sequence[str]) -> Measured:
    """Annotate texts with one thread, and write what is found."""
    starts = range(0, len(texts), BATCH_TEXTS)
    batches = [[(text, "en") for text in texts[at : at + BATCH_TEXTS]] for at in starts]
    batches = [batch for batch in batches if len(batch) == BATCH_TEXTS]
    seconds: list[float] = []
    outcomes: list[Outcome] = []
    with AnnotatorPool(None, 1) as pool:
        [annotator] = pool.annotators
        annotator.annotate_batch(batches[0][:4])
        for batch in batches:
            began = processor_seconds(pool)
            outcomes += annotator.annotate_batch(batch)
            seconds.append(processor_seconds(pool) - began)
    articles = [article for batch in batches for article in batch]
    return Measured(
        seconds,
        sum(len(pickle.dumps(article)) for article in articles) / len(articles),
        sum(len(pickle.dumps(outcome)) for outcome in outcomes) / len(articles),
        written_rate(articles, outcomes),
    )


def written_rate(articles: Sequence[tuple[str, str]], outcomes: Sequence[Outcome]) -> float:
    """Return how many articles' readings one process writes to Parquet in a second."""
    read = [
        ReadArticle(str(number), number, Article(id=0, title=""), text, outcome)
        for number, ((text, _), outcome) in enumerate(zip(articles, outcomes, strict=True), start=1)
    ]
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        write_part(CorpusPart("corpus", 0, 0, 0, ""), read, Path(folder), "parquet")
    return len(read) / (time.process_time() - began)


def scheduled_seconds(measured: Measured, threads: int, rng: random.Random) -> float:
    """Return when the last batch of the corpus is written, with so many threads."""
    free = [0.0] * threads
    written = 0.0
    for _ in range(CORPUS_SIZE // BATCH_TEXTS):
        took = rng.choice(measured.batch_seconds)
        if rng.random() < DEATHS_A_DAY * took / (24 * _HOUR):
            took += rng.random() * took + RESTART
        ended = heapq.heappop(free) + took
        heapq.heappush(free, ended)
        written = max(written, ended) + BATCH_TEXTS / measured.written_rate
    return written


def table(measured: Measured) -> str:
    """Return what is written to RESULTS.md."""
    seconds = sum(measured.batch_seconds) / len(measured.batch_seconds)
    head = (
        f"Measured with {len(measured.batch_seconds)} batches of {BATCH_TEXTS} articles of some 500 words: "
        f"{seconds / BATCH_TEXTS * 1000:.0f} processor ms an article; {measured.sent:,.0f} bytes of each go to "
        f"a worker, {measured.returned:,.0f} come back; one process writes the readings of "
        f"{measured.written_rate:,.0f} articles/s. From that is reckoned, for {CORPUS_SIZE:,} articles:"
    )
    rng = random.Random(1)
    rows = []
    for threads in THREADS:
        hours = scheduled_seconds(measured, threads, rng) / _HOUR
        rate = CORPUS_SIZE / hours / _HOUR
        traffic = rate * (measured.sent + measured.returned) * 8 / 1e6
        rows.append([f"{threads}", f"{rate:,.0f}", f"{hours:,.0f}", f"{threads * hours:,.0f}", f"{traffic:.1f}"])
    heads = ["threads", "articles/s", "hours", "thread hours", "Mbit/s at the client"]
    return f"{head}\n\n{results.table(heads, rows)}"


if __name__ == "__main__":
    main()
