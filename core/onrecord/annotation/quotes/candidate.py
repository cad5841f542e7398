"""Attributions in the making, as rules and model hand them on."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.base.records import Span


@dataclass(slots=True)
class AttributionCandidate:
    """One attribution, spans in characters.

    ``cue_key`` is the cue in the lexicon, ``source_lemma`` the lemma of its head, ``confidence`` is
    between 0 and 1, and ``why`` names the rule or model that decided.
    """

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    cue_key: str
    source_lemma: str
    confidence: float
    why: str
