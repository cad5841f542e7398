"""How far can confidence be believed, and are the wrong quotes marked as doubtful?

usage: python -m benchmarks.trust [--shared FOLDER] [--readers HALF1 HALF2] [--cache FOLDER]

FOLDER is by default ``shared`` beside the repository, with what ``training.judge`` and ``training.speakers`` are
fitted to. With the two half models of ``training.judge``, the confidence in words is measured on the part of
PolNeAR's training part that was held out, else on the development part alone. The confidence in speakers is
cross-validated. What is marked as doubtful is measured on the articles of many genres.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from benchmarks import results
from onrecord.annotation import load
from onrecord.annotation.quotes.judge import shipped_judge
from onrecord.base.records import DOUBTFUL, Annotation, Attribution
from onrecord.export.rows import annotation_row
from training import judge, speakers
from training.calibration import reliability, reliability_table
from training.data import rows
from training.evaluate import load_scorer

SHARED = Path(__file__).parents[2] / "shared"
HEAD = ["confidence from", "cases", "mean confidence", "right"]
FIGURES = (
    *("content F1", "exact F1", "speaker F1", "speaker P", "wrong %", "kind"),
    *("actors F1", "type", "grouping F1"),
)
"""What is reported of the articles of many genres, as score_genres.py names it."""
LEAST_INSIDE = 0.8
"""The share of a quote's words within one that people left open, from which the quote is left open, too."""


def main() -> None:
    """Measure, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--readers", type=Path, nargs="+", default=[])
    parser.add_argument("--cache", type=Path, help="where parsed articles are kept for the next time")
    arguments = parser.parse_args()
    if not (arguments.shared / "data/genres").is_dir():
        print(f"{arguments.shared} has no data/genres; name another folder with --shared. Nothing measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        cache = arguments.cache or Path(folder)
        polnear = arguments.shared / "data/polnear"
        parts = [("PolNeAR's development part", judge.judged_articles(polnear / "dev.jsonl.gz", [], cache))]
        if arguments.readers:
            train = judge.judged_articles(polnear / "train.jsonl.gz", arguments.readers, cache)
            held_out = train[judge.HELD_OUT_PART :: judge.PARTS]
            parts.insert(0, ("the held-out part of PolNeAR's training part", held_out))
        sections = [
            reliability_section(f"Words and source, {name}", *judge.outcomes(shipped_judge(), articles))
            for name, articles in parts
        ]
    scored = list(speakers.outcomes(arguments.shared))
    sections.append(reliability_section("Speakers, cross-validated", *speakers.cross_validated(scored)))
    sections.append(genre_section(arguments.shared))
    options = " --readers HALF1 HALF2" if arguments.readers else ""
    results.write("Trust", f"python -m benchmarks.trust{options}", "\n\n".join(sections))


def reliability_section(title: str, confidences: np.ndarray, truth: np.ndarray) -> str:
    """Return a table of how often what has a certain confidence is right."""
    error, bins = reliability(confidences, truth)
    line = f"{title}: {len(truth):,} cases, {truth.mean():.1%} right, expected calibration error {error:.3f}."
    return f"{line}\n\n{results.table(HEAD, reliability_table(bins))}"


def genre_section(shared: Path) -> str:
    """Return how well quotes of many genres are read, and how many wrong and right ones are doubtful."""
    scorer: Any = load_scorer(shared / "bench/score_genres.py")
    gold = {row["id"]: row for row in rows(shared / "data/genres/gold.jsonl")}
    texts = {row["id"]: row for row in rows(shared / "data/genres/texts.jsonl")}
    annotations = dict(zip(gold, load().annotate_many(texts[id_]["text"] for id_ in gold), strict=True))
    predicted = {id_: msgspec.to_builtins(annotation_row(annotation)) for id_, annotation in annotations.items()}
    total, _ = scorer.score(gold, texts, predicted, False, lambda *_: None)
    figures = [[name, f"{scorer.figures(total)[name]:.1f}"] for name in FIGURES]
    judged = [
        (is_right, attribution.is_doubtful)
        for id_, annotation in annotations.items()
        for attribution, is_right in judged_quotes(gold[id_], texts[id_]["text"], annotation, scorer)
    ]
    table = []
    for name, wanted in (("wrong", False), ("right", True)):
        doubtful = [is_doubtful for is_right, is_doubtful in judged if is_right is wanted]
        share = f"{sum(doubtful) / max(1, len(doubtful)):.0%}"
        table.append([name, str(len(doubtful)), str(sum(doubtful)), share])
    line = (
        f"{len(gold)} articles of many genres, in %:\n\n{results.table(['', 'onrecord'], figures)}\n\n"
        "Quotes of many genres that are shown, by whether they are doubtful (certainty below "
        f"{DOUBTFUL:.2f}). Wrong are those without a counterpart, or with another speaker."
    )
    return f"{line}\n\n{results.table(['', 'quotes', 'doubtful', ''], table)}"


def judged_quotes(
    gold: dict[str, Any], text: str, annotation: Annotation, scorer: Any
) -> Iterator[tuple[Attribution, bool]]:
    """Yield each quote that is shown, and whether it is right; not those that people left open.

    Args:
        gold: What people read in the article.
        text: Its text.
        annotation: What onrecord reads.
        scorer: The module score_genres.
    """
    words = scorer.Words(text)
    said = annotation.speech()
    contents = [words.inside(attribution.content) for attribution in said]
    wanted = [words.inside(item["content"]) for item in gold["attributions"]]
    gold_of = {index: number for number, index in scorer.pair(list(enumerate(wanted)), contents).items()}
    match = scorer.matcher(gold["actors"])
    names = {actor.id: match(speakers.scorer_actor(actor)) or actor.name for actor in annotation.actors}
    for index, attribution in enumerate(said):
        if index in gold_of:
            yield attribution, has_right_speaker(gold["attributions"][gold_of[index]], attribution, names)
        elif not is_left_open(contents[index], gold["attributions"], wanted):
            yield attribution, False


def has_right_speaker(item: dict[str, Any], attribution: Attribution, names: dict[str, str]) -> bool:
    """Return whether nobody is given words who did not say them."""
    given = {names[actor] for actor in attribution.speaker}
    allowed = [set(speaker) - {"?"} for speaker in (item["speaker"], *item.get("alt", ()))]
    return not given or given in allowed or given <= set(item.get("may") or ())


def is_left_open(
    content: frozenset[int], items: Sequence[dict[str, Any]], wanted: Sequence[frozenset[int]]
) -> bool:
    """Return whether most of a quote's words are in one that people call optional or an aside."""
    return any(
        len(content & words) >= LEAST_INSIDE * len(content)
        for item, words in zip(items, wanted, strict=True)
        if item.get("opt") or item.get("aside")
    )


if __name__ == "__main__":
    main()
