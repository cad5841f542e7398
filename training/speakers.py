"""Learn how far the speaker of an attribution can be trusted, from what they are known by.

    python -m training.speakers SHARED [--write]

SHARED is the folder with ``data/speakers``, ``data/world`` and ``data/genres``: articles in which people have told
who speaks. A quote counts if its content is right (half of its words), whoever its speaker is. The figures are
cross-validated: each article is judged by weights that were learned from the others. With ``--write`` the weights
learned from all articles go to core/onrecord/annotation/speakers/confidence.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from onrecord.annotation import load
from onrecord.annotation.components.actors import assign_actors
from onrecord.annotation.pipeline import readable
from onrecord.annotation.speakers.confidence import WEIGHTS_FILE, Features, confidence_features
from onrecord.base.records import Attribution
from training.calibration import reliability, reliability_table
from training.data import rows
from training.evaluate import load_scorer

FOLDS = 7
DECAY = 0.5
"""The factor of the squared weights in the loss: a basis with few cases is trusted like the others."""

Spans = Sequence[Sequence[int]]


class AnsweredArticle(NamedTuple):
    """An article in which somebody has told who speaks.

    Args:
        id: Its id.
        text: Its text.
        actors: The actors, as the scorers read them.
        quotes: The spans of the content of each quote, with the names of its speakers; ``?`` is somebody unnamed.
    """

    id: str
    text: str
    actors: list[dict[str, Any]]
    quotes: list[tuple[Spans, list[list[str]]]]


class ScoredSpeaker(NamedTuple):
    """A speaker that onrecord has told, and whether they are the right one."""

    article: str
    attribution: Attribution
    features: Features
    is_right: bool


def main() -> None:
    """Print how well the confidence is calibrated, and write the weights if the command line asks for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    scored = list(outcomes(args.shared))
    confidences, truth = cross_validated(scored)
    error, bins = reliability(confidences, truth)
    print(f"{len(scored)} speakers, {truth.mean():.3f} right, expected calibration error {error:.3f}")
    for row in reliability_table(bins):
        print("  ".join(row))
    weights = learn(scored)
    for name, weight in weights.items():
        cases = [outcome.is_right for outcome in scored if name in outcome.features]
        print(f"{name:22} {weight:5.2f}  {sum(cases)} of {len(cases)}")
    if args.write:
        WEIGHTS_FILE.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def read_articles(shared: Path) -> Iterator[AnsweredArticle]:
    """Yield the articles of the three sets."""
    data = shared / "data"
    polnear = {row["id"]: row for row in rows(data / "polnear/dev.jsonl.gz")}
    for row in rows(data / "speakers/dev.jsonl"):
        article = polnear[row["id"]]
        yield AnsweredArticle(
            row["id"],
            article["text"],
            row["actors"],
            [
                (article["attributions"][item["attribution"]]["content"], [item["speaker"]])
                for item in row["speakers"]
            ],
        )
    news = {row["id"]: row["text"] for row in rows(data / "news_entities/dev.jsonl.gz")}
    for row in rows(data / "world/dev.jsonl"):
        text = news[row["id"]]
        spans = [(text.find(item["content"]), item) for item in row["attributions"]]
        quotes: list[tuple[Spans, list[list[str]]]] = [
            ([[start, start + len(item["content"])]], [item["speaker"]]) for start, item in spans if start >= 0
        ]
        yield AnsweredArticle(row["id"], text, row["actors"], quotes)
    texts = {row["id"]: row["text"] for row in rows(data / "genres/texts.jsonl")}
    for row in rows(data / "genres/gold.jsonl"):
        yield AnsweredArticle(
            row["id"],
            texts[row["id"]],
            row["actors"],
            [(item["content"], [item["speaker"], *item.get("alt", ())]) for item in row["attributions"]],
        )


def outcomes(shared: Path) -> Iterator[ScoredSpeaker]:
    """Yield each speaker that onrecord tells of a quote in the three sets."""
    scorer: Any = load_scorer(shared / "bench/score_genres.py")
    nlp = load().nlp
    articles = list(read_articles(shared))
    with nlp.select_pipes(disable=["onrecord_actors"]):
        docs = list(nlp.pipe((readable(article.text) for article in articles), batch_size=8))
    for article, doc in zip(articles, docs, strict=True):
        assignments = assign_actors(doc)
        match = scorer.matcher(article.actors)
        names = {actor.id: match(scorer_actor(actor)) or actor.name for actor in doc._.actors}
        words = scorer.Words(article.text)
        pairs = scorer.pair(
            [(number, words.inside(content)) for number, (content, _) in enumerate(article.quotes)],
            [words.inside(attribution.content) for attribution in doc._.attributions],
        )
        for number, index in pairs.items():
            attribution, assignment = doc._.attributions[index], assignments[index]
            if assignment.has_speaker and article.quotes[number][1][0]:
                given = {names[speaker] for speaker in attribution.speaker}
                is_right = any(set(wanted) - {"?"} == given for wanted in article.quotes[number][1])
                yield ScoredSpeaker(article.id, attribution, confidence_features(assignment), is_right)


def scorer_actor(actor: Any) -> dict[str, Any]:
    """Return an actor as the scorers read one."""
    return {"name": actor.name, "aliases": actor.aliases}


def cross_validated(scored: Sequence[ScoredSpeaker]) -> tuple[np.ndarray, np.ndarray]:
    """Return the confidence in each speaker, learned from other articles, and whether they are right."""
    articles = list(dict.fromkeys(outcome.article for outcome in scored))
    fold_of = {article: number % FOLDS for number, article in enumerate(articles)}
    confidences = np.zeros(len(scored))
    for fold in range(FOLDS):
        weights = learn([outcome for outcome in scored if fold_of[outcome.article] != fold])
        for number, outcome in enumerate(scored):
            if fold_of[outcome.article] == fold:
                confidences[number] = probability(weights, outcome.features)
    return confidences, np.array([outcome.is_right for outcome in scored], dtype=float)


def learn(scored: Sequence[ScoredSpeaker]) -> dict[str, float]:
    """Return the weights of a logistic regression, found by Newton's method; ``any`` is the bias."""
    names = ["any", *sorted({name for outcome in scored for name in outcome.features})]
    x = np.array([[1.0, *(outcome.features.get(name, 0.0) for name in names[1:])] for outcome in scored])
    y = np.array([outcome.is_right for outcome in scored], dtype=float)
    decay = DECAY * np.eye(len(names))
    decay[0, 0] = 1e-6
    weights = np.zeros(len(names))
    for _ in range(20):
        p = 1 / (1 + np.exp(-x @ weights))
        curvature = x.T @ (x * (p * (1 - p))[:, None]) + decay
        weights -= np.linalg.solve(curvature, x.T @ (p - y) + decay @ weights)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def probability(weights: dict[str, float], features: Features) -> float:
    """Return the probability that a speaker is right."""
    items: Iterable[tuple[str, float]] = {"any": 1.0, **features}.items()
    return float(1 / (1 + np.exp(-sum(value * weights.get(name, 0.0) for name, value in items))))


if __name__ == "__main__":
    main()
