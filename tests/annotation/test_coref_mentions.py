"""The mentions of an article in order, and who may be meant without being an actor yet."""

from __future__ import annotations

from typing import Any

import pytest
from actors_by_hand import make_registry
from docs_by_hand import make_doc

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.coref.mentions import (
    Mention,
    MentionIndex,
    can_be_person,
    nominal_people,
    unrecognised_names,
)
from onrecord.base.records import ActorType

THREE_SENTENCES = """
    Lee/NNP/nsubj/met met/VBD/ROOT Kim/NNP/dobj/met .
    It/PRP/nsubj/rained rained/VBD/ROOT .
    Kim/NNP/nsubj/left left/VBD/ROOT with/IN/prep/left Ann/NNP/compound/Berg Berg/NNP/pobj/with .
"""


def index_of(sentences: str = THREE_SENTENCES, quoted: tuple[int, int] = (0, 0)) -> MentionIndex:
    doc = make_doc(sentences)
    registry = make_registry(doc, {"Lee": "person", "Kim": "person"})
    marks = bytearray(len(doc))
    marks[slice(*quoted)] = b"\1" * (quoted[1] - quoted[0])
    return MentionIndex(registry, marks, [ActorCluster("person", "Ann Berg", mentions={(10, 12)})])


def described(mentions: list[Mention]) -> list[tuple[str, int, str, int, bool]]:
    return [
        (mention.cluster.name, mention.start, mention.head.text, mention.sentence, mention.is_nominal)
        for mention in mentions
    ]


def test_mentions_are_in_the_texts_order_with_their_heads() -> None:
    assert described(list(index_of())) == [
        ("Lee", 0, "Lee", 0, True),
        ("Kim", 2, "Kim", 0, True),
        ("Kim", 7, "Kim", 2, True),
        ("Ann Berg", 10, "Berg", 2, True),
    ]


def test_a_resolved_pronoun_is_put_where_it_stands_and_is_not_nominal() -> None:
    index = index_of()
    lee = next(iter(index)).cluster
    index.add(lee, 4, 5)
    assert described(list(index))[2] == ("Lee", 4, "It", 1, False)
    assert [mention.start for mention in index.before(7, 8)] == [0, 2, 4]


@pytest.mark.parametrize(("token", "sentence"), [(0, 0), (3, 0), (4, 1), (6, 1), (7, 2), (12, 2)])
def test_each_token_is_in_its_sentence(token: int, sentence: int) -> None:
    assert index_of().sentence_at(token) == sentence


@pytest.mark.parametrize(
    ("token", "sentences", "starts"),
    [
        (7, 0, []),
        (10, 0, [7]),
        (10, 1, [7]),
        (10, 2, [0, 2, 7]),
        (10, 9, [0, 2, 7]),
        (11, 0, [7, 10]),
        (0, 3, []),
        (2, 0, [0]),
    ],
)
def test_mentions_before_a_token_are_in_so_many_sentences(token: int, sentences: int, starts: list[int]) -> None:
    assert [mention.start for mention in index_of().before(token, sentences)] == starts


@pytest.mark.parametrize(
    ("token", "sentences", "starts"),
    [
        (0, 0, [2]),
        (0, 1, [2]),
        (0, 2, [2, 7, 10]),
        (0, 9, [2, 7, 10]),
        (2, 0, []),
        (4, 0, []),
        (4, 1, [7, 10]),
        (10, 5, []),
    ],
)
def test_mentions_after_a_token_are_in_so_many_sentences(token: int, sentences: int, starts: list[int]) -> None:
    assert [mention.start for mention in index_of().after(token, sentences)] == starts


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ((0, 0), {(2, 2): 0, (2, 1): 1, (2, 0): 2, (1, 2): 0}),
        ((4, 7), {(2, 1): 1, (2, 0): 1, (1, 0): 1}),  # the sentence between is a quotation
        ((4, 6), {(2, 0): 2, (1, 0): 1}),  # its point is the narrator's
        ((5, 7), {(2, 0): 2, (1, 0): 1}),  # its first word is
        ((0, 4), {(2, 0): 2, (1, 0): 1}),  # the earlier one is a quotation itself
    ],
)
def test_quotations_between_do_not_add_to_the_distance(
    quoted: tuple[int, int], expected: dict[tuple[int, int], int]
) -> None:
    index = index_of(quoted=quoted)
    assert {pair: index.narrated_distance(*pair) for pair in expected} == expected


# ---- who can be a person


def cluster_of(type_: ActorType, *names: str, **fields: Any) -> ActorCluster:
    cluster = ActorCluster(type_, names[0], **fields)
    cluster.names.update(names)
    return cluster


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        (cluster_of("person", "UN"), True),
        (cluster_of("organisation", "Zuzuq"), True),
        (cluster_of("place", "Zuzuq"), True),
        (cluster_of("country", "Zuzuq"), False),
        (cluster_of("group", "Zuzuq"), False),
        (cluster_of("organisation", "Zuzuq", roles=["company"]), False),
        (cluster_of("place", "Zuzuq", metonyms=["Zuzuq"]), False),
        (cluster_of("organisation", "Zuzuq Qwe Asd"), True),
        (cluster_of("organisation", "Zuzuq Qwe Asd Yxc"), False),
        (cluster_of("organisation", "Zuzuq qwe"), False),
        (cluster_of("organisation", "Zuzuq QWE"), False),
        (cluster_of("organisation", "Zuzuq", "ZQ"), False),
        (cluster_of("organisation", "Pentagon"), False),
        (cluster_of("place", "Toronto"), False),
        (cluster_of("organisation", "Zuzuq Inc."), False),
        (cluster_of("organisation", "Zuzuq Company"), False),
        (cluster_of("organisation", "Company Zuzuq"), True),
    ],
)
def test_what_bears_a_possible_name_of_a_person_can_be_one(cluster: ActorCluster, expected: bool) -> None:
    assert can_be_person(cluster) is expected


# ---- names that are no entities


def unread(sentence: str, ents: dict[str, str] | None = None, taken: str = "") -> list[tuple[str, int]]:
    doc = make_doc(sentence, ents=ents)
    registry = make_registry(doc, {taken: "person"} if taken else {})
    return [(cluster.name, cluster.names[cluster.name]) for cluster in unrecognised_names(registry)]


ZUZUQ = "Zuzuq/NNP/nsubj/left left/VBD/ROOT"


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (ZUZUQ, ["Zuzuq"]),
        ("Zuzuq/NN/nsubj/left left/VBD/ROOT", []),
        ("zuzuq/NNP/nsubj/left left/VBD/ROOT", []),
        ("ZUZUQ/NNP/nsubj/left left/VBD/ROOT", []),
        ("Z/NNP/nsubj/left left/VBD/ROOT", []),
        ("Zuzuq/NNP/npadvmod/left left/VBD/ROOT", []),
        ("Zuzuq/NNP/compound/ship ship/NN/nsubj/left left/VBD/ROOT", []),
        ("Senator/NNP/nsubj/left left/VBD/ROOT", []),
        ("She/NNP/nsubj/left left/VBD/ROOT", []),
        ("Zuzuq1/NNP/nsubj/left left/VBD/ROOT", []),
        ("Toyota/NNP/nsubj/left left/VBD/ROOT", []),
        ("Qwe/NNP/compound/Zuzuq Zuzuq/NNP/nsubj/left left/VBD/ROOT", ["Qwe Zuzuq"]),
        ("Senator/NNP/compound/Zuzuq Zuzuq/NNP/nsubj/left left/VBD/ROOT", ["Zuzuq"]),
        ("Zuzuq/NNP/compound/Inc Inc/NNP/nsubj/left left/VBD/ROOT", []),
        ("A1/NNP/compound/C C1x/NNP/compound/C B2/NNP/compound/C C/NNP/nsubj/left left/VBD/ROOT", []),
        (
            "Asd/NNP/compound/Zuzuq Yxc/NNP/compound/Zuzuq Qwe/NNP/compound/Zuzuq Zuzuq/NNP/nsubj/left left/VBD/ROOT",
            [],
        ),
        (
            "Yxc/NNP/compound/Zuzuq Qwe/NNP/compound/Zuzuq Zuzuq/NNP/nsubj/left left/VBD/ROOT",
            ["Yxc Qwe Zuzuq"],
        ),
    ],
)
def test_a_proper_noun_that_is_no_entity_may_be_a_name(sentence: str, names: list[str]) -> None:
    assert [name for name, _ in unread(sentence)] == names


def test_an_entity_or_an_actor_is_no_unrecognised_name() -> None:
    assert unread(ZUZUQ, ents={"Zuzuq": "DATE"}) == []
    assert unread(ZUZUQ, taken="Zuzuq") == []


def test_an_unrecognised_name_is_one_cluster_wherever_it_stands() -> None:
    doc = make_doc("Zuzuq/NNP/nsubj/met met/VBD/ROOT Qwe/NNP/dobj/met .\nZuzuq/NNP/nsubj/left left/VBD/ROOT")
    zuzuq, qwe = unrecognised_names(ActorRegistry(doc))
    assert (zuzuq.type, zuzuq.names, zuzuq.mentions) == ("person", {"Zuzuq": 2}, {(0, 1), (4, 5)})
    assert (qwe.names, qwe.mentions) == ({"Qwe": 1}, {(2, 3)})


# ---- people without a name


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("the/DT spokesman/NN/nsubj/left left/VBD/ROOT", ["spokesman"]),
        ("the/DT spokesmen/NNS/nsubj/left left/VBD/ROOT", []),
        ("the/DT spokesman/NN/npadvmod/left left/VBD/ROOT", []),
        ("the/DT bridge/NN/nsubj/fell fell/VBD/ROOT", []),
        ("a/DT woman/NN/nsubj/left left/VBD/ROOT", ["woman"]),
        ("a/DT man/NN/nsubj/left left/VBD/ROOT", ["man"]),
        ("a/DT resident/NN/nsubj/left left/VBD/ROOT", ["resident"]),
        ("the/DT lawyer/NN/nsubj/met met/VBD/ROOT the/DT lawyer/NN/dobj/met", ["lawyer", "lawyer"]),
        # who is named beside it, is named
        ("Lee/NNP/compound/lawyer lawyer/NN/nsubj/left left/VBD/ROOT", []),
        ("the/DT lawyer/NN/nsubj/left Lee/NNP/appos/lawyer left/VBD/ROOT", []),
        ("Lee/NNP/poss/lawyer lawyer/NN/nsubj/left left/VBD/ROOT", ["lawyer"]),
        ("Kim/NNP/compound/lawyer lawyer/NN/nsubj/left left/VBD/ROOT Lee/NNP", ["lawyer"]),
    ],
)
def test_a_noun_for_a_person_may_be_meant_by_a_pronoun(sentence: str, roles: list[str]) -> None:
    doc = make_doc(sentence)
    registry = make_registry(doc, {"Lee": "person"} if "Lee" in doc.text else {})
    clusters = nominal_people(registry)
    assert [cluster.roles for cluster in clusters] == [[role] for role in roles]
    assert all(cluster.type == "person" and not cluster.names for cluster in clusters)


def test_a_noun_for_a_person_tells_the_gender_and_stands_where_it_does() -> None:
    (woman,) = nominal_people(ActorRegistry(make_doc("a/DT woman/NN/nsubj/left left/VBD/ROOT")))
    assert (woman.stated_gender, woman.mentions) == ("female", {(1, 2)})


def test_a_noun_that_refers_to_an_actor_is_nobody_else() -> None:
    doc = make_doc("the/DT lawyer/NN/nsubj/left left/VBD/ROOT")
    assert nominal_people(make_registry(doc, {"lawyer": "person"})) == []
