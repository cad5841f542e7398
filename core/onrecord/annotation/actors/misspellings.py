"""Names that are probably another's, misspelt or misheard: suspected, and shown as such."""

from __future__ import annotations

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import person_names


def suspect(cast: ActorRegistry) -> None:
    """Join a person named once to the one whose name is near, if there is just one such."""
    persons = [figure for figure in cast.figures if figure.type == "person"]
    common = [(figure, person_names.parse(figure.name).last) for figure in persons if figure.names.total() > 1]
    for rare in persons:
        name = person_names.parse(rare.name)
        if rare.names.total() != 1 or name.is_full:
            continue
        likely = [
            figure
            for figure, last in common
            if person_names.near(name.last, last, same_role=_same_office(rare, figure))
        ]
        if len(likely) == 1:
            names = list(rare.names)
            rare.names.clear()
            cast.join(likely[0], rare)
            likely[0].suspected += names


def _same_office(one: ActorCluster, other: ActorCluster) -> bool:
    """Whether both bear one title that says of whom: ``Ukrainian President``, not ``President`` alone."""

    def offices(figure: ActorCluster) -> set[str]:
        return {role.casefold() for role in figure.roles if " " in role}

    return bool(offices(one) & offices(other))
