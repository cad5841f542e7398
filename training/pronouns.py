"""Learn how much each feature of a candidate for ``he`` and ``she`` weighs.

usage: python -m training.pronouns GAP [--write]

GAP is a folder with development.tsv.gz and validation.tsv.gz of GAP (Webster et al., TACL 2018). Prints the
figures as GAP defines them: trained on one part and measured on the other, and over both in ten folds; then, with
``--write``, trains on both and writes core/onrecord/annotation/coref/pronouns.json.

The model is log-linear over the candidates and nobody. A snippet tells of two names whether the pronoun means
them. Where it means one, the loss is the candidate's negative log probability, else that of neither name. What
other pronouns of a snippet mean is read with the weights of the round before.
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
RARE = 10
"""Snippets in which a feature must occur."""
DECAY = 2.0
"""Weight of the squared weights in the loss."""
STEPS = 300
RATE = 0.05
SURE = 0.35
"""Probability from which a candidate is chosen."""
PRIOR = {"other voice": -0.5, "farther": -0.5, "spoke last": 1.0}
"""Weights of what is too rare in an encyclopedia to learn, and not in the news."""

Row = dict[str, str]


@dataclass
class Case:
    """A pronoun with its candidates: ``named`` are for A and B those that mean the name, ``true`` the answers."""

    feminine: bool
    true: tuple[bool, bool]
    candidates: list[Features] = field(default_factory=list)
    named: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))


class Recorder(Ranker):
    """Chooses as a ranker does, and keeps the candidates of the pronoun that begins at a character."""

    def watch(self, at: int) -> None:
        object.__setattr__(self, "at", at)
        object.__setattr__(self, "kept", [])

    def choose(self, pronoun: Token, candidates: Sequence[AntecedentCandidate]) -> AntecedentCandidate | None:
        if pronoun.idx == self.at:  # type: ignore[attr-defined]
            object.__setattr__(self, "kept", list(candidates))
        return super().choose(pronoun, candidates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gap", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = {part: list(read(options.gap / f"{part}.tsv.gz")) for part in PARTS}
    docs = {part: list(parsed(row["Text"] for row in rows[part])) for part in PARTS}
    weights: dict[str, float] = {}
    for number in range(1, ROUNDS + 1):
        recorder = Recorder(weights, SURE if weights else 2.0)
        cases = {
            part: [case(recorder, *both) for both in zip(rows[part], docs[part], strict=True)] for part in PARTS
        }
        every = [one for part in PARTS for one in cases[part]]
        weights = learn(every)
        print(f"round {number}: {len(weights)} weights")
    for one, other in (PARTS, PARTS[::-1]):
        print(f"trained on {one}, measured on {other}: {figures(cases[other], learn(cases[one]))}")
    print(f"both in {FOLDS} folds: {crossed(every)}")
    print(f"both, as learned: {figures(every, weights)}")
    if options.write:
        ordered = {name: round(weights[name], 2) for name in sorted(weights)}
        stored = {"threshold": SURE, "weights": ordered}
        WEIGHTS_FILE.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def read(file: Path) -> Iterator[Row]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def parsed(texts: Iterator[str]) -> Iterator[Doc]:
    """The texts as they come to the component that resolves pronouns."""
    nlp = load().nlp
    with nlp.select_pipes(disable=["onrecord_actors"]):
        yield from nlp.pipe(texts, batch_size=64)


def case(recorder: Recorder, row: Row, doc: Doc) -> Case:
    """What the ranker has to choose from in a snippet."""
    recorder.watch(int(row["Pronoun-offset"]))
    who = clustering.cluster_actors(doc)
    assign_roles(who)
    merge_misspelt_names(who)
    resolve_references(who, actors.in_quotation_marks(doc), recorder)
    kept: list[AntecedentCandidate] = recorder.kept  # type: ignore[attr-defined]
    found = [
        {
            n
            for n, candidate in enumerate(kept)
            if names(doc, candidate.cluster, int(row[f"{x}-offset"]), len(row[x]))
        }
        for x in "AB"
    ]
    return Case(
        feminine=PERSONAL_PRONOUNS[row["Pronoun"].lower()] == "female",
        true=(row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"),
        candidates=[candidate.features for candidate in kept],
        named=(found[0], found[1]),
    )


def names(doc: Doc, cluster: ActorCluster, start: int, length: int) -> bool:
    """Whether a cluster has a mention over these characters."""
    return any(
        doc[first].idx < start + length and doc[last - 1].idx + len(doc[last - 1]) > start
        for first, last in cluster.mentions
    )


def learn(cases: Sequence[Case]) -> dict[str, float]:
    """The weights that make the answers likeliest (Adam on the loss above)."""
    cases = [one for one in cases if any(one.named)]
    count = Counter(name for one in cases for name in {name for given in one.candidates for name in given})
    index = {name: at for at, name in enumerate(sorted(n for n in count if count[n] >= RARE and n not in PRIOR))}
    flat = [given for one in cases for given in one.candidates]
    x = np.zeros((len(flat), len(index)))
    base = np.zeros(len(flat))
    for at, given in enumerate(flat):
        for name, value in given.items():
            if name in index:
                x[at, index[name]] = value
            base[at] += PRIOR.get(name, 0.0) * value
    sizes = np.array([len(one.candidates) for one in cases])
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right, wrong = np.zeros(len(flat)), np.zeros(len(flat))
    for begin, one in zip(begins, cases, strict=True):
        for true, named in zip(one.true, one.named, strict=True):
            for at in named:
                (right if true else wrong)[begin + at] = 1.0
    has_right = np.add.reduceat(right, begins) > 0
    w, first, second = np.zeros(len(index)), np.zeros(len(index)), np.zeros(len(index))
    for step in range(1, STEPS + 1):
        score = np.exp(np.clip(x @ w + base, -30, 30))
        p = score / np.repeat(np.add.reduceat(score, begins) + 1, sizes)
        nobody = 1 - np.add.reduceat(p, begins)
        wanted = np.where(np.repeat(has_right, sizes), p * right, p * (1 - wrong))
        total = np.add.reduceat(wanted, begins) + np.where(has_right, 0, nobody)
        gradient = (p - wanted / np.repeat(np.maximum(total, 1e-12), sizes)) @ x + DECAY * w
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        w -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {name: float(w[at]) for name, at in index.items()} | PRIOR


def chosen(cases: Sequence[Case], weights: dict[str, float], sure: float = SURE) -> list[int | None]:
    """For each case the number of the candidate that is chosen."""
    ranker = Ranker(weights, sure)
    return [ranker.best(one.candidates) for one in cases]


def figures(cases: Sequence[Case], weights: dict[str, float]) -> str:
    return tally(cases, chosen(cases, weights))


def crossed(cases: Sequence[Case]) -> str:
    """The figures over all cases, each chosen by weights that were learned without its fold."""
    fold = np.random.RandomState(0).permutation(len(cases)) % FOLDS
    out: list[int | None] = [None] * len(cases)
    for number in range(FOLDS):
        weights = learn([one for one, at in zip(cases, fold, strict=True) if at != number])
        here = np.flatnonzero(fold == number).tolist()
        for at, choice in zip(here, chosen([cases[at] for at in here], weights), strict=True):
            out[at] = choice
    return tally(cases, out)


def tally(cases: Sequence[Case], choices: Sequence[int | None]) -> str:
    """Precision, recall, F1 and bias as GAP defines them."""
    counts = {False: np.zeros(3), True: np.zeros(3)}
    for one, choice in zip(cases, choices, strict=True):
        for true, named in zip(one.true, one.named, strict=True):
            says = choice in named
            counts[one.feminine] += (says and true, says, true)
    p, r, f1 = _prf(counts[False] + counts[True])
    return f"P {p:.1f}  R {r:.1f}  F1 {f1:.1f}  bias {_prf(counts[True])[2] / _prf(counts[False])[2]:.3f}"


def _prf(count: np.ndarray) -> tuple[float, float, float]:
    hit, says, true = count
    p, r = 100 * hit / max(says, 1), 100 * hit / max(true, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


if __name__ == "__main__":
    main()
