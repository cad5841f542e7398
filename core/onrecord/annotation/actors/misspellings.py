"""Names that are probably another person's, misspelt or misheard: merged with theirs, and shown as suspected."""

from __future__ import annotations

from collections import defaultdict

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import person_names
from onrecord.base.name_keys import PersonName, parse_person_name


def merge_misspelt_names(registry: ActorRegistry) -> None:
    """Merge each person named once, by a surname, with the one person whose surname is nearly the same.

    Nothing is merged if several people have such a surname. The name becomes one of the ``suspected`` ones. Before
    that, people are merged whose full names differ only in spelling.
    """
    _merge_variants(registry)
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
            or person_names.sounds_alike(name.last, last_name)
        ]
        if len(candidates) == 1:
            names = list(rare.names)
            rare.names.clear()
            registry.merge(candidates[0], rare)
            candidates[0].suspected += names


def _merge_variants(registry: ActorRegistry) -> None:
    """Merge people whose full names are nearly the same: ``Sulaiman Ngurore`` and ``Suleiman Ngorure``."""
    by_initials: dict[tuple[str, str], list[tuple[ActorCluster, PersonName]]] = defaultdict(list)
    for cluster in [cluster for cluster in registry.clusters if cluster.type == "person"]:
        name = parse_person_name(cluster.name)
        if not name.is_full:
            continue
        namesakes = by_initials[name.first[:1], name.last[:1]]
        similar = [person for person, other in namesakes if person_names.may_be_spelled_otherwise(name, other)]
        if len(similar) == 1:
            registry.merge(similar[0], cluster)
        else:
            namesakes.append((cluster, name))


def _share_office(first: ActorCluster, second: ActorCluster) -> bool:
    """Return whether both bear a title that says of what: ``Ukrainian President``, not ``President`` alone."""
    return bool(_offices(first) & _offices(second))


def _offices(person: ActorCluster) -> set[str]:
    return {role.casefold() for role in person.roles if " " in role}
