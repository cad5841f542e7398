"""Which words are resolved, and what becomes of a pronoun whose antecedent is chosen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from actors_by_hand import cluster_named, make_registry
from docs_by_hand import make_doc
from spacy.tokens import Token

from onrecord.annotation.actors.registry import ActorRegistry
from onrecord.annotation.coref.antecedents import AntecedentCandidate
from onrecord.annotation.coref.pronouns import resolve_quotation_pronouns, resolve_references
from onrecord.annotation.coref.ranker import Ranker
from onrecord.base.records import ActorType


class FirstOrNone(Ranker):
    """Chooses the first candidate, with a probability of 0.75."""

    def choose(self, candidates: Sequence[AntecedentCandidate]) -> tuple[AntecedentCandidate, float] | None:
        return (candidates[0], 0.75) if candidates else None


def resolve(
    sentences: str,
    actors: dict[str, ActorType],
    *,
    quoted: str = "",
    roles: dict[str, str] | None = None,
) -> tuple[ActorRegistry, list[tuple[str, list[str]]]]:
    doc = make_doc(sentences)
    registry = make_registry(doc, actors)
    for name, role in (roles or {}).items():
        cluster_named(registry, name).add_role(role)
    marks = bytearray(token.text in quoted.split() for token in doc)
    choices: list[tuple[str, list[str]]] = []

    def record(pronoun: Token, candidates: Sequence[AntecedentCandidate]) -> None:
        choices.append((pronoun.text, [candidate.cluster.name for candidate in candidates]))

    resolve_references(registry, marks, FirstOrNone({}, 0.0), record)
    return registry, choices


def mentions(registry: ActorRegistry, name: str) -> list[str]:
    doc = registry.doc
    return [doc[start:end].text for start, end in sorted(cluster_named(registry, name).mentions)]


# ---- he and she


def test_a_chosen_antecedent_gets_the_pronoun_and_its_gender() -> None:
    registry, choices = resolve(
        "Lee/NNP/nsubj/left left/VBD/ROOT .\nHe/PRP/nsubj/ran ran/VBD/ROOT .\nhis/PRP$/poss/dog dog/NN/nsubj/ran ran/VBD/ROOT",
        {"Lee": "person"},
    )
    assert mentions(registry, "Lee") == ["Lee", "He", "his"]
    assert cluster_named(registry, "Lee").pronoun_genders == {"male": 2}
    assert choices == [("He", ["Lee"]), ("his", ["Lee"])]
    assert registry.probabilities == {3: 0.75, 6: 0.75}


@pytest.mark.parametrize(
    ("pronoun", "gender"),
    [
        ("He", "male"), ("him", "male"), ("his", "male"), ("himself", "male"),
        ("She", "female"), ("her", "female"), ("hers", "female"), ("HERSELF", "female"),
    ],
)  # fmt: skip
def test_each_personal_pronoun_has_its_gender(pronoun: str, gender: str) -> None:
    registry, _ = resolve(
        f"Lee/NNP/nsubj/left left/VBD/ROOT .\n{pronoun}/PRP/nsubj/ran ran/VBD/ROOT", {"Lee": "person"}
    )
    assert cluster_named(registry, "Lee").pronoun_genders == {gender: 1}


def test_a_pronoun_without_an_antecedent_stays_nobodys() -> None:
    registry, choices = resolve("He/PRP/nsubj/ran ran/VBD/ROOT", {})
    assert choices == [("He", [])]
    assert registry.clusters == []


def test_a_pronoun_that_refers_to_an_actor_already_is_left_alone() -> None:
    _, choices = resolve("Lee/NNP/nsubj/saw saw/VBD/ROOT He/NNP/dobj/saw", {"Lee": "person", "He": "person"})
    assert choices == []


def test_other_words_are_not_resolved() -> None:
    _, choices = resolve("Lee/NNP/nsubj/left left/VBD/ROOT .\nThey/PRP/nsubj/ran ran/VBD/ROOT", {"Lee": "person"})
    assert choices == []


def test_what_a_pronoun_shows_to_be_a_person_becomes_one() -> None:
    registry, _ = resolve(
        "Zuzuq/NNP/nsubj/left left/VBD/ROOT .\nHe/PRP/nsubj/ran ran/VBD/ROOT", {"Zuzuq": "place"}
    )
    assert cluster_named(registry, "Zuzuq").type == "person"


def test_an_unrecognised_name_that_a_pronoun_means_becomes_an_actor() -> None:
    registry, _ = resolve("Zuzuq/NNP/nsubj/left left/VBD/ROOT .\nHe/PRP/nsubj/ran ran/VBD/ROOT", {})
    assert mentions(registry, "Zuzuq") == ["Zuzuq", "He"]
    assert registry.cluster_at(0) is registry.cluster_at(3)


def test_a_person_without_a_name_takes_the_pronoun_and_becomes_no_actor() -> None:
    registry, choices = resolve(
        "A/DT lawyer/NN/nsubj/left left/VBD/ROOT .\nHe/PRP/nsubj/ran ran/VBD/ROOT .\nHe/PRP/nsubj/sat sat/VBD/ROOT",
        {},
    )
    assert choices == [("He", [""]), ("He", [""])]
    assert registry.clusters == []
    assert registry.cluster_at(4) is None


@pytest.mark.parametrize(
    ("person", "actors"),
    [("A/DT lawyer/NN/nsubj/left", {}), ("Lee/NNP/nsubj/left", {"Lee": "person"})],
)
def test_a_resolved_pronoun_is_a_link_to_the_next(person: str, actors: dict[str, ActorType]) -> None:
    he_ran = "He/PRP/nsubj/ran ran/VBD/ROOT .\n"
    doc = make_doc(f"{person} left/VBD/ROOT .\n{he_ran}{he_ran}")
    chains: list[dict[str, float]] = []

    def record(_: Token, candidates: Sequence[AntecedentCandidate]) -> None:
        (candidate,) = candidates
        chains.append({name: value for name, value in candidate.features.items() if name.startswith("chain")})

    resolve_references(make_registry(doc, actors), bytearray(len(doc)), FirstOrNone({}, 0.0), record)
    assert chains == [{}, {"chain 1": 1.0, "chain parallel 1": 1.0}]


# ---- it


NORVIK_FELL = "Norvik/NNP/nsubj/fell fell/VBD/ROOT .\n"


@pytest.mark.parametrize(
    ("sentences", "type_", "is_resolved"),
    [
        (NORVIK_FELL + "It/PRP/nsubj/rose rose/VBD/ROOT", "organisation", True),
        (NORVIK_FELL + "It/PRP/nsubj/rose rose/VBD/ROOT", "country", True),
        (NORVIK_FELL + "It/PRP/nsubj/rose rose/VBD/ROOT", "place", False),
        (NORVIK_FELL + "It/PRP/nsubjpass/sold sold/VBD/ROOT", "organisation", True),
        (NORVIK_FELL + "It/PRP/poss/head head/NN/nsubj/left left/VBD/ROOT", "organisation", True),
        (NORVIK_FELL + "saw/VBD/ROOT It/PRP/dobj/saw", "organisation", False),
        (NORVIK_FELL + "It/PRP/nsubj/was was/VBD+AUX/ROOT", "organisation", False),
        (NORVIK_FELL + "It/PRP/nsubj/rained rained/VBD/ROOT/rained/rain", "organisation", False),
        ("saw/VBD/ROOT Norvik/NNP/dobj/saw .\nIt/PRP/nsubj/rose rose/VBD/ROOT", "organisation", False),
        (
            NORVIK_FELL + "So/RB/ROOT .\nIt/PRP/nsubj/rose rose/VBD/ROOT",
            "organisation",
            False,
        ),
    ],
)
def test_it_is_the_organisation_or_country_that_was_the_subject(
    sentences: str, type_: ActorType, is_resolved: bool
) -> None:
    registry, _ = resolve(sentences, {"Norvik": type_})
    assert mentions(registry, "Norvik") == (["Norvik", "It"] if is_resolved else ["Norvik"])


def test_it_is_nothing_after_two_subjects() -> None:
    registry, _ = resolve(
        NORVIK_FELL + "Zuzuq/NNP/nsubj/said said/VBD/ROOT it/PRP/nsubj/rose rose/VBD/ccomp/said",
        {"Norvik": "organisation", "Zuzuq": "organisation"},
    )
    assert mentions(registry, "Norvik") == ["Norvik"]
    assert mentions(registry, "Zuzuq") == ["Zuzuq"]


def test_it_goes_on_from_pronoun_to_pronoun() -> None:
    registry, _ = resolve(
        NORVIK_FELL + "It/PRP/nsubj/rose rose/VBD/ROOT .\nIts/PRP$/poss/head head/NN/nsubj/left left/VBD/ROOT",
        {"Norvik": "organisation"},
    )
    assert mentions(registry, "Norvik") == ["Norvik", "It", "Its"]


# ---- descriptions


THE_PRESIDENT = "Lee/NNP/nsubj/left left/VBD/ROOT .\nThe/DT/det/president president/NN/nsubj/ran ran/VBD/ROOT"


def test_a_description_is_resolved_in_the_narrators_words_only() -> None:
    registry, _ = resolve(THE_PRESIDENT, {"Lee": "person"}, roles={"Lee": "President"})
    assert mentions(registry, "Lee") == ["Lee", "The president"]
    registry, _ = resolve(THE_PRESIDENT, {"Lee": "person"}, roles={"Lee": "President"}, quoted="The president")
    assert mentions(registry, "Lee") == ["Lee"]


def test_a_description_makes_its_actor_recent() -> None:
    sentences = (
        "Lee/NNP/nsubj/met met/VBD/ROOT Kim/NNP/dobj/met .\n"
        "The/DT/det/mayor mayor/NN/nsubj/ran ran/VBD/ROOT .\n"
        "So/RB/ROOT .\n"
        "So/RB/ROOT .\n"
        "The/DT/det/president president/NN/nsubj/ran ran/VBD/ROOT"
    )
    registry, _ = resolve(
        sentences, {"Lee": "person", "Kim": "person"}, roles={"Lee": "President", "Kim": "President"}
    )
    assert mentions(registry, "Lee") == ["Lee"]
    doc = make_doc(sentences)
    registry = make_registry(doc, {"Lee": "person", "Kim": "person"})
    for role, name in (("President", "Lee"), ("President", "Kim"), ("mayor", "Lee")):
        cluster_named(registry, name).add_role(role)
    resolve_references(registry, bytearray(len(doc)), FirstOrNone({}, 0.0))
    assert mentions(registry, "Lee") == ["Lee", "The mayor", "The president"]


def test_the_shipped_ranker_is_the_default() -> None:
    doc = make_doc("Karl/NNP/compound/Lee Lee/NNP/nsubj/left left/VBD/ROOT .\nHe/PRP/nsubj/ran ran/VBD/ROOT")
    registry = make_registry(doc, {"Karl Lee": "person"})
    registry.clusters[0].name_genders["male"] = 1
    resolve_references(registry, bytearray(len(doc)))
    assert mentions(registry, "Karl Lee") == ["Karl Lee", "He"]


# ---- pronouns within quotations


WORDS = (
    "I/PRP/nsubj/told told/VBD/ROOT you/PRP/dobj/told we/PRP/nsubj/told me/NN our/PRP$/poss/told Lee/NNP Kim/NNP"
)


@pytest.mark.parametrize(("type_", "expected"), [("person", ["I", "Lee"]), ("organisation", ["we", "our", "Lee"])])
def test_the_speaker_is_i_or_we(type_: ActorType, expected: list[str]) -> None:
    registry = make_registry(make_doc(WORDS), {"Lee": type_, "Kim": "person"})
    lee, kim = registry.clusters
    resolve_quotation_pronouns(registry, 0, 6, lee)
    assert mentions(registry, "Lee") == expected
    assert mentions(registry, "Kim") == ["Kim"]
    resolve_quotation_pronouns(registry, 0, 6, lee, kim)
    assert mentions(registry, "Kim") == ["you", "Kim"]


def test_only_the_pronouns_of_the_quotation_are_the_speakers() -> None:
    registry = make_registry(make_doc(WORDS), {"Lee": "person", "Kim": "person"})
    lee, kim = registry.clusters
    resolve_quotation_pronouns(registry, 1, 2, lee, kim)
    assert mentions(registry, "Lee") == ["Lee"]
    resolve_quotation_pronouns(registry, 2, 3, lee, kim)
    assert mentions(registry, "Kim") == ["you", "Kim"]


def test_a_pronoun_that_refers_to_an_actor_is_not_the_speakers() -> None:
    registry = make_registry(make_doc(WORDS), {"Lee": "person", "I": "person"})
    resolve_quotation_pronouns(registry, 0, 2, registry.clusters[0])
    assert mentions(registry, "Lee") == ["Lee"]


def test_a_noun_for_a_relative_is_a_mention_of_them() -> None:
    registry, _ = resolve(
        "Ann/NNP Lee/NNP left/VBD/ROOT .\nKim/NNP Lee/NNP/poss/mother 's/POS mother/NN/nsubj/ran ran/VBD/ROOT",
        {"Ann Lee": "person", "Kim Lee": "person"},
    )
    assert mentions(registry, "Ann Lee") == ["Ann Lee", "mother"]
