"""Cues: the words that report speech, belief, attitude or the words of a document, and how likely they do."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable
from functools import cache

from onrecord.annotation.lexicon.lexicon import DATA_FOLDER
from onrecord.base.records import CueType

_WORDS = "cues.toml"
_WEIGHTS = "frames.tsv"
# A verb that is in several lists is what the first of these says.
_ORDER: tuple[CueType, ...] = ("speech", "belief", "attitude", "document")
_PARTS = {"v": "verbs", "n": "nouns", "a": "adjectives"}


class CueLexicon:
    """The lexicon of cues. ``types`` maps ``lemma.v``, ``lemma.n`` and ``lemma.a`` to what the word reports."""

    def __init__(self) -> None:
        lists = tomllib.loads((DATA_FOLDER / _WORDS).read_text(encoding="utf-8"))
        self.direct = frozenset(lists["direct"]["verbs"].split())
        self.works = frozenset(lists["works"]["nouns"].split())
        self.work_verbs = frozenset(lists["works"]["verbs"].split())
        self.documents = frozenset(lists["document"]["nouns"].split())
        self.types: dict[str, CueType] = {}
        for kind in _ORDER:
            for letter, part in _PARTS.items():
                if (kind, part) != ("document", "nouns"):
                    for word in lists[kind][part].split():
                        self.types.setdefault(f"{word}.{letter}", kind)
        self.weights: dict[str, float] = {}
        for line in (DATA_FOLDER / _WEIGHTS).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                feature, _, weight = line.partition("\t")
                self.weights[feature] = float(weight)
        self.nouns = frozenset(
            feature[2:] for feature in self.weights if feature.startswith("w=") and feature[-2:] in (".n", ".a")
        )

    def type_of(self, word: str, source: str = "") -> CueType:
        """What a cue reports: its key in the lexicon and the lemma of its source's head.

        A poll or a report that says something is a document; a verb that no list has is an attitude, or speech if
        it stands beside utterances.
        """
        key = word if word[-2:] in (".n", ".a") else f"{word}.v"
        kind = (
            self.types.get(key)
            or self.types.get(f"{word.partition('_')[0]}.v")
            or ("speech" if word in self.direct else "attitude")
        )
        if kind == "speech" and source in self.documents:
            return "document"
        return kind

    def probability(self, features: Iterable[str]) -> float:
        """How likely a frame with these features is an attribution, between 0 and 1."""
        weights = self.weights
        total = 0.0
        for feature in features:
            if feature in weights:
                total += weights[feature]
        return 1 / (1 + math.exp(-total))


@cache
def load_cues() -> CueLexicon:
    """The lexicon that comes with onrecord, read once."""
    return CueLexicon()
