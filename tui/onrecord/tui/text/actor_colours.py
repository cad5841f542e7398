"""The colours and initials of actors and the groups of entities, for all panes."""

from __future__ import annotations

from onrecord.base.records import Actor, Annotation

# Eight hues that readers with red-green blindness can tell apart (after Okabe and Ito, 2008), for dark and for
# light backgrounds.
SPEAKER_DARK = ("#56b4e9", "#e69f00", "#2fc296", "#f0e442", "#e58bc0", "#ff8a5c", "#9aa5ff", "#c8c8c8")
SPEAKER_LIGHT = ("#00568f", "#8a5400", "#006b4f", "#6b6100", "#9c2f72", "#a53c00", "#3b3fa8", "#4a4a4a")

ENTITY_GROUPS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
"""OntoNotes label → the group in which an entity is shown; any other label is in the group ``other``."""


def entity_group(label: str) -> str:
    """Return the group of an OntoNotes label: person, organisation, place, group or other."""
    return ENTITY_GROUPS.get(label, "other")


def speaker_colour(rank: int, *, dark: bool) -> str:
    """Return the colour of the actor with this rank in the sidebar (from 0), as #rrggbb."""
    palette = SPEAKER_DARK if dark else SPEAKER_LIGHT
    return palette[rank % len(palette)]


def actor_ranks(annotation: Annotation) -> dict[str, int]:
    """Return actor id → rank in the sidebar, from 0."""
    return {actor.id: rank for rank, actor in enumerate(annotation.ranked_actors())}


def initials(actor: Actor) -> str:
    """Return the letters for an actor in the margin: Volodymyr Zelensky → VZ, NATO → NAT, Russia → Ru."""
    words = [word for word in actor.name.replace("-", " ").split() if word[:1].isalnum()]
    capitals = [word for word in words if word[0].isupper()] or words
    if len(capitals) > 1:
        return (capitals[0][0] + capitals[-1][0]).upper()
    name = capitals[0] if capitals else actor.name
    return name[:3] if name.isupper() else name[:2]
