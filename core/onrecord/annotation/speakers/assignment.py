"""Attributions while their speakers are being found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from spacy.tokens import Doc
from spacy.tokens import Span as Words

from onrecord.annotation.actors.registry import ActorCluster
from onrecord.annotation.speakers.anonymous_sources import AnonymousSource
from onrecord.base.records import Actor, Attribution, Span, Unnamed


@dataclass
class SpeakerAssignment:
    """An attribution with the figures or the unnamed source who speak it, and who passes it on."""

    attribution: Attribution
    speakers: list[ActorCluster] = field(default_factory=list)
    anonymous_source: AnonymousSource | None = None
    intermediary: ActorCluster | AnonymousSource | None = None

    @property
    def speaker(self) -> ActorCluster | AnonymousSource | None:
        """The one who speaks, if it is one."""
        return self.anonymous_source or (self.speakers[0] if len(self.speakers) == 1 else None)

    @property
    def has_speaker(self) -> bool:
        """Whether anybody is found to speak."""
        return bool(self.speakers) or self.anonymous_source is not None

    def to_record(self, records: Mapping[int, Actor | Unnamed]) -> Attribution:
        """The attribution with the ids of its actors."""
        speakers = [records[id(figure)].id for figure in self.speakers if id(figure) in records]
        unnamed, via = (records.get(id(one)) for one in (self.anonymous_source, self.intermediary))
        return msgspec.structs.replace(
            self.attribution,
            speaker=list(dict.fromkeys(speakers)),
            unnamed=unnamed.id if unnamed else None,
            via=via.id if via else None,
        )


def token_spans(doc: Doc, spans: Sequence[Span]) -> list[Words]:
    """Spans of characters as spans of the tokens that they touch."""
    found = (doc.char_span(start, end, alignment_mode="expand") for start, end in spans)
    return [span for span in found if span is not None]
