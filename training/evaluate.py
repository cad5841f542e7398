"""Measure a network: score the windows of articles, decode attributions from the scores, and compare with gold."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.annotation.neural import piece_spans
from onrecord.annotation.neural.decoding import AnchorScores, DecodedAttribution, DecodingWeights, decode
from onrecord.annotation.neural.features import window_breaks
from onrecord.annotation.neural.windows import Window, split_into_windows
from training import data

Score = Callable[[list[data.ArticleWindow]], Iterable[AnchorScores]]
"""Yields the scores of each window."""


def score_articles(
    articles: Sequence[data.ParsedArticle], score: Score, batch: int = 16
) -> list[list[tuple[Window, AnchorScores]]]:
    """Return the windows of each article with their scores.

    Args:
        articles: The articles.
        score: The network.
        batch: How many windows it gets at a time.
    """
    windows_by_article = [
        split_into_windows(len(article.pieces), window_breaks(article.pieces)) for article in articles
    ]
    pending = [
        (index, place, data.ArticleWindow(article, window.start, window.end))
        for index, (article, windows) in enumerate(zip(articles, windows_by_article, strict=True))
        for place, window in enumerate(windows)
    ]
    pending.sort(key=lambda item: item[2].end - item[2].start)
    scores: dict[tuple[int, int], AnchorScores] = {}
    for start in range(0, len(pending), batch):
        group = pending[start : start + batch]
        for (index, place, _), part in zip(group, score([item[2] for item in group]), strict=True):
            scores[index, place] = part
    return [
        [(window, scores[index, place]) for place, window in enumerate(windows)]
        for index, windows in enumerate(windows_by_article)
    ]


def attributions(
    articles: Sequence[data.ParsedArticle],
    scores: Sequence[list[tuple[Window, AnchorScores]]],
    weights: DecodingWeights,
) -> list[list[DecodedAttribution]]:
    """Return the attributions of each article, as spans of pieces."""
    decoded = iter(decode([part for parts in scores for _, part in parts], weights))
    return [
        piece_spans.merge_windows([(window, next(decoded)) for window, _ in parts], len(article.pieces))
        for article, parts in zip(articles, scores, strict=True)
    ]


def record(article: data.ParsedArticle, item: DecodedAttribution) -> dict[str, Any]:
    """Return an attribution as the scorer reads it, with spans of characters."""
    text, pieces = article.row["text"], article.pieces
    return {role: piece_spans.character_spans(text, pieces, getattr(item, role)) for role in data.ROLES}


def figures(
    gold: Sequence[data.ParsedArticle], predicted: Sequence[list[dict[str, Any]]], scorer: Any
) -> dict[str, float]:
    """Return the figures of the scorer in %, the most important first."""
    result = scorer.score(
        {article.row["id"]: article.row for article in gold},
        {article.row["id"]: {"attributions": items} for article, items in zip(gold, predicted, strict=True)},
    )
    return {
        "attribution": result["attribution"]["F1"],
        "content": result["content"]["F1"],
        "exact": result["content exact"]["F1"],
        "source": result["token source"]["F1"],
        "cue": result["token cue"]["F1"],
        "tokens": result["token content"]["F1"],
        **{kind: result[f"recall {kind}"]["R"] for kind in ("direct", "mixed", "indirect", "speech")},
        "sourced": result["speaker recall speech"]["R"],
        "precision": result["content"]["P"],
        "predicted": result["counts"]["predicted"],
    }


def load_scorer(path: Path) -> ModuleType:
    """Import a scorer from its file.

    Raises:
        SystemExit: The file is not a Python program.
    """
    spec = importlib.util.spec_from_file_location("score_quotes", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is not a Python program.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
