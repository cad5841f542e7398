"""The colours and initials of actors and the groups of entities, for all panes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from onrecord.base.records import Actor, Annotation

# Eight colours for dark and for light backgrounds, searched for at random among those that can be read on the
# background and on the row of the cursor. Any two of them stay apart for readers with deuteranopia, protanopia and
# tritanopia as well: tests/tui/test_speaker_palettes.py computes by how much.
SPEAKER_DARK = ("#afafff", "#ffaf00", "#00d7af", "#ffff00", "#afd787", "#87ffff", "#87ff5f", "#d7ffd7")
SPEAKER_LIGHT = ("#0a25fe", "#5e510b", "#075e3a", "#9b1574", "#8904b7", "#4e0c03", "#01086e", "#2e0e36")

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


def distinct_initials(actors: Iterable[Actor]) -> dict[str, str]:
    """Return actor id → letters for the margin; where those of two actors meet, they get another letter."""
    names = {actor.id: actor for actor in actors}
    short = {id_: initials(actor) for id_, actor in names.items()}
    counts = Counter(short.values())
    return {
        id_: _longer(names[id_], letters) if counts[letters] > 1 else letters for id_, letters in short.items()
    }


def _longer(actor: Actor, letters: str) -> str:
    """Return the letters with one more of the last word: Ava DuVernay → ADu; others stay as they are."""
    last_word = actor.name.split()[-1] if actor.name.split() else ""
    has_two_letters = len(letters) == 2 and letters[1] == last_word[:1].upper()
    return letters + last_word[1:2] if has_two_letters else letters
