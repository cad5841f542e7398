"""Who may be the antecedent of a pronoun."""

from __future__ import annotations

import pytest
from antecedents_by_hand import LEFT, RAIN, SLEPT, candidates, gender_of

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.base.records import ActorType

# ---- who is a candidate


def test_the_nearest_candidate_is_first_and_those_ahead_are_last() -> None:
    sentences = f"Kim/NNP/nsubj/left left/VBD/ROOT .\n{LEFT}\n{SLEPT} Ann/NNP/compound/day day/NN/npadvmod/slept .\nBo/NNP/nsubj/left left/VBD/ROOT"
    actors: dict[str, ActorType] = {"Kim": "person", "Lee": "person", "Bo": "person", "Ann": "person"}
    assert list(candidates(sentences, actors=actors)) == ["Lee", "Kim", "Ann", "Bo"]


@pytest.mark.parametrize(("sentences_between", "is_candidate"), [(7, True), (8, False)])
def test_a_candidate_is_mentioned_in_a_few_sentences_before(sentences_between: int, is_candidate: bool) -> None:
    features_by_name = candidates("\n".join([LEFT, *[RAIN] * sentences_between, SLEPT]))
    assert ("Lee" in features_by_name) is is_candidate


@pytest.mark.parametrize(("sentences_between", "is_candidate"), [(0, True), (1, False)])
def test_a_candidate_is_named_in_the_sentence_after(sentences_between: int, is_candidate: bool) -> None:
    features_by_name = candidates("\n".join([f"{SLEPT} .", *[RAIN] * sentences_between, LEFT]))
    assert ("Lee" in features_by_name) is is_candidate


@pytest.mark.parametrize(
    ("type_", "is_candidate"), [("person", True), ("place", True), ("country", False), ("group", False)]
)
def test_a_candidate_can_be_a_person(type_: ActorType, is_candidate: bool) -> None:
    features_by_name = candidates(f"Zuzuq/NNP/nsubj/left left/VBD/ROOT .\n{SLEPT}", actors={"Zuzuq": type_})
    assert bool(features_by_name) is is_candidate


def test_gender_forbids_a_candidate() -> None:
    assert list(candidates(f"{LEFT}\n{SLEPT}", setup=gender_of("Lee", "female"))) == []
    assert list(candidates(f"{LEFT}\n{SLEPT}", setup=gender_of("Lee", "female"), gender="female")) == ["Lee"]


def test_syntax_forbids_a_candidate_before_and_after() -> None:
    assert list(candidates("Lee/NNP/nsubj/saw saw/VBD/ROOT him/PRP/dobj/saw", "him")) == []
    assert list(candidates("he/PRP/nsubj/saw saw/VBD/ROOT Lee/NNP/dobj/saw")) == []
    assert list(candidates("Lee/NNP/nsubj/saw saw/VBD/ROOT his/PRP$/poss/dog dog/NN/dobj/saw", "his")) == ["Lee"]


def test_a_resolved_pronoun_alone_makes_no_candidate() -> None:
    sentences = "\n".join([LEFT, *[RAIN] * 7, "it/PRP/nsubj/left left/VBD/ROOT .", SLEPT])
    assert list(candidates(sentences, resolved={"it": "Lee"})) == []


def test_a_person_without_a_name_is_a_candidate_until_it_is_known_who_it_is() -> None:
    sentences = f"A/DT lawyer/NN/nsubj/left left/VBD/ROOT .\n{SLEPT}"
    assert list(candidates(sentences, nominal="lawyer")) == [""]

    def resolve_lawyer(registry: ActorRegistry) -> None:
        registry.add_mention(registry.add(ActorCluster("person", "Lee")), 1, 2)

    assert "" not in candidates(sentences, nominal="lawyer", setup=resolve_lawyer)


def test_a_person_without_a_name_is_no_candidate_ahead() -> None:
    assert candidates(f"{SLEPT} .\nA/DT lawyer/NN/nsubj/left left/VBD/ROOT", nominal="lawyer") == {}


def test_only_the_nearest_candidates_are_compared() -> None:
    names = [f"N{chr(97 + number)}" for number in range(25)]
    sentences = f"{' '.join(f'{name}/NNP/dep' for name in names)} ./,/ROOT\n{SLEPT}"
    features_by_name = candidates(sentences, actors=dict.fromkeys(names, "person"))
    assert list(features_by_name) == names[:0:-1]


# ---- what syntax says


@pytest.mark.parametrize(
    ("sentences", "pronoun", "conflict"),
    [
        (
            "Lee/NNP/nsubj/saw saw/VBD/ROOT a/DT picture/NN/dobj/saw of/IN/prep/picture him/PRP/pobj/of",
            "him",
            "own doer",
        ),
        (
            "Lee/NNP/nsubj/saw saw/VBD/ROOT , a/DT picture/NN/dobj/saw of/IN/prep/picture him/PRP/pobj/of",
            "him",
            "own doer, apart",
        ),
        ("his/PRP$/poss/friend friend/NN/ROOT of/IN/prep/friend Lee/NNP/pobj/of", "his", "under what is owned"),
        ("Lee/NNP/nsubj/saw saw/VBD/ROOT his/PRP$/poss/dog dog/NN/dobj/saw", "his", None),
    ],
)
def test_what_syntax_says_against_a_candidate(sentences: str, pronoun: str, conflict: str | None) -> None:
    features = candidates(sentences, pronoun)["Lee"]
    conflicts = {"own doer", "owned", "under what is owned", "under its verb"}
    assert {name: value for name, value in features.items() if name.split(",")[0] in conflicts} == (
        {conflict: 1.0} if conflict else {}
    )


def test_syntax_says_nothing_of_mentions_in_other_sentences() -> None:
    friend = "his/PRP$/poss/friend friend/NN/ROOT of/IN/prep/friend Lee/NNP/pobj/of"
    sentences = f"{friend} .\nhis/PRP$/poss/dog dog/NN/ROOT"
    assert not any(name.startswith(("under", "owned")) for name in candidates(sentences, "his")["Lee"])
