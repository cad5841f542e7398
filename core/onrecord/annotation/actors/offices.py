"""Abbreviated offices: ``the PRO`` after ``Public Relations Officer Ann Berg`` is Ann Berg."""

from __future__ import annotations

from spacy.tokens import Doc

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.actors.roles import is_role_noun
from onrecord.annotation.lexicon.name_span import is_rank

_SHORTEST, _LONGEST = 3, 6
"""Letters of an abbreviation; shorter ones are initials of too much."""
_CONNECTORS = frozenset({"of", "the", "for", "and", "&"})


def merge_abbreviated_offices(registry: ActorRegistry) -> None:
    """Let the abbreviation of an office refer to the only person whose office is written out beside their name.

    Acts: Police Public Relations Officer, DSP *Ann Berg*, spoke. … *The PPRO* added. Not: Bureau of Public Roads,
    *Ann Berg*: that is no office, so the BPR is a body.
    """
    people = [cluster for cluster in registry.clusters if cluster.type == "person" and cluster.names]
    abbreviated = [
        cluster
        for cluster in registry.clusters
        if set(cluster.names) == {cluster.name} and _is_abbreviation(cluster.name)
    ]
    offices = {id(person): _offices(registry.doc, person) for person in people} if abbreviated else {}
    for cluster in abbreviated:
        abbreviation = cluster.name
        holders = [
            person for person in people if any(office.endswith(abbreviation) for office in offices[id(person)])
        ]
        if len(holders) == 1 and holders[0] is not cluster:
            registry.merge(holders[0], cluster)


def _is_abbreviation(name: str) -> bool:
    return _SHORTEST <= len(name) <= _LONGEST and name.isalpha() and name.isupper()


def _offices(doc: Doc, person: ActorCluster) -> set[str]:
    """Return the initials of the offices that stand before a person's names."""
    return {_initials_of_office(doc, start) for start, _ in person.mentions}


def _initials_of_office(doc: Doc, name_start: int) -> str:
    """Return the initials of the office before a name; empty if no office stands there.

    Args:
        doc: The article.
        name_start: Index of the first token of the name.
    """
    index = name_start - 1
    while index >= 0 and (is_rank(doc[index].text) or doc[index].is_upper or doc[index].is_punct):
        index -= 1
    if index < 0 or not is_role_noun(doc[index]):
        return ""
    initials = ""
    while index >= 0 and (doc[index].text[0].isupper() or doc[index].lower_ in _CONNECTORS):
        if doc[index].lower_ not in _CONNECTORS:
            initials = doc[index].text[0] + initials
        index -= 1
    return initials
