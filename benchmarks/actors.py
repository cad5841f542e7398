"""How well does the annotator find actors and speakers, compared with articles annotated by people?

usage: python -m benchmarks.actors [--shared FOLDER] [--model NAME] [QUESTION …]

Runs the scorers of FOLDER/bench on FOLDER/data (default: ``shared`` beside the repository) with the annotator
that onrecord ships. Without the folder it says so and measures nothing. Without a QUESTION all are answered, and
the table goes to RESULTS.md. Its column “start” has the figures of a simple baseline (the names of en_core_web_sm
joined by surname, the last person for a pronoun), “bar” those that onrecord should reach.
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
from typing import Any

import msgspec

from benchmarks import results
from onrecord.annotation import load
from onrecord.annotation.pipeline import Annotator

SHARED = Path(__file__).resolve().parents[2] / "shared"
QUESTIONS = ("speakers", "entities", "world", "pronouns", "seed", "time", "growth")
Row = list[str]
"""What was measured, the baseline, the figure to reach, the figure of onrecord."""
IdAndText = tuple[str, str]
Times = tuple[float, float]
"""Seconds of wall-clock time, and of processor time."""
FILLER = (
    "He said that he would pay for a new bridge, and she thanked him. "
    "The ministry declined to comment on the plan. Nobody else was there."
)


def main() -> None:
    """Answer the questions on the command line, or all."""
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
    measured: list[Row] = []
    for question in options.questions or QUESTIONS:
        print(f"\n{question}")
        measured += globals()[f"measure_{question}"](annotator, options.shared)
    body = results.table(["", "start", "bar", "onrecord"], measured)
    if options.questions or options.model:
        print(f"\n{body}")
    else:
        results.write("Who is who in an article", "python -m benchmarks.actors", f"{annotator.version}\n\n{body}")


def measure_speakers(annotator: Annotator, shared: Path) -> list[Row]:
    """Score speakers, and the actors they are, on PolNeAR."""
    gold, polnear = shared / "data/speakers/dev.jsonl", shared / "data/polnear/dev.jsonl.gz"
    gold_ids = {row["id"] for row in rows(gold)}
    predicted = predict(annotator, (text for text in texts(polnear) if text[0] in gold_ids))
    scores = figures(score(shared, "score_speakers.py", gold, polnear, predicted))
    return [
        ["speakers, PolNeAR dev, F1", "42.4", "60", scores["speaker"]["F1"]],
        ["— P", "63.8", "80", scores["speaker"]["P"]],
        ["actors found, F1", "83.4", "88", scores["actor"]["F1"]],
        ["names grouped, F1", "85.2", "92", scores["grouping"]["F1"]],
        ["types of actors, accuracy", "76.3", "92", scores["type"]["accuracy"]],
    ]


def measure_entities(annotator: Annotator, shared: Path) -> list[Row]:
    """Score named entities on CoNLL++."""
    gold = shared / "data/news_entities/dev.jsonl.gz"
    scores = figures(score(shared, "score_entities.py", gold, predict(annotator, texts(gold))))
    return [["entities of news, CoNLL++ dev, F1", "67.8", "84", scores["all"]["F1"]]]


def measure_world(annotator: Annotator, shared: Path) -> list[Row]:
    """Score actors, speakers and contents on world news, where capitals often stand for governments."""
    gold, news = shared / "data/world/dev.jsonl", shared / "data/news_entities/dev.jsonl.gz"
    gold_ids = {row["id"] for row in rows(gold)}
    predicted = predict(annotator, (text for text in texts(news) if text[0] in gold_ids))
    scores = figures(score(shared, "score_world.py", gold, news, predicted))
    return [
        ["capitals that act, world news, R", "23", "75", scores["actor"]["R"]],
        ["capitals that are places, R", "16", "90", scores["place"]["R"]],
        ["actors, world news, F1", "78.5", "86", scores["actors"]["F1"]],
        ["speakers, world news, F1", "36.7", "62", scores["speaker"]["F1"]],
        ["contents, world news, F1", "73.3", "84", scores["content"]["F1"]],
    ]


def measure_pronouns(annotator: Annotator, shared: Path) -> list[Row]:
    """Score pronouns on GAP, which the ranker was trained on.

    ``training.pronouns`` measures it on text that it has not seen.
    """
    gold = shared / "data/gap/development.tsv.gz"
    with gzip.open(gold, "rt", encoding="utf-8", newline="") as lines:
        snippets = [
            (row["ID"], row["Text"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    printed = score(shared, "score_pronouns.py", "score", gold, predict(annotator, snippets))
    scores = figures(printed)
    return [
        [
            "pronouns, GAP development (trained on), F1",
            "last person 41.6, subject 49.3",
            "60",
            scores["overall"]["F1"],
        ],
        ["— P", "", "70", scores["overall"]["P"]],
        ["— feminine F1 / masculine F1", "", "0.93 to 1.07", printed.split()[-1]],
    ]


def measure_seed(annotator: Annotator, shared: Path) -> list[Row]:
    """Count the facts about the seed article that the annotation agrees with."""
    gold = shared / "data" / "seed_gold.json"
    text = shared / json.loads(gold.read_text(encoding="utf-8"))["text_file"]
    predicted = predict(annotator, [("seed", text.read_text(encoding="utf-8"))])
    last = score(shared, "score_seed.py", gold, predicted).splitlines()[-1]
    return [["the seed article, facts that hold", "", "80 of 84", last.removesuffix(" hold")]]


def measure_time(annotator: Annotator, shared: Path) -> list[Row]:
    """Measure how much time entities and actors add to a pipeline with quotations, on PolNeAR.

    The encoder runs once for both names and quotations, so the whole pipeline is timed, with and without them.
    """
    articles = [text for _, text in texts(shared / "data/polnear/dev.jsonl.gz")]
    words = sum(len(text.split()) for text in articles)
    times_without: list[Times] = []
    times_with: list[Times] = []
    for _ in range(3):
        with annotator.nlp.select_pipes(disable=["onrecord_entities", "onrecord_actors"]):
            times_without.append(timed(annotator, articles))
        times_with.append(timed(annotator, articles))
    measured = []
    for index, kind in enumerate(("by the clock", "of all processors")):
        before, after = (min(run[index] for run in runs) for runs in (times_without, times_with))
        print(f"  seconds {kind}: {before:.2f} and {after:.2f}")
        measured.append(
            [f"time of entities and actors, {kind}", "", "20 %", f"{100 * (after / before - 1):.0f} %"]
        )
    print(f"  {len(articles)} articles of {words} words, the fastest of {len(times_with)} runs")
    return measured


def measure_growth(annotator: Annotator, _shared: Path) -> list[Row]:
    """Measure how the time of the actor component grows with the article: 200, 400 and 800 actors."""
    component = dict(annotator.nlp.pipeline)["onrecord_actors"]
    seconds_by_size = []
    for factor in (1, 2, 4):
        text = "\n\n".join(f"{name} met the mayor on Monday. {FILLER}" for name in names(200 * factor))
        with annotator.nlp.select_pipes(disable=["onrecord_quotes", "onrecord_actors"]):
            doc = annotator.nlp(text)
        runs = []
        for copy in [doc.copy() for _ in range(3)]:
            start = time.process_time()
            component(copy)
            runs.append(time.process_time() - start)
        seconds_by_size.append(min(runs))
        print(f"  {len(text.split())} words, {len(copy._.actors)} actors: {seconds_by_size[-1]:.3f} s")
    ratio = " · ".join(f"{seconds / seconds_by_size[0]:.1f}" for seconds in seconds_by_size)
    return [["time of actors, 200 · 400 · 800 of them", "", "1 · 2 · 4", ratio]]


def names(count: int) -> Iterator[str]:
    """Yield invented names of people, all different."""
    surnames = [a + b for a in "Brand Hub Lind Stein Wald Kron Fels Burg".split() for b in ("mann", "hof", "berg")]
    first_names = "Anna Peter Karl Maria Eva Paul".split()
    for n in range(count):
        yield f"{first_names[n % 6]} {surnames[n % 24]}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}"


def timed(annotator: Annotator, articles: list[str]) -> Times:
    """Return how long the pipeline takes on the articles."""
    start = time.perf_counter(), time.process_time()
    for _ in annotator.nlp.pipe(articles, batch_size=16):
        pass
    return time.perf_counter() - start[0], time.process_time() - start[1]


def figures(printed: str) -> dict[str, dict[str, str]]:
    """Return the figures that a scorer printed: name → measure → figure."""
    figures_by_name = {}
    for line in printed.splitlines():
        name, *rest = line.split()
        figures_by_name[name] = dict(zip(rest[::2], rest[1::2], strict=False))
    return figures_by_name


def texts(file: Path) -> Iterator[IdAndText]:
    """Return the id and the text of each article in a file."""
    return ((row["id"], row["text"]) for row in rows(file))


def rows(file: Path) -> list[dict[str, Any]]:
    """Read a file of JSON Lines, compressed or not."""
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return [json.loads(line) for line in content.decode("utf-8").splitlines() if line.strip()]


def predict(annotator: Annotator, articles: Iterable[IdAndText]) -> bytes:
    """Return the annotations as JSON Lines, as ``onrecord annotate --format jsonl`` prints them."""
    ids, contents = zip(*articles, strict=True)
    annotations = zip(ids, annotator.annotate_many(contents), strict=True)
    return b"\n".join(
        msgspec.json.encode({"id": id_, **msgspec.to_builtins(annotation)}) for id_, annotation in annotations
    )


def score(shared: Path, scorer: str, *arguments: Path | str | bytes) -> str:
    """Run a scorer, print its table and return it.

    Args:
        shared: The folder of the scorers.
        scorer: The file name of one.
        *arguments: Its arguments; bytes stand for a file that contains them.
    """
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        predicted = next(argument for argument in arguments if isinstance(argument, bytes))
        file.write(predicted)
        file.flush()
        paths = [file.name if isinstance(argument, bytes) else str(argument) for argument in arguments]
        command = [sys.executable, str(shared / "bench" / scorer), *paths]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip()
    print(printed)
    return printed


if __name__ == "__main__":
    main()
