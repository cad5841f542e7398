"""Whom nouns for relatives mean."""

from __future__ import annotations

import pytest
from actors_by_hand import cluster_named, make_registry
from docs_by_hand import make_doc

from onrecord.annotation.actors.registry import ActorRegistry
from onrecord.annotation.coref.kinship import relative
from onrecord.base.records import ActorType

PEOPLE: dict[str, ActorType] = {"Kim Lee": "person", "Ann Lee": "person", "Eva Boe": "person"}
SENTENCES = """
    Kim/NNP Lee/NNP met/VBD/ROOT Ann/NNP Lee/NNP and/CC Eva/NNP Boe/NNP .
    Kim/NNP Lee/NNP/poss/mother 's/POS/case/Lee mother/NN/nsubj/left left/VBD/ROOT .
"""


def registry_of(sentences: str = SENTENCES) -> ActorRegistry:
    return make_registry(make_doc(sentences), PEOPLE)


def meant(registry: ActorRegistry, *, noun: str = "mother", recent: bool = True) -> str | None:
    token = next(token for token in registry.doc if token.text == noun)
    cluster = relative(registry, token, registry.clusters if recent else [])
    return cluster.name if cluster is not None else None


def test_a_relative_is_the_only_other_person_of_the_surname() -> None:
    assert meant(registry_of()) == "Ann Lee"
    assert meant(registry_of(), recent=False) is None


def test_a_relative_has_the_gender_of_the_noun() -> None:
    registry = registry_of()
    cluster_named(registry, "Ann Lee").title_genders["male"] += 1
    assert meant(registry) is None
    registry = registry_of()
    cluster_named(registry, "Ann Lee").title_genders["female"] += 1
    assert meant(registry) == "Ann Lee"


def test_who_is_called_a_relative_is_meant_whatever_the_name() -> None:
    registry = registry_of()
    cluster_named(registry, "Eva Boe").add_role("his mum")
    assert meant(registry, recent=False) == "Eva Boe"
    cluster_named(registry, "Ann Lee").add_role("mother")
    assert meant(registry) is None


@pytest.mark.parametrize("role", ["mother of three", "aunt", ""])
def test_other_descriptions_make_no_mother(role: str) -> None:
    registry = registry_of()
    cluster_named(registry, "Eva Boe").roles.append(role)
    assert meant(registry) == "Ann Lee"


def test_a_relative_needs_a_person_whose_relative_it_is() -> None:
    assert meant(registry_of(SENTENCES.replace("/poss/mother", "/compound/mother"))) is None
    registry = registry_of()
    cluster_named(registry, "Kim Lee").type = "organisation"
    assert meant(registry) is None
