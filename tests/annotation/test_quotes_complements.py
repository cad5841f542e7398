from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.quotes.complements import Complement, complements_of, describe_pattern
from onrecord.annotation.quotes.dependency_tree import DependencyTree

ALL = frozenset({"ccomp", "xcomp", "dobj", "prep", "acl", "advcl", "relcl"})


def complements(sentence: str, dependencies: frozenset[str] = ALL) -> list[tuple[str, str, str]]:
    """Return name, short name and words of the complements of the root."""
    tree = DependencyTree(make_doc(sentence))
    root = tree.dep.index("ROOT")
    return [
        (complement.name, complement.short, tree.doc[complement.start : complement.end].text)
        for complement in complements_of(tree, root, dependencies)
    ]


def test_complements_stand_to_the_right_in_order() -> None:
    assert complements(
        "It/PRP/dobj/told he/PRP/nsubj/told told/VBD/ROOT the/DT/det/men men/NNS/dobj/told fails/VBZ/ccomp/told"
    ) == [("dobj", "dobj", "the men"), ("ccomp", "ccomp", "fails")]


def test_only_the_dependencies_asked_for_are_complements() -> None:
    sentence = "told/VBD/ROOT men/NNS/dobj/told fails/VBZ/ccomp/told"
    assert [name for name, _, _ in complements(sentence, frozenset({"ccomp"}))] == ["ccomp"]


def test_a_complement_has_the_head_of_its_phrase() -> None:
    tree = DependencyTree(
        make_doc("told/VBD/ROOT old/JJ/amod/men men/NNS/dobj/told of/IN/prep/men it/PRP/pobj/of")
    )
    assert complements_of(tree, 0, ALL) == [Complement("dobj", "dobj", 1, 5, 2)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("spoke/VBD/ROOT of/IN/prep/spoke old/JJ/amod/men men/NNS/pobj/of", [("prep:of", "prep", "old men")]),
        (
            "spoke/VBD/ROOT of/IN/prep/spoke leaving/VBG/pcomp/of it/PRP/dobj/leaving",
            [("prep:of", "pcomp", "leaving it")],
        ),
        ("spoke/VBD/ROOT out/IN/prep/spoke", []),
        ("spoke/VBD/ROOT whom/WP/pobj/of of/IN/prep/spoke", []),
    ],
)
def test_a_preposition_is_no_part_of_its_complement(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert complements(sentence) == expected


def test_the_complement_of_a_preposition_has_that_as_its_token() -> None:
    tree = DependencyTree(make_doc("spoke/VBD/ROOT of/IN/prep/spoke men/NNS/pobj/of"))
    assert complements_of(tree, 0, ALL) == [Complement("prep:of", "prep", 2, 3, 1)]


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("that/IN/mark/fails it/PRP/nsubj/fails fails/VBZ/ccomp/said", "ccomp:that"),
        ("fails/VBZ/ccomp/said that/IN/mark/fails", "ccomp"),
        ("it/PRP/nsubj/fails fails/VBZ/ccomp/said", "ccomp"),
        ("what/WP/dobj/fails fails/VBZ/ccomp/said", "ccomp:wh"),
        ("to/TO/aux/fail fail/VB/xcomp/said", "xcomp:to"),
        ("fail/VB/xcomp/said", "xcomp"),
        ("fail/VB/xcomp/said to/TO/aux/fail", "xcomp"),
        ("failing/VBG/xcomp/said", "xcomp:ing"),
        ("failing/VBG/acl/said", "acl:ing"),
        ("if/IN/mark/fails fails/VBZ/advcl/said", "advcl:if"),
        ("who/WP/nsubj/fails fails/VBZ/relcl/said", "relcl"),
        ("what/WP/dobj/said", "dobj"),
    ],
)
def test_a_clause_is_named_by_how_it_begins(clause: str, name: str) -> None:
    assert [complement[0] for complement in complements(f"said/VBD/ROOT {clause}")] == [name]


@pytest.mark.parametrize(
    ("pattern", "description"),
    [
        ("ccomp", "clause after “said”"),
        ("ccomp+prep", "clause after “said”"),
        ("clause before", "clause before “said”"),
        ("xcomp", "infinitive after “said”"),
        ("dobj+ccomp", "object of “said”"),
        ("oprd", "complement of “said”"),
        ("acomp", "complement of “said”"),
        ("attr", "complement of “said”"),
        ("prep", "words after “said”"),
        ("be:ccomp", "words after “said”"),
        ("put into parataxis", "clause around “said”"),
        ("subject+xcomp", "subject and complement of “said”"),
        ("according to", "according to"),
    ],
)
def test_a_pattern_is_described_for_the_reader(pattern: str, description: str) -> None:
    assert describe_pattern(pattern, "said") == description
