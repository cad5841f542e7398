"""How much faster do several processes annotate than one, and what memory does each take?

usage: python -m benchmarks.jobs [--jobs N ...] [--articles N] [--rounds N] [--texts FILE.jsonl]

The same articles are annotated by each number of processes in turn, several rounds long, so that all of them meet
the same neighbours on the machine; each figure is the median of its rounds. Models are loaded before the clock
starts. The rivals are one process of one thread, which is what ``--jobs 1`` is, and one with all threads, which is
what reads few texts. What the processes return has to be the same, byte for byte. A curve for some processors of
many: ``taskset -c 0-3 python -m benchmarks.jobs``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

import msgspec

from benchmarks import results
from benchmarks.ingest import shipped_texts
from onrecord.annotation.batches import split_into_batches
from onrecord.annotation.pool import AnnotatorPool
from onrecord.base.processors import processor_count

WORDS = 500
"""How many words an article has, more or less."""

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class Rival(NamedTuple):
    """A pool under the name that stands in the table."""

    name: str
    pool: AnnotatorPool


class Round(NamedTuple):
    """What one round measured: seconds by the clock, seconds of processors, and a hash of all annotations."""

    seconds: float
    processor_seconds: float
    digest: str


def main() -> None:
    """Measure all rivals, and write the table to RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    curve = {2, *(jobs for jobs in (4, processor_count()) if 2 < jobs <= processor_count())}
    parser.add_argument("--jobs", type=int, nargs="+", default=sorted(curve))
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    articles = list(islice(cycle(articles_of(options.texts)), options.articles))
    with ExitStack() as stack:
        pools = {f"{jobs}": AnnotatorPool(None, jobs) for jobs in (1, *options.jobs)}
        pools["1 with all threads"] = AnnotatorPool(None, 1, processor_count())
        rivals = [Rival(name, stack.enter_context(pool)) for name, pool in pools.items()]
        for rival in rivals:
            warm_up(rival.pool, articles)
        rounds = [[measured(rival.pool, articles) for rival in rivals] for _ in range(options.rounds)]
        body = table(rivals, rounds, articles)
    if options.texts:
        print(body)
    else:
        results.write("Processes that annotate", "python -m benchmarks.jobs", body)


def articles_of(file: Path | None) -> list[str]:
    """Return texts of some WORDS words: those of a file of JSON lines, or those that come with onrecord."""
    if file is not None:
        return [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
    return list(of_equal_length(shipped_texts()))


def of_equal_length(texts: Iterator[str]) -> Iterator[str]:
    """Yield paragraphs of the texts put together to articles of WORDS words; what is left over is dropped."""
    paragraphs: list[str] = []
    for text in texts:
        for paragraph in text.split("\n\n"):
            paragraphs.append(paragraph)
            if sum(len(each.split()) for each in paragraphs) >= WORDS:
                yield "\n\n".join(paragraphs)
                paragraphs = []


def warm_up(pool: AnnotatorPool, articles: Sequence[str]) -> None:
    """Let every process load its models and annotate something."""
    for annotator in pool.annotators:
        annotator.annotate_batch([(text, "en") for text in articles[:8]])


def measured(pool: AnnotatorPool, articles: Sequence[str]) -> Round:
    """Annotate the articles once."""
    digest = sha256()
    used = processor_seconds(pool)
    started = time.perf_counter()
    batches = split_into_batches([(text, "en") for text in articles], lambda article: len(article[0]))
    for _, outcomes in pool.annotate((None, batch) for batch in batches):
        digest.update(msgspec.msgpack.encode(outcomes))
    return Round(time.perf_counter() - started, processor_seconds(pool) - used, digest.hexdigest())


def process_ids(pool: AnnotatorPool) -> list[int]:
    """Return the processes of a pool that run."""
    ids = [annotator.process_id for annotator in pool.annotators]
    return [process for process in ids if process is not None]


def processor_seconds(pool: AnnotatorPool) -> float:
    """Return the time that processors have spent on the processes of a pool so far."""
    stats = [Path(f"/proc/{process}/stat").read_text("ascii") for process in process_ids(pool)]
    return sum(sum(map(int, stat.rpartition(")")[2].split()[11:13])) for stat in stats) / CLOCK_TICKS


def peak_memory(pool: AnnotatorPool) -> int:
    """Return the most memory that one process of a pool has taken, in MiB."""
    statuses = [Path(f"/proc/{process}/status").read_text("ascii") for process in process_ids(pool)]
    return max(int(re.findall(r"VmHWM:\s*(\d+)", status)[0]) for status in statuses) // 1024


def table(rivals: Sequence[Rival], rounds: Sequence[Sequence[Round]], articles: Sequence[str]) -> str:
    """Return what is written to RESULTS.md."""
    words = sum(len(text.split()) for text in articles) / len(articles)
    rows = []
    for index, rival in enumerate(rivals):
        own = [each[index] for each in rounds]
        rows.append(
            [
                rival.name,
                f"{len(articles) / median(each.seconds for each in own):.2f}",
                *(f"{median(each[one].seconds / each[index].seconds for each in rounds):.2f}" for one in (0, -1)),
                f"{median(each.processor_seconds for each in own) / len(articles) * 1000:.0f}",
                f"{peak_memory(rival.pool)}",
            ]
        )
    heads = ["processes", "articles/s", "against 1", "against 1 with all threads"]
    heads += ["processor ms an article", "memory of a process, peak, MiB"]
    digests = {each.digest for measured_rivals in rounds for each in measured_rivals}
    same = "Annotations are the same, byte for byte." if len(digests) == 1 else "ANNOTATIONS DIFFER."
    head = f"{len(articles)} articles of {words:.0f} words, {len(rounds)} rounds, {processor_count()} processors."
    return f"{head} {same}\n\n{results.table(heads, rows)}"


if __name__ == "__main__":
    main()
