"""Clusters and their registry: what each token refers to, and what becomes a record."""

from __future__ import annotations

import pytest
from actors_by_hand import make_registry
from docs_by_hand import doc_of_columns

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import Gender


def registry_of(words: str) -> ActorRegistry:
    return ActorRegistry(doc_of_columns(words.split()))


# ---- gender


@pytest.mark.parametrize(
    ("by_name", "by_title", "stated"),
    [
        ({}, {}, None),
        ({"male": 1}, {}, "male"),
        ({"male": 1, "female": 1}, {}, None),
        ({"male": 2, "female": 1}, {}, "male"),
        ({"male": 1}, {"male": 1}, "male"),
        ({"male": 1}, {"female": 1}, "female"),
        ({}, {"female": 1}, None),
        ({"male": 1}, {"female": 1, "male": 1}, "male"),
    ],
)
def test_a_title_corrects_the_gender_of_names_but_states_none_alone(
    by_name: dict[Gender, int], by_title: dict[Gender, int], stated: Gender | None
) -> None:
    cluster = ActorCluster("person")
    cluster.name_genders.update(by_name)
    cluster.title_genders.update(by_title)
    assert cluster.stated_gender == stated


@pytest.mark.parametrize(
    ("by_name", "by_title", "is_unisex", "allowed"),
    [
        ({}, {}, False, {"male", "female"}),
        ({"male": 1}, {}, False, {"male"}),
        ({"male": 1}, {}, True, {"male", "female"}),
        ({"male": 1}, {"female": 1}, True, {"female"}),
        ({}, {"female": 1}, False, {"female"}),
    ],
)
def test_gender_that_nothing_contradicts_is_allowed(
    by_name: dict[Gender, int], by_title: dict[Gender, int], is_unisex: bool, allowed: set[Gender]
) -> None:
    cluster = ActorCluster("person", has_unisex_name=is_unisex)
    cluster.name_genders.update(by_name)
    cluster.title_genders.update(by_title)
    genders: list[Gender] = ["male", "female"]
    assert {gender for gender in genders if cluster.allows_gender(gender)} == allowed


@pytest.mark.parametrize(
    ("by_name", "by_title", "by_pronoun", "gender"),
    [
        ({}, {}, {"female": 2}, "female"),
        ({"male": 1}, {}, {"female": 2}, "male"),
        ({}, {"male": 1}, {"female": 2}, "male"),
        ({"male": 1}, {"female": 1}, {"female": 2}, None),
        ({}, {}, {}, None),
    ],
)
def test_pronouns_tell_the_gender_only_if_names_and_titles_do_not(
    by_name: dict[Gender, int],
    by_title: dict[Gender, int],
    by_pronoun: dict[Gender, int],
    gender: Gender | None,
) -> None:
    cluster = ActorCluster("person")
    cluster.name_genders.update(by_name)
    cluster.title_genders.update(by_title)
    cluster.pronoun_genders.update(by_pronoun)
    assert cluster.gender == gender


# ---- roles


def test_a_role_is_kept_once_whatever_its_case() -> None:
    cluster = ActorCluster("person")
    for role in ("Finance Minister", "finance minister", "minister", ""):
        cluster.add_role(role)
    assert cluster.roles == ["Finance Minister", "minister"]


def test_a_role_that_is_there_already_still_adds_the_countries_led() -> None:
    cluster = ActorCluster("person")
    cluster.add_role("President")
    cluster.add_role("president", ["Hungary"])
    assert cluster.countries_led == {"Hungary"}


@pytest.mark.parametrize(
    ("role", "genders"),
    [
        ("spokesman", {"male": 1}),
        ("Spokeswoman", {"female": 1}),
        ("Mrs.", {"female": 1}),
        ("mother and actress", {"female": 2}),
        ("spokesperson", {}),
    ],
)
def test_words_of_a_role_tell_the_gender(role: str, genders: dict[Gender, int]) -> None:
    cluster = ActorCluster("person")
    cluster.add_role(role)
    assert cluster.name_genders == genders


# ---- clusters become one


def test_absorbing_takes_over_everything() -> None:
    cluster, duplicate = ActorCluster("person", "Ann Lee"), ActorCluster("person", "Lee", has_unisex_name=True)
    cluster.names["Lee"] = 1
    cluster.roles = ["Mayor"]
    duplicate.names["Lee"] = 2
    duplicate.suspected = ["Leigh"]
    duplicate.metonyms = ["Town Hall"]
    duplicate.roles = ["mayor", "lawyer"]
    duplicate.countries_led = {"Malta"}
    duplicate.mentions = {(3, 4)}
    duplicate.name_genders["female"] = 1
    duplicate.title_genders["female"] = 2
    duplicate.pronoun_genders["female"] = 3
    cluster.absorb(duplicate)
    assert cluster.names == {"Lee": 3}
    assert cluster.suspected == ["Leigh"]
    assert cluster.metonyms == ["Town Hall"]
    assert cluster.roles == ["Mayor", "lawyer"]
    assert cluster.countries_led == {"Malta"}
    assert cluster.mentions == {(3, 4)}
    assert (cluster.name_genders, cluster.title_genders, cluster.pronoun_genders) == (
        {"female": 1},
        {"female": 2},
        {"female": 3},
    )
    assert cluster.has_unisex_name
    assert cluster.name == "Ann Lee"


def test_merged_clusters_leave_one_to_which_all_tokens_refer() -> None:
    registry = registry_of("Lee met Kim and Leigh")
    lee, kim, leigh = (registry.add(ActorCluster("person", name)) for name in ("Lee", "Kim", "Leigh"))
    for cluster, token in ((lee, 0), (kim, 2), (leigh, 4)):
        registry.add_mention(cluster, token, token + 1)
    registry.merge(lee, leigh)
    assert registry.clusters == [lee, kim]
    assert [registry.cluster_at(token) for token in range(5)] == [lee, None, kim, None, lee]
    assert lee.mentions == {(0, 1), (4, 5)}


# ---- the registry


def test_the_same_identity_is_one_cluster_unless_the_type_differs() -> None:
    registry = registry_of("Georgia")
    country = registry.get_or_add("country", "Georgia", "Georgia")
    assert registry.get_or_add("country", "Georgia", "another name") is country
    assert registry.get_or_add_country("Georgia") is country
    place = registry.get_or_add("place", "Georgia", "Georgia")
    assert place is not country
    assert registry.clusters == [country, place]
    assert (country.type, country.name, place.type) == ("country", "Georgia", "place")


def test_a_token_keeps_the_cluster_to_which_it_was_assigned_first() -> None:
    registry = registry_of("Bank of Malta")
    bank = registry.add(ActorCluster("organisation", "Bank of Malta"))
    malta = registry.add(ActorCluster("country", "Malta"))
    registry.add_mention(malta, 2, 3)
    registry.add_mention(bank, 0, 3)
    assert [registry.cluster_at(token) for token in range(3)] == [bank, bank, malta]
    assert bank.mentions == {(0, 3)}


def test_a_token_of_a_cluster_that_left_the_registry_is_free() -> None:
    registry = registry_of("Lee left")
    lee, kim = registry.add(ActorCluster("person", "Lee")), registry.add(ActorCluster("person", "Kim"))
    registry.add_mention(lee, 0, 1)
    registry.clusters.remove(lee)
    registry.add_mention(kim, 0, 1)
    assert registry.cluster_at(0) is kim


def test_adopting_adds_a_cluster_with_its_mentions_once() -> None:
    registry = registry_of("Lee met Lee")
    lee = ActorCluster("person", "Lee", mentions={(0, 1), (2, 3)})
    registry.adopt(lee)
    registry.adopt(lee)
    assert registry.clusters == [lee]
    assert [registry.cluster_at(token) for token in range(3)] == [lee, None, lee]


def test_adopting_compares_clusters_by_identity() -> None:
    registry = registry_of("Lee met Lee")
    first, second = ActorCluster("person", "Lee"), ActorCluster("person", "Lee")
    registry.add(first)
    registry.adopt(second)
    assert registry.clusters == [first, second]


def test_clusters_within_a_range_come_once_with_their_first_token() -> None:
    doc = doc_of_columns("Kim and Ann Lee met Kim and Bo".split())
    registry = make_registry(doc, {"Kim": "person", "Ann Lee": "person", "Bo": "person"})
    clusters = registry.clusters_within(1, 7)
    assert [(token, cluster.name) for token, cluster in clusters] == [(2, "Ann Lee"), (5, "Kim")]


def test_the_mention_at_a_token_is_the_longest_one() -> None:
    registry = registry_of("Ann Lee met Kim")
    lee = registry.add(ActorCluster("person", "Lee"))
    registry.add_mention(lee, 0, 2)
    registry.add_mention(lee, 1, 2)
    assert [registry.mention_at(token) for token in range(4)] == [(0, 2), (0, 2), None, None]


# ---- records


def test_records_are_numbered_by_first_mention_and_have_spans_of_characters() -> None:
    doc = doc_of_columns("Kim and Ann Lee met Kim .".split())
    registry = make_registry(doc, {"Ann Lee": "person", "Kim": "person"})
    registry.add(ActorCluster("person", "Nobody"))
    lee, kim = registry.clusters[:2]
    records = registry.records()
    assert list(records) == [id(kim), id(lee)]
    assert (records[id(kim)].id, records[id(kim)].mentions) == ("a1", [(0, 3), (20, 23)])
    assert (records[id(lee)].id, records[id(lee)].mentions) == ("a2", [(8, 15)])


def test_a_records_aliases_are_neither_its_name_nor_suspected_nor_metonyms() -> None:
    registry = registry_of("Moscow acts")
    cluster = registry.get_or_add_country("Russia")
    cluster.names.update(["Russia", "Russian Federation", "Rusia", "Kremlin"])
    cluster.suspected = ["Rusia", "Rusia"]
    cluster.metonyms = ["Moscow", "Kremlin", "Moscow"]
    cluster.roles = ["neighbour"]
    registry.add_mention(cluster, 0, 1)
    (record,) = registry.records().values()
    assert (record.name, record.type, record.aliases) == ("Russia", "country", ["Russian Federation"])
    assert (record.suspected, record.metonyms) == (["Rusia"], ["Moscow", "Kremlin"])
    assert record.roles == ["neighbour"]
