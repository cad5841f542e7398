"""Names that are probably another person's, misspelt or misheard: merged with theirs, and shown as suspected."""

from __future__ import annotations

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import person_names
from onrecord.base.name_keys import parse_person_name


def merge_misspelt_names(registry: ActorRegistry) -> None:
    """Merge each person named once, by a surname, with the one person whose surname is nearly the same.

    Nothing is merged if several people have such a surname. The name becomes one of the ``suspected`` ones.
    """
    people = [cluster for cluster in registry.clusters if cluster.type == "person"]
    frequent = [(cluster, parse_person_name(cluster.name).last) for cluster in people if cluster.names.total() > 1]
    for rare in people:
        name = parse_person_name(rare.name)
        if rare.names.total() != 1 or name.is_full:
            continue
        candidates = [
            cluster
            for cluster, last_name in frequent
            if person_names.may_be_misspelt(name.last, last_name, same_role=_share_office(rare, cluster))
        ]
        if len(candidates) == 1:
            names = list(rare.names)
            rare.names.clear()
            registry.merge(candidates[0], rare)
            candidates[0].suspected += names


def _share_office(first: ActorCluster, second: ActorCluster) -> bool:
    """Return whether both bear a title that says of what: ``Ukrainian President``, not ``President`` alone."""
    return bool(_offices(first) & _offices(second))


def _offices(person: ActorCluster) -> set[str]:
    return {role.casefold() for role in person.roles if " " in role}
