"""Cues: the words that report speech, belief, attitude or a document's words, and how probable that is."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

from onrecord.annotation.lexicon.lexicon import DATA_FOLDER
from onrecord.base.records import CueType

_CUE_TYPES: tuple[CueType, ...] = ("speech", "belief", "attitude", "document")
"""A word in several lists has the first of these types."""
_BRITISH_ENDINGS = ((re.compile(r"(?<=\w{3})ize$"), "ise"), (re.compile(r"or$"), "our"))
"""Endings of words and how they are spelt in Britain: *criticise*, *favour*. In *prize*, *ize* is no ending."""
_WORD_CLASSES = {"v": "verbs", "n": "nouns", "a": "adjectives"}


class CueLexicon:
    """The lexicon of cues, read from cues.toml and frames.tsv.

    A key is a lemma with its word class, as ``say.v``, ``claim.n`` and ``sure.a``.

    Attributes:
        types: What a cue reports, by its key.
        direct: Lemmas of verbs that stand beside utterances in quotation marks.
        works: Nouns for works that have a title.
        work_verbs: Lemmas of verbs for what is done with works.
        documents: Nouns for documents, which report by themselves.
        data: Those of them that have no words: figures, a poll.
        weights: The log odds of each feature of a frame.
        nouns: The keys of nouns and adjectives for which there are weights.
    """

    def __init__(self) -> None:
        lists = tomllib.loads((DATA_FOLDER / "cues.toml").read_text(encoding="utf-8"))
        self.direct = frozenset(_in_both_spellings(lists["direct"]["verbs"].split()))
        self.works = frozenset(lists["works"]["nouns"].split())
        self.work_verbs = frozenset(lists["works"]["verbs"].split())
        self.documents = frozenset(lists["document"]["nouns"].split())
        self.data = frozenset(lists["document"]["data"].split())
        self.types: dict[str, CueType] = {}
        for cue_type in _CUE_TYPES:
            for letter, word_class in _WORD_CLASSES.items():
                if (cue_type, word_class) != ("document", "nouns"):
                    for lemma in _in_both_spellings(lists[cue_type][word_class].split()):
                        self.types.setdefault(f"{lemma}.{letter}", cue_type)
        self.weights: dict[str, float] = {}
        for line in (DATA_FOLDER / "frames.tsv").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                feature, _, weight = line.partition("\t")
                self.weights[feature] = float(weight)
        self.nouns = frozenset(
            feature[2:] for feature in self.weights if feature.startswith("w=") and feature[-2:] in (".n", ".a")
        )

    def type_of(self, word: str, source: str = "") -> CueType:
        """Return what a cue reports.

        What a letter or a report says, writes or warns is speech, as its words are somebody's; what it shows or
        lists, and what figures say, is reported as a document. A verb that is in no list reports speech if it
        stands beside utterances, else an attitude.

        Args:
            word: The key of the cue, of a verb also its lemma, perhaps with a particle: ``point_out``.
            source: The lemma of the source's head.
        """
        is_verb = word[-2:] not in (".n", ".a")
        cue_type = (
            (self.type_of_verb(word) if is_verb else self.types.get(word))
            or self.type_of_verb(word.partition("_")[0])
            or ("speech" if word in self.direct else "attitude")
        )
        if cue_type == "speech" and source in self.documents:
            has_words = source not in self.data and (word in self.direct or word == "according_to")
            return "speech" if has_words else "document"
        return cue_type

    def type_of_verb(self, lemma: str) -> CueType | None:
        """Return what a verb of the lists reports, None for others."""
        return self.types.get(f"{lemma}.v")

    def has_type(self, word: str) -> bool:
        """Return whether a word is in the lists of what cues report.

        Args:
            word: The key of the cue, of a verb also its lemma.
        """
        return word in self.types or f"{word}.v" in self.types

    def probability(self, features: Iterable[str]) -> float:
        """Return how probable it is that a frame with these features is an attribution, from 0 to 1."""
        weights = self.weights
        log_odds = 0.0
        for feature in features:
            if feature in weights:
                log_odds += weights[feature]
        return 1 / (1 + math.exp(-log_odds))


def _in_both_spellings(words: Iterable[str]) -> Iterator[str]:
    """Yield words, each in its American spelling and, where it has another one, in the British one."""
    for word in words:
        yield word
        for ending, british in _BRITISH_ENDINGS:
            if ending.search(word):
                yield ending.sub(british, word)


@cache
def load_cues() -> CueLexicon:
    """Return the lexicon of cues, which is read once."""
    return CueLexicon()
