"""The extractor of attributions with a lexicon that a test writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docs_by_hand import make_doc

from onrecord.annotation.lexicon.cues import CueLexicon
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.base.records import CueType, Span


class HandLexicon(CueLexicon):
    """A lexicon with the probabilities of frames by their pattern and cue: ``{"ccomp|say": 0.9}``."""

    def __init__(self, probabilities: Mapping[str, float], types: Mapping[str, CueType] | None = None) -> None:
        self.probabilities = probabilities
        self.direct = frozenset({"say", "add", "answer"})
        self.works = frozenset({"song"})
        self.work_verbs = frozenset({"sing"})
        self.documents = frozenset({"poll", "letter"})
        self.data = frozenset({"poll"})
        self.types = {"say.v": "speech", "call.v": "speech", "hope.v": "belief", **(types or {})}
        self.nouns = frozenset({"claim.n"})

    def probability(self, features: Iterable[str]) -> float:
        """Return the highest probability of the features."""
        return max((self.probabilities.get(feature.removeprefix("p="), 0.0) for feature in features), default=0.0)


def extractor(
    sentences: str,
    probabilities: Mapping[str, float] | None = None,
    *,
    ents: Mapping[str, str] | None = None,
) -> RuleExtractor:
    return RuleExtractor(make_doc(sentences, ents=ents), HandLexicon(probabilities or {}))


def words(text: str, spans: list[Span]) -> str:
    return " | ".join(text[start:end] for start, end in spans)


def attributions(
    sentences: str, probabilities: Mapping[str, float] | None = None, *, threshold: float = 0.25
) -> list[tuple[str, str, str]]:
    """Return source, cue and content of the attributions."""
    rules = extractor(sentences, probabilities)
    return [
        (words(rules.text, item.source), words(rules.text, item.cue), words(rules.text, item.content))
        for item in rules.attributions(threshold)
    ]


HE_SAID_IT_RAINS = "He/PRP/nsubj/said said/VBD/ROOT it/PRP/nsubj/rains rains/VBZ/ccomp/said ."
SAID = "“ It/PRP/dep/said rains , ” he/PRP/nsubj/said said/VBD/ROOT ."
