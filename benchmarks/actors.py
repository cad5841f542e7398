"""Who is who, and who speaks: the annotator against articles that people have read.

usage: python -m benchmarks.actors [--shared FOLDER] [--model NAME] [QUESTION …]

Runs the scorers of FOLDER/bench on FOLDER/data (default: ``shared`` beside the repository) with the annotator
that onrecord ships. Without the folder it says so and measures nothing. All questions together write their table
to RESULTS.md, beside where one starts (en_core_web_sm's names joined by surname, the last person for a pronoun)
and what has to be reached.
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
"""What was measured, where one starts, what has to be reached, what was found."""
Text = tuple[str, str]
Time = tuple[float, float]
MORE = (
    "He said that he would pay for a new bridge, and she thanked him. "
    "The ministry declined to comment on the plan. Nobody else was there."
)


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
    found: list[Row] = []
    for question in options.questions or QUESTIONS:
        print(f"\n{question}")
        found += globals()[f"measure_{question}"](annotator, options.shared)
    body = results.table(["", "start", "bar", "onrecord"], found)
    if options.questions or options.model:
        print(f"\n{body}")
    else:
        results.write("Who is who in an article", "python -m benchmarks.actors", f"{annotator.version}\n\n{body}")


def measure_speakers(annotator: Annotator, shared: Path) -> list[Row]:
    gold, polnear = shared / "data/speakers/dev.jsonl", shared / "data/polnear/dev.jsonl.gz"
    wanted = {row["id"] for row in rows(gold)}
    predicted = predict(annotator, (text for text in texts(polnear) if text[0] in wanted))
    found = figures(score(shared, "score_speakers.py", gold, polnear, predicted))
    return [
        ["speakers, PolNeAR dev, F1", "42.4", "60", found["speaker"]["F1"]],
        ["— P", "63.8", "80", found["speaker"]["P"]],
        ["actors found, F1", "83.4", "88", found["actor"]["F1"]],
        ["names grouped, F1", "85.2", "92", found["grouping"]["F1"]],
        ["types of actors, accuracy", "76.3", "92", found["type"]["accuracy"]],
    ]


def measure_entities(annotator: Annotator, shared: Path) -> list[Row]:
    gold = shared / "data/news_entities/dev.jsonl.gz"
    found = figures(score(shared, "score_entities.py", gold, predict(annotator, texts(gold))))
    return [["entities of news, CoNLL++ dev, F1", "67.8", "84", found["all"]["F1"]]]


def measure_world(annotator: Annotator, shared: Path) -> list[Row]:
    gold, news = shared / "data/world/dev.jsonl", shared / "data/news_entities/dev.jsonl.gz"
    wanted = {row["id"] for row in rows(gold)}
    predicted = predict(annotator, (text for text in texts(news) if text[0] in wanted))
    found = figures(score(shared, "score_world.py", gold, news, predicted))
    return [
        ["capitals that act, world news, R", "23", "75", found["actor"]["R"]],
        ["capitals that are places, R", "16", "90", found["place"]["R"]],
        ["actors, world news, F1", "78.5", "86", found["actors"]["F1"]],
        ["speakers, world news, F1", "36.7", "62", found["speaker"]["F1"]],
        ["contents, world news, F1", "73.3", "84", found["content"]["F1"]],
    ]


def measure_pronouns(annotator: Annotator, shared: Path) -> list[Row]:
    """The ranker was trained on GAP: what it does on text that it hasn't seen, ``training.pronouns`` tells."""
    gold = shared / "data/gap/development.tsv.gz"
    with gzip.open(gold, "rt", encoding="utf-8", newline="") as lines:
        snippets = [
            (row["ID"], row["Text"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    printed = score(shared, "score_pronouns.py", "score", gold, predict(annotator, snippets))
    found = figures(printed)
    return [
        [
            "pronouns, GAP development (trained on), F1",
            "last person 41.6, subject 49.3",
            "60",
            found["overall"]["F1"],
        ],
        ["— P", "", "70", found["overall"]["P"]],
        ["— feminine F1 / masculine F1", "", "0.93 to 1.07", printed.split()[-1]],
    ]


def measure_seed(annotator: Annotator, shared: Path) -> list[Row]:
    gold = shared / "data" / "seed_gold.json"
    text = shared / json.loads(gold.read_text(encoding="utf-8"))["text_file"]
    predicted = predict(annotator, [("seed", text.read_text(encoding="utf-8"))])
    last = score(shared, "score_seed.py", gold, predicted).splitlines()[-1]
    return [["the seed article, facts that hold", "", "80 of 84", last.removesuffix(" hold")]]


def measure_time(annotator: Annotator, shared: Path) -> list[Row]:
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
    found = []
    for at, kind in enumerate(("by the clock", "of all processors")):
        before, after = (min(one[at] for one in times) for times in (without, whole))
        print(f"  seconds {kind}: {before:.2f} and {after:.2f}")
        found.append([f"time of entities and actors, {kind}", "", "20 %", f"{100 * (after / before - 1):.0f} %"])
    print(f"  {len(articles)} articles of {words} words, the fastest of {len(whole)} runs")
    return found


def measure_growth(annotator: Annotator, _shared: Path) -> list[Row]:
    """The component of the actors on an article of ten pages with 200 actors, on two and on four such in one."""
    component = dict(annotator.nlp.pipeline)["onrecord_actors"]
    spent = []
    for times in (1, 2, 4):
        text = "\n\n".join(f"{name} met the mayor on Monday. {MORE}" for name in names(200 * times))
        with annotator.nlp.select_pipes(disable=["onrecord_quotes", "onrecord_actors"]):
            doc = annotator.nlp(text)
        runs = []
        for copy in [doc.copy() for _ in range(3)]:
            start = time.process_time()
            component(copy)
            runs.append(time.process_time() - start)
        spent.append(min(runs))
        print(f"  {len(text.split())} words, {len(copy._.actors)} actors: {spent[-1]:.3f} s")
    ratio = " · ".join(f"{seconds / spent[0]:.1f}" for seconds in spent)
    return [["time of actors, 200 · 400 · 800 of them", "", "1 · 2 · 4", ratio]]


def names(count: int) -> Iterator[str]:
    """Made names of people, no two alike."""
    lasts = [a + b for a in "Brand Hub Lind Stein Wald Kron Fels Burg".split() for b in ("mann", "hof", "berg")]
    firsts = "Anna Peter Karl Maria Eva Paul".split()
    for n in range(count):
        yield f"{firsts[n % 6]} {lasts[n % 24]}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}"


def timed(annotator: Annotator, articles: list[str]) -> Time:
    """Seconds by the clock, and of all processors together."""
    start = time.perf_counter(), time.process_time()
    for _ in annotator.nlp.pipe(articles, batch_size=16):
        pass
    return time.perf_counter() - start[0], time.process_time() - start[1]


def figures(printed: str) -> dict[str, dict[str, str]]:
    """What a scorer printed: name → measure → figure."""
    found = {}
    for line in printed.splitlines():
        name, *rest = line.split()
        found[name] = dict(zip(rest[::2], rest[1::2], strict=False))
    return found


def texts(file: Path) -> Iterator[Text]:
    return ((row["id"], row["text"]) for row in rows(file))


def rows(file: Path) -> list[dict[str, Any]]:
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
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip()
    print(printed)
    return printed


if __name__ == "__main__":
    main()
