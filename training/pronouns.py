"""Learn the weights of the features by which an antecedent of ``he`` or ``she`` is chosen.

usage: python -m training.pronouns GAP [--write]

GAP is a folder with development.tsv.gz and validation.tsv.gz of GAP (Webster et al., TACL 2018). Prints the
figures that GAP defines: trained on one part and measured on the other, and over both parts in ten folds. With
``--write`` the weights learned from both parts go to core/onrecord/annotation/coref/pronouns.json.

The model is log-linear over the candidates and nobody. For two names in a snippet GAP says whether the pronoun
refers to them. If it refers to one, the loss is the negative log probability of its candidates, else that of
neither name. The other pronouns of a snippet are resolved with the weights of the previous round.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from spacy.tokens import Doc, Token

from onrecord.annotation import load
from onrecord.annotation.actors import clustering
from onrecord.annotation.actors.misspellings import merge_misspelt_names
from onrecord.annotation.actors.registry import ActorCluster
from onrecord.annotation.actors.roles import assign_roles
from onrecord.annotation.components import actors
from onrecord.annotation.coref.antecedents import AntecedentCandidate, Features
from onrecord.annotation.coref.pronouns import PERSONAL_PRONOUNS, resolve_references
from onrecord.annotation.coref.ranker import WEIGHTS_FILE, Ranker

PARTS = ("development", "validation")
ROUNDS = 2
FOLDS = 10
MIN_COUNT = 10
"""How many snippets a feature must occur in."""
DECAY = 2.0
"""The factor of the squared weights in the loss."""
STEPS = 300
RATE = 0.05
THRESHOLD = 0.35
"""The probability from which a candidate is chosen."""
FIXED_WEIGHTS = {"other voice": -0.5, "farther": -0.5, "spoke last": 2.0}
"""Weights of features that are too rare to learn in an encyclopedia, but not in news."""

Row = dict[str, str]


@dataclass
class Case:
    """A pronoun with its candidates.

    Args:
        feminine: Whether it is ``she``, ``her`` or ``hers``.
        answers: Whether it refers to the names A and B.
        candidates: The features of each candidate.
        name_candidates: The candidates that are A, and those that are B.
    """

    feminine: bool
    answers: tuple[bool, bool]
    candidates: list[Features] = field(default_factory=list)
    name_candidates: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))


def main() -> None:
    """Print the figures, and write the weights if the command line asks for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gap", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = {part: list(read(options.gap / f"{part}.tsv.gz")) for part in PARTS}
    docs = {part: list(parse(row["Text"] for row in rows[part])) for part in PARTS}
    weights: dict[str, float] = {}
    for number in range(1, ROUNDS + 1):
        ranker = Ranker(weights, THRESHOLD if weights else 2.0)
        cases = {
            part: [make_case(ranker, row, doc) for row, doc in zip(rows[part], docs[part], strict=True)]
            for part in PARTS
        }
        all_cases = [case for part in PARTS for case in cases[part]]
        weights = learn(all_cases)
        print(f"round {number}: {len(weights)} weights")
    for train, test in (PARTS, PARTS[::-1]):
        print(f"trained on {train}, measured on {test}: {figures(cases[test], learn(cases[train]))}")
    print(f"both in {FOLDS} folds: {cross_validate(all_cases)}")
    print(f"both, as learned: {figures(all_cases, weights)}")
    if options.write:
        ordered = {name: round(weights[name], 2) for name in sorted(weights)}
        stored = {"threshold": THRESHOLD, "weights": ordered}
        WEIGHTS_FILE.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def read(file: Path) -> Iterator[Row]:
    """Yield the rows of a file of GAP."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def parse(texts: Iterator[str]) -> Iterator[Doc]:
    """Yield the texts as the component gets them that resolves pronouns."""
    nlp = load().nlp
    with nlp.select_pipes(disable=["onrecord_actors"]):
        yield from nlp.pipe(texts, batch_size=64)


def make_case(ranker: Ranker, row: Row, doc: Doc) -> Case:
    """Return the pronoun of a snippet with the candidates that the ranker chooses from."""
    recorded: list[AntecedentCandidate] = []

    def record(pronoun: Token, candidates: Sequence[AntecedentCandidate]) -> None:
        if pronoun.idx == int(row["Pronoun-offset"]):
            recorded.extend(candidates)

    actor_clusters = clustering.cluster_actors(doc)
    assign_roles(actor_clusters)
    merge_misspelt_names(actor_clusters)
    resolve_references(actor_clusters, actors.in_quotation_marks(doc), ranker, record)
    name_candidates = [
        {
            n
            for n, candidate in enumerate(recorded)
            if has_mention(doc, candidate.cluster, int(row[f"{x}-offset"]), len(row[x]))
        }
        for x in "AB"
    ]
    return Case(
        feminine=PERSONAL_PRONOUNS[row["Pronoun"].lower()] == "female",
        answers=(row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"),
        candidates=[candidate.features for candidate in recorded],
        name_candidates=(name_candidates[0], name_candidates[1]),
    )


def has_mention(doc: Doc, cluster: ActorCluster, start: int, length: int) -> bool:
    """Return whether a mention of a cluster overlaps these characters."""
    return any(
        doc[first].idx < start + length and doc[last - 1].idx + len(doc[last - 1]) > start
        for first, last in cluster.mentions
    )


def learn(cases: Sequence[Case]) -> dict[str, float]:
    """Return the weights with the lowest loss, found by Adam."""
    cases = [case for case in cases if any(case.name_candidates)]
    count = Counter(name for case in cases for name in {name for features in case.candidates for name in features})
    columns = {
        name: column
        for column, name in enumerate(sorted(n for n in count if count[n] >= MIN_COUNT and n not in FIXED_WEIGHTS))
    }
    candidates = [features for case in cases for features in case.candidates]
    x = np.zeros((len(candidates), len(columns)))
    base = np.zeros(len(candidates))
    for row, features in enumerate(candidates):
        for name, value in features.items():
            if name in columns:
                x[row, columns[name]] = value
            base[row] += FIXED_WEIGHTS.get(name, 0.0) * value
    sizes = np.array([len(case.candidates) for case in cases])
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right, wrong = np.zeros(len(candidates)), np.zeros(len(candidates))
    for begin, case in zip(begins, cases, strict=True):
        for answer, numbers in zip(case.answers, case.name_candidates, strict=True):
            for number in numbers:
                (right if answer else wrong)[begin + number] = 1.0
    has_right = np.add.reduceat(right, begins) > 0
    w, first, second = np.zeros(len(columns)), np.zeros(len(columns)), np.zeros(len(columns))
    for step in range(1, STEPS + 1):
        score = np.exp(np.clip(x @ w + base, -30, 30))
        p = score / np.repeat(np.add.reduceat(score, begins) + 1, sizes)
        nobody = 1 - np.add.reduceat(p, begins)
        target = np.where(np.repeat(has_right, sizes), p * right, p * (1 - wrong))
        total = np.add.reduceat(target, begins) + np.where(has_right, 0, nobody)
        gradient = (p - target / np.repeat(np.maximum(total, 1e-12), sizes)) @ x + DECAY * w
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        w -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {name: float(w[column]) for name, column in columns.items()} | FIXED_WEIGHTS


def choose(cases: Sequence[Case], weights: dict[str, float], threshold: float = THRESHOLD) -> list[int | None]:
    """Return the index of the candidate that is chosen in each case."""
    ranker = Ranker(weights, threshold)
    choices = (ranker.best(case.candidates) for case in cases)
    return [choice[0] if choice is not None else None for choice in choices]


def figures(cases: Sequence[Case], weights: dict[str, float]) -> str:
    """Return the figures of these weights as a line."""
    return tally(cases, choose(cases, weights))


def cross_validate(cases: Sequence[Case]) -> str:
    """Return the figures over all cases, each decided by weights that were learned without its fold."""
    fold = np.random.RandomState(0).permutation(len(cases)) % FOLDS
    choices: list[int | None] = [None] * len(cases)
    for number in range(FOLDS):
        weights = learn([case for case, case_fold in zip(cases, fold, strict=True) if case_fold != number])
        indices = np.flatnonzero(fold == number).tolist()
        for index, choice in zip(indices, choose([cases[index] for index in indices], weights), strict=True):
            choices[index] = choice
    return tally(cases, choices)


def tally(cases: Sequence[Case], choices: Sequence[int | None]) -> str:
    """Return precision, recall, F1 and bias, as GAP defines them."""
    counts = {False: np.zeros(3), True: np.zeros(3)}
    for case, choice in zip(cases, choices, strict=True):
        for answer, numbers in zip(case.answers, case.name_candidates, strict=True):
            predicted = choice in numbers
            counts[case.feminine] += (predicted and answer, predicted, answer)
    p, r, f1 = _prf(counts[False] + counts[True])
    return f"P {p:.1f}  R {r:.1f}  F1 {f1:.1f}  bias {_prf(counts[True])[2] / _prf(counts[False])[2]:.3f}"


def _prf(count: np.ndarray) -> tuple[float, float, float]:
    correct, predicted, actual = count
    p, r = 100 * correct / max(predicted, 1), 100 * correct / max(actual, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


if __name__ == "__main__":
    main()
