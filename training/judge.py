"""Fit the judge of attributions on PolNeAR's training part.

    python -m training.judge FOLDER --readers HALF1 HALF2 [--write]

FOLDER contains train.jsonl.gz and dev.jsonl.gz. A reader is a folder that ``training.export`` wrote from a
checkpoint of ``training.train --without``: a model, and in ``held_out.json`` the ids of articles it has not seen.
Each article is read by a model that has never seen it, so that the judge learns how far the model can be believed.

Of seven articles five fit the network, one calibrates the confidence, and one measures what came of it. What gains
an attribution needs to be chosen is decided on the five, by networks that were fitted without the article. With
``--write`` the weights go to core/onrecord/annotation/quotes/judge.json.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from spacy.tokens import Doc

from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.neural import model as reader
from onrecord.annotation.neural.decoding import DecodedAttribution
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.quotes.judge import FARTHEST, OUTPUTS, WEIGHTS_FILE, Judge
from onrecord.annotation.quotes.judge_features import FEATURE_NAMES, FeatureReader
from onrecord.annotation.quotes.model_candidates import make_proposals
from onrecord.annotation.quotes.proposals import SAME_SHARE, jaccard
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.annotation.quotes.selection import select
from onrecord.annotation.quotes.word_index import WordIndex
from training.calibration import calibrate, reliability
from training.data import HELD_OUT
from training.parsed import load_parsed

PARTS = 7
CALIBRATION_PART, HELD_OUT_PART = 5, 6
"""Of the articles, counted in their order modulo PARTS."""
FOLDS = 5
HIDDEN = 32
BATCH, PASSES, RATE, DECAY, DROPOUT = 256, 40, 3e-3, 1.0, 0.1
AVERAGED = 0.005
"""The share of the present weights in their moving average."""
GAINS = ((0.4, 0.4, 0.2), (0.3, 0.3, 0.4), (0.2, 0.4, 0.4))
THRESHOLDS = (0.12, 0.16, 0.2, 0.24, 0.28, 0.32)
TOLERANCE = 0.3
"""By how much the sum of three F1 may be lower for a lower threshold."""

Words = frozenset[int]
Reading = tuple[Pieces, list[DecodedAttribution]]
"""The pieces of a text, and what a model reads in them."""


class AttributedWords(NamedTuple):
    """An attribution as words, by number."""

    content: Words
    source: Words


class JudgedArticle(NamedTuple):
    """The proposals of one article.

    Args:
        gold: What the annotators have.
        words: For each proposal the words of its content and of its source.
        table: The features of each proposal.
        targets: Whether each of OUTPUTS is true of each proposal.
    """

    gold: list[AttributedWords]
    words: list[AttributedWords]
    table: np.ndarray
    targets: np.ndarray


def main() -> None:
    """Fit the judge, print its figures, and write its weights if the command line asks for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readers", type=Path, nargs="+", required=True)
    parser.add_argument("--cache", type=Path, default=Path("checkpoints/judge"), help="for articles once parsed")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    train = judged_articles(args.folder / "train.jsonl.gz", args.readers, args.cache)
    fitted = [article for number, article in enumerate(train) if number % PARTS < CALIBRATION_PART]
    fold = np.arange(len(fitted)) % FOLDS
    probabilities: list[np.ndarray] = [np.zeros(0)] * len(fitted)
    for number in range(FOLDS):
        judge = fit([article for article, own in zip(fitted, fold, strict=True) if own != number])
        for index in np.flatnonzero(fold == number).tolist():
            probabilities[index] = judge.probabilities(fitted[index].table)
    gains, threshold = best_choice(fitted, probabilities)
    print(f"gains {gains}, threshold {threshold}: {figures(fitted, probabilities, gains, threshold)}")
    judge = replace(fit(fitted), gains=gains, threshold=threshold)
    judge = replace(judge, calibration=calibrate(*outcomes(judge, train[CALIBRATION_PART::PARTS])))
    held_out = train[HELD_OUT_PART::PARTS]
    print("held-out part of train:", figures_of(judge, held_out), reliability(*outcomes(judge, held_out))[0])
    dev = judged_articles(args.folder / "dev.jsonl.gz", [], args.cache)
    print("dev, as shipped:", figures_of(judge, dev), reliability(*outcomes(judge, dev))[0])
    if args.write:
        WEIGHTS_FILE.write_text(json.dumps(stored(judge)) + "\n", encoding="utf-8")


def judged_articles(path: Path, readers: Sequence[Path], cache: Path) -> list[JudgedArticle]:
    """Return the articles of a file with their proposals; with readers, those that one of them has never seen.

    Args:
        path: The file.
        readers: Folders with models; none for the model that is shipped.
        cache: Where parsed articles and what was read in them are stored, because both take minutes.
    """
    rows, docs = load_parsed(path, cache)
    doc_of = {row["id"]: doc for row, doc in zip(rows, docs, strict=True)}
    readings: dict[str, Reading] = {}
    for folder in readers or [reader.FOLDER]:
        ids = json.loads((folder / HELD_OUT).read_text()) if readers else list(doc_of)
        cached = cache / f"{path.name.split('.')[0]}-{folder.name}.pickle"
        if not cached.exists():
            cached.write_bytes(pickle.dumps(list(read(folder, [doc_of[id_] for id_ in ids]))))
        readings |= zip(ids, pickle.loads(cached.read_bytes()), strict=True)
    return [judge_article(row, doc_of[row["id"]], readings[row["id"]]) for row in rows if row["id"] in readings]


def read(folder: Path, docs: Sequence[Doc]) -> Iterator[Reading]:
    """Yield what the model in a folder reads in each text."""
    model = reader.QuotationModel(folder)
    for doc in docs:
        (pieces,) = model.read_pieces([doc])
        (attributions,) = model.read_attributions([pieces])
        yield pieces, attributions


def judge_article(row: dict[str, Any], doc: Doc, reading: Reading) -> JudgedArticle:
    """Return an article with its proposals, their features and what is true of them."""
    rules = RuleExtractor(doc, load_cues())
    word_index = WordIndex(rules.text)
    proposals = make_proposals(rules, word_index, reader.in_characters(doc.text, *reading))
    gold = [
        AttributedWords(word_index.words(item["content"]), word_index.words(item.get("source") or []))
        for item in row["attributions"]
    ]
    gold = [attribution for attribution in gold if attribution.content]
    read = [AttributedWords(proposal.words, proposal.source_words) for proposal in proposals]
    return JudgedArticle(
        gold,
        read,
        FeatureReader(rules, word_index, proposals).table(),
        np.array([truths(proposal, gold) for proposal in read], np.float32).reshape(-1, len(OUTPUTS)),
    )


def truths(proposal: AttributedWords, gold: Sequence[AttributedWords]) -> tuple[bool, ...]:
    """Return whether each of OUTPUTS is true of a proposal, as the scorer counts."""
    same = [attribution for attribution in gold if jaccard(attribution.content, proposal.content) >= SAME_SHARE]
    return (
        bool(same),
        any(jaccard(attribution.source, proposal.source) >= SAME_SHARE for attribution in same),
        any(attribution.content == proposal.content for attribution in same),
    )


def fit(articles: Sequence[JudgedArticle]) -> Judge:
    """Return the judge with the lowest loss on some articles, found by Adam."""
    table = np.concatenate([article.table for article in articles])
    targets = np.concatenate([article.targets for article in articles])
    mean, scale = table.mean(0), table.std(0) + 1e-3
    x = np.clip((table - mean) / scale, -FARTHEST, FARTHEST)
    rng = np.random.default_rng(0)
    sizes = (x.shape[1], HIDDEN), (HIDDEN, len(OUTPUTS))
    weights = [rng.normal(0, np.sqrt(2 / size[0]), size).astype(np.float32) for size in sizes]
    parameters = [weights[0], np.zeros(HIDDEN, np.float32), weights[1], np.zeros(len(OUTPUTS), np.float32)]
    moments = [(np.zeros_like(p), np.zeros_like(p)) for p in parameters]
    averages = [p.copy() for p in parameters]
    step, steps = 0, PASSES * (len(x) // BATCH)
    for _ in range(PASSES):
        for rows in np.array_split(rng.permutation(len(x)), max(1, len(x) // BATCH)):
            step += 1
            rate = RATE * (1 - step / (steps + 1))
            gradients = _gradients(parameters, x[rows], targets[rows], rng)
            for number, gradient in enumerate(gradients):
                first, second = moments[number]
                first *= 0.9
                first += 0.1 * gradient
                second *= 0.999
                second += 0.001 * gradient**2
                change = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
                parameters[number] -= rate * (change + DECAY * parameters[number])
                averages[number] += max(AVERAGED, 1 / step) * (parameters[number] - averages[number])
    return Judge(
        mean, scale, (averages[0], averages[1]), (averages[2], averages[3]), GAINS[0], THRESHOLDS[0], (1.0, 0.0)
    )


def _gradients(
    parameters: Sequence[np.ndarray], x: np.ndarray, targets: np.ndarray, rng: np.random.Generator
) -> list[np.ndarray]:
    """Return the gradients of the cross entropy, with some of the hidden states dropped."""
    hidden_weights, hidden_bias, output_weights, output_bias = parameters
    dropout_scale = (rng.random((len(x), HIDDEN)) >= DROPOUT).astype(np.float32) / (1 - DROPOUT)
    before = x @ hidden_weights + hidden_bias
    states = np.maximum(before, 0) * dropout_scale
    error = (1 / (1 + np.exp(-(states @ output_weights + output_bias))) - targets) / len(x)
    back = error @ output_weights.T * dropout_scale * (before > 0)
    return [x.T @ back, back.sum(0), states.T @ error, error.sum(0)]


def best_choice(
    articles: Sequence[JudgedArticle], probabilities: Sequence[np.ndarray]
) -> tuple[tuple[float, ...], float]:
    """Return the gains and the threshold with the highest sum of the scorer's three figures.

    Of thresholds that are as good as the best the lowest is taken: readers miss a quote more than they mind one
    that is marked as doubtful.
    """
    total = {
        choice: sum(figures(articles, probabilities, *choice).values()) for choice in product(GAINS, THRESHOLDS)
    }
    gains, _ = max(total, key=total.__getitem__)
    best = max(total[gains, threshold] for threshold in THRESHOLDS)
    return gains, min(threshold for threshold in THRESHOLDS if total[gains, threshold] >= best - TOLERANCE)


def figures(
    articles: Sequence[JudgedArticle],
    probabilities: Sequence[np.ndarray],
    gains: Sequence[float],
    threshold: float,
) -> dict[str, float]:
    """Return the F1 of attributions, contents and exact contents in %, as the scorer counts."""
    hits, predicted, wanted = np.zeros(3), 0, 0
    for article, table in zip(articles, probabilities, strict=True):
        chosen = select([words for words, _ in article.words], (table @ np.array(gains) - threshold).tolist())
        predicted += len(chosen)
        wanted += len(article.gold)
        for gold, (content, source) in _pairs(article.gold, [article.words[index] for index in chosen]):
            hits += (jaccard(gold.source, source) >= SAME_SHARE, True, gold.content == content)
    f1 = 200 * hits / max(1, predicted + wanted)
    return dict(zip(("attribution", "content", "exact"), f1.round(2).tolist(), strict=True))


def figures_of(judge: Judge, articles: Sequence[JudgedArticle]) -> dict[str, float]:
    """Return the figures of a judge, see ``figures``."""
    probabilities = [judge.probabilities(article.table) for article in articles]
    return figures(articles, probabilities, judge.gains, judge.threshold)


def _pairs(
    gold: Sequence[AttributedWords], chosen: Sequence[AttributedWords]
) -> Iterator[tuple[AttributedWords, AttributedWords]]:
    """Yield pairs of an annotated and a chosen attribution, those with most content in common first."""
    overlaps = sorted(
        (-jaccard(wanted.content, proposal.content), i, j)
        for i, wanted in enumerate(gold)
        for j, proposal in enumerate(chosen)
        if wanted.content & proposal.content
    )
    used_gold: set[int] = set()
    used_chosen: set[int] = set()
    for overlap, i, j in overlaps:
        if -overlap >= SAME_SHARE and i not in used_gold and j not in used_chosen:
            used_gold.add(i)
            used_chosen.add(j)
            yield gold[i], chosen[j]


def outcomes(judge: Judge, articles: Sequence[JudgedArticle]) -> tuple[np.ndarray, np.ndarray]:
    """Return for each chosen attribution its confidence, and whether its content and source are right."""
    column = OUTPUTS.index("attribution")
    confidences: list[float] = []
    truth: list[float] = []
    for article in articles:
        probabilities = judge.probabilities(article.table)
        gains = judge.expected_gains(probabilities)
        chosen = select([words for words, _ in article.words], gains.tolist())
        confidences += map(judge.confidence, probabilities[chosen, column].tolist())
        truth += article.targets[chosen, column].tolist()
    return np.array(confidences), np.array(truth)


def stored(judge: Judge) -> dict[str, Any]:
    """Return a judge as ``Judge.from_stored`` reads it."""

    def rounded(array: np.ndarray) -> Any:
        return np.round(array.astype(float), 4).tolist()

    return {
        "features": list(FEATURE_NAMES),
        "mean": rounded(judge.mean),
        "scale": rounded(judge.scale),
        "hidden": [rounded(part) for part in judge.hidden],
        "output": [rounded(part) for part in judge.output],
        "gains": list(judge.gains),
        "threshold": judge.threshold,
        "calibration": list(judge.calibration),
    }


if __name__ == "__main__":
    main()
