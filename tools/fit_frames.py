"""Fit the weights of the features of frames: write frames.tsv of the lexicon from annotated articles.

usage: python -m tools.fit_frames TRAIN.jsonl[.gz] [--model NAME] [--output FILE]

Needs scikit-learn: pip install -e ".[fit]". TRAIN has PolNeAR's form, an article a line: ``text`` and
``attributions``, each with ``source``, ``cue`` and ``content`` as lists of ``[start, end)`` in characters. A frame
is right to the extent that its content has the words of an attribution with the same source (Jaccard index, at
least one half). A logistic regression over the features of frames learns that; its L1 penalty leaves out most
features. The same data give the same file.
"""

from __future__ import annotations

import argparse
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from spacy.tokens import Doc

from onrecord.annotation import spacy_models
from onrecord.annotation.lexicon import DATA_FOLDER
from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.annotation.text.words import WORD
from onrecord.base.records import Span
from training.data import rows

OUTPUT = DATA_FOLDER / "frames.tsv"
MIN_COUNT = 3
"""Features seen less often are left out, and nouns and adjectives that are a cue less often."""
MIN_WEIGHT = 0.01
"""Weights closer to nothing are left out: the file has two digits."""
MIN_OVERLAP = 0.5
"""The Jaccard index from which content, and source, are those of an attribution."""
INVERSE_PENALTY = 0.4
"""scikit-learn's C: the smaller, the more features are left out.

On PolNeAR's development part the rules alone reach an attribution F1 of 68.2 with 0.4 (2,239 weights) and of 66.9
with 0.1 (847); with the weights that are shipped, which an earlier fitting made, 67.7.
"""

WordNumbers = frozenset[int]


class Example(NamedTuple):
    """A frame: the share of it that is right, from 0 to 1, and its features."""

    share: float
    features: frozenset[str]


class NumberedWords:
    """The words of a text, numbered, so that spans can be compared as sets of words."""

    def __init__(self, text: str) -> None:
        self.spans = [match.span() for match in WORD.finditer(text)]
        self.ends = [end for _, end in self.spans]

    def inside(self, spans: Iterable[Span]) -> WordNumbers:
        """Return the numbers of the words that spans touch."""
        numbers: set[int] = set()
        for start, end in spans:
            index = bisect_right(self.ends, start)
            while index < len(self.spans) and self.spans[index][0] < end:
                numbers.add(index)
                index += 1
        return frozenset(numbers)


def jaccard(first: WordNumbers, second: WordNumbers) -> float:
    """Return what share of the words in either set is in both; 1 for two empty sets."""
    return len(first & second) / len(first | second) if first or second else 1.0


def cue_nouns(articles: Iterable[tuple[dict[str, Any], Doc]]) -> frozenset[str]:
    """Return the nouns and adjectives that stand in cues at least MIN_COUNT times, as keys of the lexicon."""
    counts: Counter[str] = Counter()
    for row, doc in articles:
        for attribution in row["attributions"]:
            for start, end in attribution["cue"]:
                for token in doc.char_span(start, end, alignment_mode="expand") or ():
                    if token.pos_ in ("NOUN", "ADJ"):
                        counts[f"{token.lemma_}.{token.pos_[0].lower()}"] += 1
    return frozenset(key for key, count in counts.items() if count >= MIN_COUNT)


def examples(row: dict[str, Any], doc: Doc, nouns: frozenset[str]) -> Iterator[Example]:
    """Yield the frames of an article, each with the share of it that is right."""
    rules = RuleExtractor(doc, load_cues())
    words = NumberedWords(doc.text)
    gold = [(words.inside(item["content"]), words.inside(item["source"])) for item in row["attributions"]]
    gold_with_word: dict[int, set[int]] = defaultdict(set)
    for index, (content, _) in enumerate(gold):
        for word in content:
            gold_with_word[word].add(index)
    for frame, spans in rules.candidate_frames(nouns):
        content = words.inside(spans)
        source = words.inside([rules.tree.chars(frame.source)] if frame.source else [])
        near = {index for word in content for index in gold_with_word.get(word, ())}
        overlaps = [
            jaccard(gold_content, content)
            for gold_content, gold_source in (gold[index] for index in near)
            if jaccard(gold_source, source) >= MIN_OVERLAP
        ]
        best = max(overlaps, default=0.0)
        yield Example(best if best >= MIN_OVERLAP else 0.0, frozenset(frame.features))


def fit(data: Sequence[Example], inverse_penalty: float = INVERSE_PENALTY) -> dict[str, float]:
    """Return the weight of each feature that counts, in log odds."""
    from scipy.sparse import vstack
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = CountVectorizer(analyzer=sorted, binary=True, min_df=MIN_COUNT, dtype=np.float64)
    matrix = vectorizer.fit_transform([example.features for example in data])
    # An example that is right in part counts twice: as right by its share, and as wrong by the rest.
    shares = np.array([example.share for example in data])
    right, wrong = np.flatnonzero(shares > 0), np.flatnonzero(shares < 1)
    regression = LogisticRegression(
        C=inverse_penalty, l1_ratio=1.0, solver="liblinear", fit_intercept=False, random_state=0
    )
    regression.fit(
        vstack([matrix[right], matrix[wrong]]),
        np.concatenate([np.ones(len(right)), np.zeros(len(wrong))]),
        sample_weight=np.concatenate([shares[right], 1 - shares[wrong]]),
    )
    weights = zip(vectorizer.get_feature_names_out(), regression.coef_[0], strict=True)
    return {name: float(weight) for name, weight in weights if abs(weight) >= MIN_WEIGHT}


def main() -> None:
    """Read the articles, fit the weights, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--model", help="a spaCy model instead of the best that is installed")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()

    import spacy

    import onrecord.annotation.components.sentence_boundaries  # noqa: F401  registers its component

    nlp = spacy.load(spacy_models.find_model(arguments.model).name)
    nlp.add_pipe("onrecord_paragraphs", first=True)
    articles = rows(arguments.train)
    parsed = list(zip(articles, nlp.pipe(row["text"] for row in articles), strict=True))
    nouns = cue_nouns(parsed)
    weights = fit([example for row, doc in parsed for example in examples(row, doc, nouns)])
    for key in nouns:  # a noun is a cue even where its own weight is 0
        weights.setdefault(f"w={key}", 0.0)
    arguments.output.write_text(
        f"# Made by tools/fit_frames.py from {len(articles)} articles of PolNeAR's training part, parsed with "
        f"{nlp.meta['name']} {nlp.meta['version']}.\n# Feature of a frame, weight in log odds.\n"
        + "".join(f"{name}\t{weight:.2f}\n" for name, weight in sorted(weights.items())),
        encoding="utf-8",
    )
    print(f"{len(weights)} weights in {arguments.output}")


if __name__ == "__main__":
    main()
