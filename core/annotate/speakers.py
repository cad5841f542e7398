"""Who speaks: from the words of a source to the figures behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from core.annotate.figures import Cast, Figure
from core.records import Actor, Attribution, Span


@dataclass
class Spoken:
    """An attribution with the figures who speak it, and who passes it on."""

    attribution: Attribution
    speakers: list[Figure] = field(default_factory=list)
    via: Figure | None = None

    def record(self, records: dict[int, Actor]) -> Attribution:
        """The attribution with the ids of its actors."""
        speakers = [records[id(figure)].id for figure in self.speakers if id(figure) in records]
        via = records[id(self.via)].id if self.via is not None and id(self.via) in records else None
        return msgspec.structs.replace(self.attribution, speaker=speakers, via=via)


def resolve(cast: Cast, attributions: Iterable[Attribution]) -> list[Spoken]:
    """Each attribution with its speakers."""
    return [Spoken(attribution, _speakers(cast, attribution.source)) for attribution in attributions]


def _speakers(cast: Cast, source: list[Span]) -> list[Figure]:
    spans = [span for start, end in source if (span := cast.doc.char_span(start, end, alignment_mode="expand"))]
    for span in spans:
        figure = cast.at(span.root.i)
        if figure is not None:
            return [figure]
    return []
