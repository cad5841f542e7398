"""The annotated passages of an article as flat spans with labels, for programs in which people annotate."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.base.records import Attribution, Quote, Span
from onrecord.export.item import Exported

PARTS = ("Source", "Cue", "Content")
"""The parts of a quotation, each with passages of its own."""


class PassageMark(NamedTuple):
    """A passage. ``label`` is that of an entity, or one of ``PARTS``; ``quote`` the index of the quotation."""

    span: Span
    label: str
    quote: int | None = None


def entity_marks(item: Exported) -> list[PassageMark]:
    """Return the entities of an article."""
    return (
        [PassageMark(entity.span, entity.label) for entity in item.annotation.entities] if item.annotation else []
    )


def quote_marks(quote: Quote, attribution: Attribution) -> list[PassageMark]:
    """Return the passages of a quotation: of its source, its cue and its content."""
    spans = (attribution.source, attribution.cue, attribution.content)
    return [
        PassageMark(span, part, quote.index)
        for part, part_spans in zip(PARTS, spans, strict=True)
        for span in part_spans
    ]


def all_marks(item: Exported) -> list[PassageMark]:
    """Return the entities of an article, then the parts of its quotations."""
    return [*entity_marks(item), *(mark for pair in item.attributed() for mark in quote_marks(*pair))]


def quote_facts(quote: Quote) -> dict[str, str]:
    """Return what is known of a quotation beyond its passages: who, how, and how surely; without what is empty."""
    facts = {
        "speaker": ", ".join(quote.actors) or quote.unnamed,
        "kind": quote.kind,
        "cue_type": quote.cue_type,
        "polarity": quote.polarity,
        "modality": quote.modality,
        "certainty": f"{quote.certainty:.2f}",
        "doubtful": "yes" if quote.is_doubtful else "",
    }
    return {name: value for name, value in facts.items() if value}
