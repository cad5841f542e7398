"""Attributions while their speakers are being resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from onrecord.annotation.actors.registry import ActorCluster
from onrecord.annotation.speakers.anonymous_sources import AnonymousSource
from onrecord.annotation.speakers.basis import SpeakerBasis
from onrecord.base.records import Actor, Attribution, Span, UnnamedSource


@dataclass
class SpeakerAssignment:
    """An attribution with the actors or the anonymous source who speak, and the intermediary.

    Args:
        attribution: The attribution, without speakers.
        speakers: The actors who speak; with an anonymous source at most the one that it speaks for.
        anonymous_source: The source that speaks without being named.
        intermediary: Who passes the words on, as ``Interfax`` in ``Interfax quoted Lee as saying``.
        basis: What the speaker is known by; of several, the weakest.
        probability: How probable the ranker holds the antecedent of a pronoun, 0 to 1; 1 for every other basis.
    """

    attribution: Attribution
    speakers: list[ActorCluster] = field(default_factory=list)
    anonymous_source: AnonymousSource | None = None
    intermediary: ActorCluster | AnonymousSource | None = None
    basis: SpeakerBasis = "nothing"
    probability: float = 1.0

    @property
    def speaker(self) -> ActorCluster | AnonymousSource | None:
        """The speaker, if there is exactly one."""
        return self.anonymous_source or (self.speakers[0] if len(self.speakers) == 1 else None)

    @property
    def has_speaker(self) -> bool:
        """Whether any speaker is known."""
        return bool(self.speakers) or self.anonymous_source is not None

    def to_record(self, records: Mapping[int, Actor | UnnamedSource], confidence: float = 1.0) -> Attribution:
        """Return the attribution with the ids of its speakers and its intermediary.

        Args:
            records: The records of actor clusters and anonymous sources by ``id()`` of these. Speakers without a
                record are left out.
            confidence: The probability that they are the right ones, from 0 to 1.
        """
        speaker_ids = [records[id(cluster)].id for cluster in self.speakers if id(cluster) in records]
        anonymous_source = records.get(id(self.anonymous_source))
        intermediary = records.get(id(self.intermediary))
        return msgspec.structs.replace(
            self.attribution,
            speaker=list(dict.fromkeys(speaker_ids)),
            unnamed=anonymous_source.id if anonymous_source else None,
            via=intermediary.id if intermediary else None,
            speaker_confidence=round(confidence, 3),
        )


def token_spans(doc: Doc, spans: Sequence[Span]) -> list[TokenSpan]:
    """Return spans of characters as spans of the tokens that they touch; those outside the text are left out."""
    expanded = (doc.char_span(start, end, alignment_mode="expand") for start, end in spans)
    return [span for span in expanded if span is not None]
