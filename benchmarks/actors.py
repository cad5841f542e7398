"""Who is who, and who speaks: the annotator against articles that people have read.

usage: python -m benchmarks.actors [--shared FOLDER] [--model NAME] [seed speakers world entities pronouns time …]

Runs the scorers of FOLDER/bench on FOLDER/data (default: ``shared`` beside the repository) with the annotator
that onrecord ships. Without the folder it says so and measures nothing.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from core.annotate import load
from core.annotate.pipeline import Annotator

SHARED = Path(__file__).resolve().parents[2] / "shared"
QUESTIONS = ("seed", "speakers", "world", "entities", "pronouns", "time")
Text = tuple[str, str]
Time = tuple[float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="*", metavar="QUESTION", help=" ".join(QUESTIONS))
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--model")
    options = parser.parse_args()
    if unknown := set(options.questions) - set(QUESTIONS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if not (options.shared / "data").is_dir():
        print(f"{options.shared} has no data to measure on")
        return
    annotator = load(options.model)
    print(annotator.version)
    for question in options.questions or QUESTIONS:
        print(f"\n{question}")
        globals()[f"measure_{question}"](annotator, options.shared)


def measure_seed(annotator: Annotator, shared: Path) -> None:
    gold = shared / "data" / "seed_gold.json"
    text = shared / json.loads(gold.read_text(encoding="utf-8"))["text_file"]
    predicted = predict(annotator, [("seed", text.read_text(encoding="utf-8"))])
    print(score(shared, "score_seed.py", gold, predicted).splitlines()[-1])


def measure_speakers(annotator: Annotator, shared: Path) -> None:
    gold, polnear = shared / "data/speakers/dev.jsonl", shared / "data/polnear/dev.jsonl.gz"
    wanted = {row["id"] for row in rows(gold)}
    predicted = predict(annotator, (text for text in texts(polnear) if text[0] in wanted))
    print(score(shared, "score_speakers.py", gold, polnear, predicted))


def measure_world(annotator: Annotator, shared: Path) -> None:
    gold, news = shared / "data/world/dev.jsonl", shared / "data/news_entities/dev.jsonl.gz"
    wanted = {row["id"] for row in rows(gold)}
    predicted = predict(annotator, (text for text in texts(news) if text[0] in wanted))
    print(score(shared, "score_world.py", gold, news, predicted))


def measure_entities(annotator: Annotator, shared: Path) -> None:
    gold = shared / "data/news_entities/dev.jsonl.gz"
    print(score(shared, "score_entities.py", gold, predict(annotator, texts(gold))))


def measure_pronouns(annotator: Annotator, shared: Path) -> None:
    gold = shared / "data/gap/development.tsv.gz"
    with gzip.open(gold, "rt", encoding="utf-8", newline="") as lines:
        snippets = [
            (row["ID"], row["Text"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    print(score(shared, "score_pronouns.py", "score", gold, predict(annotator, snippets)))


def measure_time(annotator: Annotator, shared: Path) -> None:
    """What entities and actors cost on top of a pipeline with quotations, over the articles of the speakers.

    The encoder reads once for names and quotations, so the pipeline is timed as a whole, with and without.
    """
    articles = [text for _, text in texts(shared / "data/polnear/dev.jsonl.gz")]
    words = sum(len(text.split()) for text in articles)
    without: list[Time] = []
    whole: list[Time] = []
    for _ in range(3):
        with annotator.nlp.select_pipes(disable=["onrecord_entities", "onrecord_actors"]):
            without.append(timed(annotator, articles))
        whole.append(timed(annotator, articles))
    for at, kind in enumerate(("by the clock", "of all processors")):
        before, after = (min(one[at] for one in times) for times in (without, whole))
        print(f"  seconds {kind}: {before:.2f} and {after:.2f}, {100 * (after / before - 1):.0f} % on top")
    print(f"  {len(articles)} articles of {words} words, the fastest of {len(whole)} runs")


def timed(annotator: Annotator, articles: list[str]) -> Time:
    """Seconds by the clock, and of all processors together."""
    start = time.perf_counter(), time.process_time()
    for _ in annotator.nlp.pipe(articles, batch_size=16):
        pass
    return time.perf_counter() - start[0], time.process_time() - start[1]


def texts(file: Path) -> Iterator[Text]:
    return ((row["id"], row["text"]) for row in rows(file))


def rows(file: Path) -> list[dict]:
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return [json.loads(line) for line in content.decode("utf-8").splitlines() if line.strip()]


def predict(annotator: Annotator, articles: Iterable[Text]) -> bytes:
    """JSON lines as ``onrecord annotate --format jsonl`` prints them."""
    ids, contents = zip(*articles, strict=True)
    read = zip(ids, annotator.annotate_many(contents), strict=True)
    return b"\n".join(msgspec.json.encode({"id": id_, **msgspec.to_builtins(found)}) for id_, found in read)


def score(shared: Path, scorer: str, *arguments: Path | str | bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        predicted = next(argument for argument in arguments if isinstance(argument, bytes))
        file.write(predicted)
        file.flush()
        given = [file.name if isinstance(argument, bytes) else str(argument) for argument in arguments]
        command = [sys.executable, str(shared / "bench" / scorer), *given]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip()


if __name__ == "__main__":
    main()
