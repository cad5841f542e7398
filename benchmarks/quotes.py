"""How well, and how fast, are quotations found? The scorer's table on articles read by people, against bare spaCy.

usage: python -m benchmarks.quotes [--articles FILE.jsonl[.gz]] [--scorer score_quotes.py]

FILE is in PolNeAR's form, an article a line. Both stand in a folder ``shared`` beside the repository by default.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import spacy

from core.annotate import load
from core.records import count_words

SHARED = Path(__file__).parents[2] / "shared"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=SHARED / "data/polnear/dev.jsonl.gz")
    parser.add_argument("--scorer", type=Path, default=SHARED / "bench/score_quotes.py")
    arguments = parser.parse_args()
    for needed in (arguments.articles, arguments.scorer):
        if not needed.exists():
            print(f"{needed} is not there; name another with --articles and --scorer. Nothing measured.")
            return
    opener = gzip.open if arguments.articles.suffix == ".gz" else open
    with opener(arguments.articles, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [row["text"] for row in rows]
    words = sum(map(count_words, texts))
    annotator = load()
    bare = spacy.load(annotator.version.split()[1])
    for warm in (list(annotator.annotate_many(texts[:4])), list(bare.pipe(texts[:4]))):
        del warm
    started = time.perf_counter()
    for _ in bare.pipe(texts, batch_size=16):
        pass
    bare_seconds = time.perf_counter() - started
    started = time.perf_counter()
    annotations = list(annotator.annotate_many(texts))
    seconds = time.perf_counter() - started
    with tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as predicted:
        for row, annotation in zip(rows, annotations, strict=True):
            line = {"id": row["id"]} | msgspec.to_builtins(annotation)
            predicted.write(msgspec.json.encode(line) + b"\n")
        predicted.flush()
        subprocess.run([sys.executable, arguments.scorer, arguments.articles, predicted.name], check=True)
    print(
        f"{len(texts)} articles, {words:,} words: {words / seconds:,.0f} words/s, "
        f"{bare_seconds / seconds:.2f} of bare nlp.pipe ({words / bare_seconds:,.0f} words/s)"
    )


if __name__ == "__main__":
    main()
