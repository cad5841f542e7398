"""What on the screen is the user's own decision, and not the model's."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.base.records import Annotation, Attribution, Span

DECIDED_SIGN = "✓"
"""Stands beside what the user decided."""


@dataclass(frozen=True)
class UserDecisions:
    """What of an annotation the user set right."""

    actors: frozenset[str] = frozenset()
    """Ids of actors."""
    quotes: frozenset[int] = frozenset()
    """Indices of attributions whose speaker is another, or that stand elsewhere."""
    entities: frozenset[Span] = frozenset()
    """Spans of entities, in characters of the text."""


NO_DECISIONS = UserDecisions()


def user_decisions(uncorrected: Annotation | None, corrected: Annotation | None) -> UserDecisions:
    """Return what corrections have changed in an annotation.

    A quote whose speaker has only got another name, or was joined with another actor, is not among it.
    """
    if uncorrected is None or corrected is None or uncorrected == corrected:
        return NO_DECISIONS
    actors = {actor.id: actor for actor in uncorrected.actors}
    labels = {entity.span: entity.label for entity in uncorrected.entities}
    remaining_actors = {actor.id for actor in corrected.actors}
    attributions = zip(uncorrected.attributions, corrected.attributions, strict=False)
    return UserDecisions(
        actors=frozenset(actor.id for actor in corrected.actors if actors.get(actor.id) != actor),
        quotes=frozenset(
            index
            for index, (before, after) in enumerate(attributions)
            if _passages(after) != _passages(before)
            or (after.speaker != before.speaker and remaining_actors.issuperset(before.speaker))
        ),
        entities=frozenset(
            entity.span for entity in corrected.entities if labels.get(entity.span) != entity.label
        ),
    )


def _passages(attribution: Attribution) -> tuple[list[Span], ...]:
    return attribution.source, attribution.cue, attribution.content
