"""Weigh the attributions that a parse offers: make frames.tsv of the lexicon from annotated articles.

usage: python tools/fit_frames.py TRAIN.jsonl[.gz] [--model NAME] [--output FILE]

TRAIN holds PolNeAR's form, an article a line: ``text`` and ``attributions``, each with ``source``, ``cue`` and
``content`` as lists of ``[start, end)`` in characters. Every frame that the parse offers is right as far as its
content shares words with that of an attribution whose source it has too (Jaccard index, at least one half);
a logistic regression over its features learns that (composite mirror descent with
AdaGrad and an L1 penalty, Duchi, Hazan and Singer 2011, which leaves out most features).
The same data give the same file.
"""

from __future__ import annotations

import argparse
import gzip
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.annotation import spacy_models
from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.annotation.text.words import WORD
from onrecord.base.records import Span

OUTPUT = Path("core/onrecord/annotation/lexicon/frames.tsv")
LEAST = 3
"""Features seen less often are left out, and nouns and adjectives that are a cue less often."""
SMALLEST = 0.01
"""Weights closer to nothing are left out: the file has two digits."""
EPOCHS, BATCH, RATE, PENALTY = 12, 512, 0.1, 0.05

Example = tuple[float, frozenset[str]]
Words = frozenset[int]


def rows(path: Path) -> list[dict[str, Any]]:
    """The articles of a file of JSON lines, gzipped or plain."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


class Numbered:
    """The words of a text by number, to compare spans as sets of words."""

    def __init__(self, text: str) -> None:
        self.spans = [match.span() for match in WORD.finditer(text)]
        self.ends = [end for _, end in self.spans]

    def inside(self, spans: Iterable[Span]) -> Words:
        found: set[int] = set()
        for start, end in spans:
            index = bisect_right(self.ends, start)
            while index < len(self.spans) and self.spans[index][0] < end:
                found.add(index)
                index += 1
        return frozenset(found)


def jaccard(one: Words, other: Words) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def cue_nouns(articles: Iterable[tuple[dict[str, Any], Any]]) -> frozenset[str]:
    """The nouns and adjectives that stand in cues, as keys of the lexicon."""
    seen: Counter[str] = Counter()
    for row, doc in articles:
        for attribution in row["attributions"]:
            for start, end in attribution["cue"]:
                for token in doc.char_span(start, end, alignment_mode="expand") or ():
                    if token.pos_ in ("NOUN", "ADJ"):
                        seen[f"{token.lemma_}.{token.pos_[0].lower()}"] += 1
    return frozenset(word for word, count in seen.items() if count >= LEAST)


def examples(row: dict[str, Any], doc: Any, nouns: frozenset[str]) -> Iterator[Example]:
    """The frames of an article with how right each is."""
    reader = RuleExtractor(doc, load_cues())
    words = Numbered(doc.text)
    gold = [(words.inside(a["content"]), words.inside(a["source"])) for a in row["attributions"]]
    near: dict[int, set[int]] = {}
    for index, (content, _) in enumerate(gold):
        for word in content:
            near.setdefault(word, set()).add(index)
    for frame, spans in reader.candidate_frames(nouns):
        content = words.inside(spans)
        source = words.inside([reader.tree.chars(frame.source)] if frame.source else [])
        best = 0.0
        for index in set().union(*(near.get(word, ()) for word in content)):
            shared = jaccard(gold[index][0], content)
            if shared >= 0.5 and shared > best and jaccard(gold[index][1], source) >= 0.5:
                best = shared
        yield best, frozenset(frame.features)


def fit(data: list[Example]) -> dict[str, float]:
    """Feature → weight."""
    seen = Counter(feature for _, features in data for feature in features)
    names = sorted(feature for feature, count in seen.items() if count >= LEAST)
    numbers = {name: number for number, name in enumerate(names)}
    columns = [
        np.array(sorted(numbers[feature] for feature in features if feature in numbers)) for _, features in data
    ]
    right = np.array([share for share, _ in data])
    weights, squares = np.zeros(len(names)), np.full(len(names), 1e-8)
    generator = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = generator.permutation(len(data))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            lengths = [len(columns[index]) for index in batch]
            column = np.concatenate([columns[index] for index in batch])
            row = np.repeat(np.arange(len(batch)), lengths)
            error = 1 / (1 + np.exp(-np.bincount(row, weights[column], len(batch)))) - right[batch]
            used, inverse = np.unique(column, return_inverse=True)
            slope = np.bincount(inverse, error[row])
            squares[used] += slope * slope
            rate = RATE / np.sqrt(squares[used])
            moved = weights[used] - rate * slope
            weights[used] = np.sign(moved) * np.maximum(np.abs(moved) - rate * PENALTY, 0)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True) if abs(weight) >= SMALLEST}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--model", help="a spaCy model; the best that is installed")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()

    import spacy

    import onrecord.annotation.components.sentence_boundaries  # noqa: F401  registers its component

    nlp = spacy.load(spacy_models.find_model(arguments.model).name)
    nlp.add_pipe("onrecord_paragraphs", first=True)
    articles = rows(arguments.train)
    read = list(zip(articles, nlp.pipe(row["text"] for row in articles), strict=True))
    nouns = cue_nouns(read)
    weights = fit([example for row, doc in read for example in examples(row, doc, nouns)])
    for word in nouns:  # a noun is looked at even where its own weight is nothing
        weights.setdefault(f"w={word}", 0.0)
    arguments.output.write_text(
        f"# Made by tools/fit_frames.py from {len(articles)} articles of PolNeAR's training part, parsed with "
        f"{nlp.meta['name']} {nlp.meta['version']}.\n# Feature of a frame, weight in log odds.\n"
        + "".join(f"{name}\t{weight:.2f}\n" for name, weight in sorted(weights.items())),
        encoding="utf-8",
    )
    print(f"{len(weights)} weights in {arguments.output}")


if __name__ == "__main__":
    main()
