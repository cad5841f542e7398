"""Names that are probably another's misspelt: merged with one person or with nobody."""

from __future__ import annotations

import pytest
from docs_by_hand import doc_of_columns

from onrecord.annotation.actors.misspellings import merge_misspelt_names
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.base.records import ActorType


def registry_of(*clusters: ActorCluster) -> ActorRegistry:
    """A registry in which each cluster is mentioned by a token of its own."""
    registry = ActorRegistry(doc_of_columns([cluster.name for cluster in clusters]))
    for token, cluster in enumerate(clusters):
        registry.add(cluster)
        registry.add_mention(cluster, token, token + 1)
    return registry


def cluster_of(name: str, count: int, *roles: str, type_: ActorType = "person") -> ActorCluster:
    cluster = ActorCluster(type_, name, roles=list(roles))
    cluster.names[name] = count
    return cluster


def merged(*clusters: ActorCluster) -> list[str]:
    """The names that are left when misspelt ones are merged."""
    registry = registry_of(*clusters)
    merge_misspelt_names(registry)
    return [cluster.name for cluster in registry.clusters]


def test_a_surname_that_occurs_once_is_merged_with_one_nearly_the_same() -> None:
    frequent, rare = cluster_of("Maria Poroshenko", 2), cluster_of("Porosenko", 1)
    registry = registry_of(frequent, rare)
    merge_misspelt_names(registry)
    assert registry.clusters == [frequent]
    assert frequent.suspected == ["Porosenko"]
    assert frequent.names == {"Maria Poroshenko": 2}
    assert registry.cluster_at(1) is frequent


def test_a_surname_that_occurs_twice_is_no_misspelling() -> None:
    assert merged(cluster_of("Maria Poroshenko", 2), cluster_of("Porosenko", 2)) == [
        "Maria Poroshenko",
        "Porosenko",
    ]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Maria Poroshenko", "Maria Porosenko"),  # one letter in the surname
        ("Sulaiman Ngurore", "Suleiman Ngorure"),  # both parts, which sound the same
        ("Dhuvnik Ostergard", "Dhuvnik Ostergaard"),
    ],
)
def test_full_names_that_differ_in_spelling_are_one_person(name: str, other: str) -> None:
    first, second = cluster_of(name, 1), cluster_of(other, 2)
    registry = registry_of(first, second)
    merge_misspelt_names(registry)
    assert registry.clusters == [first]
    assert first.names == {name: 1, other: 2}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Maria Poroshenko", "Mario Poroshenko"),  # of two genders
        ("Marina Okoye", "Martina Okoye"),  # two names that are known, and sound otherwise
        ("Maria Poroshenko", "Maria Petrenko"),
        ("Maria Lee", "Maria Leo"),  # too short to tell
    ],
)
def test_full_names_of_two_people_are_two(name: str, other: str) -> None:
    assert merged(cluster_of(name, 1), cluster_of(other, 1)) == [name, other]


def test_a_name_that_is_near_to_two_people_is_merged_with_neither() -> None:
    names = ["Dhuvnik Ostergard", "Dhuvnik Ostegaard", "Dhuvnik Ostergaard"]
    people = [cluster_of(name, 1) for name in names]
    registry = registry_of(*people)
    merge_misspelt_names(registry)
    assert len(registry.clusters) in (1, 3)


def test_a_surname_that_sounds_the_same_is_merged_with_the_one_that_occurs_often() -> None:
    frequent, rare = cluster_of("Nathan Janzen", 2), cluster_of("Jensen", 1)
    registry = registry_of(frequent, rare)
    merge_misspelt_names(registry)
    assert registry.clusters == [frequent]
    assert frequent.suspected == ["Jensen"]
    assert merged(cluster_of("Nathan Janzen", 2), cluster_of("Jenkins", 1)) == ["Nathan Janzen", "Jenkins"]


def test_a_name_is_not_merged_with_one_that_occurs_as_rarely() -> None:
    assert merged(cluster_of("Maria Poroshenko", 1), cluster_of("Porosenko", 1)) == [
        "Maria Poroshenko",
        "Porosenko",
    ]


def test_a_name_that_two_people_nearly_have_is_merged_with_neither() -> None:
    assert (
        len(merged(cluster_of("Maria Poroshenko", 2), cluster_of("Ira Poroshenko", 2), cluster_of("Porosenko", 1)))
        == 3
    )


def test_only_people_are_merged() -> None:
    assert len(merged(cluster_of("Poroshenko", 2, type_="organisation"), cluster_of("Porosenko", 1))) == 2
    assert len(merged(cluster_of("Poroshenko", 2), cluster_of("Porosenko", 1, type_="organisation"))) == 2


def test_names_that_sound_alike_are_merged_only_for_bearers_of_one_office() -> None:
    office, other_office = "Hungarian President", "Austrian Chancellor"
    assert merged(cluster_of("Anna Kovacs", 2, office), cluster_of("Kovatsch", 1, office.upper())) == [
        "Anna Kovacs"
    ]
    assert len(merged(cluster_of("Anna Kovacs", 2, office), cluster_of("Kovatsch", 1, other_office))) == 2


def test_a_title_that_does_not_say_of_what_is_no_shared_office() -> None:
    assert len(merged(cluster_of("Anna Kovacs", 2, "President"), cluster_of("Kovatsch", 1, "President"))) == 2
