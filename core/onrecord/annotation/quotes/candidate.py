"""Attributions in the making, as rules and model hand them on."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.base.records import Span


@dataclass(slots=True)
class AttributionCandidate:
    """One attribution, spans in characters.

    ``word`` is the cue's key in the lexicon, ``head`` the lemma of the source's head, ``confidence`` is
    between 0 and 1, and ``why`` names the rule or model that decided.
    """

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    word: str
    head: str
    confidence: float
    why: str
