"""Whom ``Lee's mother`` means: who is called a mother, or the only other Lee of her gender named just before."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import Gender
from onrecord.base.name_keys import parse_person_name

_FEMALE = ("mother mom mum mam", "wife", "daughter", "sister", "widow", "aunt", "grandmother grandma")
_MALE = ("father dad", "husband", "son", "brother", "widower", "uncle", "grandfather grandpa")
_KINSHIP: dict[str, tuple[Gender, str]] = {
    **{noun: ("female", nouns.split()[0]) for nouns in _FEMALE for noun in nouns.split()},
    **{noun: ("male", nouns.split()[0]) for nouns in _MALE for noun in nouns.split()},
}
"""Noun → the gender of whom it means, and the noun by which descriptions have it."""
KINSHIP_NOUNS = frozenset(_KINSHIP)


def relative(registry: ActorRegistry, noun: Token, recent_clusters: Sequence[ActorCluster]) -> ActorCluster | None:
    """Return whom a noun for a relative means, if the article names that person.

    Args:
        registry: The actors of the article.
        noun: The noun, as ``mother`` in ``Kim Lee's mother``.
        recent_clusters: Those mentioned shortly before.
    """
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    kin = registry.cluster_at(owner.i) if owner is not None else None
    if kin is None or kin.type != "person":
        return None
    gender, plain_noun = _KINSHIP[noun.lower_]
    people = [cluster for cluster in registry.clusters if cluster.type == "person" and cluster is not kin]
    described = [person for person in people if _is_described(person, plain_noun)]
    if described:
        return described[0] if len(described) == 1 else None
    recent = {id(cluster) for cluster in recent_clusters}
    namesakes = [
        person
        for person in people
        if id(person) in recent and person.allows_gender(gender) and _have_same_surname(person, kin)
    ]
    return namesakes[0] if len(namesakes) == 1 else None


def _is_described(person: ActorCluster, plain_noun: str) -> bool:
    """Return whether one of a person's descriptions ends with a word for the relative."""
    last_words = (role.lower().split()[-1] for role in person.roles if role.split())
    return any(word in _KINSHIP and _KINSHIP[word][1] == plain_noun for word in last_words)


def _have_same_surname(person: ActorCluster, kin: ActorCluster) -> bool:
    surname, kin_surname = parse_person_name(person.name), parse_person_name(kin.name)
    return surname.is_full and bool(surname.last) and surname.last == kin_surname.last
