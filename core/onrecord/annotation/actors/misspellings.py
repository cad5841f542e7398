"""Names that are probably another's, misspelt or misheard: suspected, and shown as such."""

from __future__ import annotations

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import person_names


def merge_misspelt_names(registry: ActorRegistry) -> None:
    """Join a person named once to the one whose name is near, if there is just one such."""
    persons = [cluster for cluster in registry.clusters if cluster.type == "person"]
    common = [(cluster, person_names.parse(cluster.name).last) for cluster in persons if cluster.names.total() > 1]
    for rare in persons:
        name = person_names.parse(rare.name)
        if rare.names.total() != 1 or name.is_full:
            continue
        likely = [
            cluster
            for cluster, last in common
            if person_names.may_be_misspelt(name.last, last, same_role=_same_office(rare, cluster))
        ]
        if len(likely) == 1:
            names = list(rare.names)
            rare.names.clear()
            registry.merge(likely[0], rare)
            likely[0].suspected += names


def _same_office(one: ActorCluster, other: ActorCluster) -> bool:
    """Whether both bear one title that says of whom: ``Ukrainian President``, not ``President`` alone."""

    def offices(cluster: ActorCluster) -> set[str]:
        return {role.casefold() for role in cluster.roles if " " in role}

    return bool(offices(one) & offices(other))
