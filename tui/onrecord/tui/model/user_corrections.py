"""What on the screen is the reader's own decision, and not the machine's."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.base.records import Annotation, Span

DECIDED_SIGN = "✓"
"""Beside what the reader decided."""


@dataclass(frozen=True)
class UserDecisions:
    """Ids of actors, places of quotes among the attributions, and spans of entities that he set right."""

    actors: frozenset[str] = frozenset()
    quotes: frozenset[int] = frozenset()
    entities: frozenset[Span] = frozenset()


NO_DECISIONS = UserDecisions()


def user_decisions(machine: Annotation | None, corrected: Annotation | None) -> UserDecisions:
    """What the corrections have changed. A quote whose speaker is only called otherwise by now is not among it."""
    if machine is None or corrected is None or machine == corrected:
        return NO_DECISIONS
    actors = {actor.id: actor for actor in machine.actors}
    labels = {entity.span: entity.label for entity in machine.entities}
    left = {actor.id for actor in corrected.actors}
    quotes = zip(machine.attributions, corrected.attributions, strict=False)
    return UserDecisions(
        actors=frozenset(actor.id for actor in corrected.actors if actors.get(actor.id) != actor),
        quotes=frozenset(
            at
            for at, (was, now) in enumerate(quotes)
            if now.speaker != was.speaker and left.issuperset(was.speaker)
        ),
        entities=frozenset(e.span for e in corrected.entities if labels.get(e.span) != e.label),
    )
