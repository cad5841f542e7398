"""The attribution candidate: what the rules and the model hand to the judge."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.base.records import Span


@dataclass(slots=True)
class AttributionCandidate:
    """An attribution that may become a record: spans in characters, and what the cue's type depends on.

    Args:
        source: Who it is attributed to; empty where the text does not say.
        cue: The words that attribute it.
        content: What is attributed.
        cue_key: The cue's key in the lexicon of cues: ``say``, ``point_out``, ``claim.n``.
        source_lemma: The lemma of the source's head, or empty.
        confidence: From 0 to 1.
        why: The rule or the model that found it, in words for the reader.
    """

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    cue_key: str
    source_lemma: str
    confidence: float
    why: str
