"""What corrections that hold everywhere come to."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.archive.indexing.actor_decisions import combine_corrections
from onrecord.base.records import Anchor, Correction, CorrectionKind


def correct(kind: CorrectionKind, name: str, to: str = "", **fields: Any) -> Correction:
    return Correction(kind=kind, name=name, to=to, **{"type": "person", **fields})


A, B, C = "Ann One", "Ben Two", "Cy Three"
NODE_A, NODE_B, NODE_C = "person|ann one", "person|ben two", "person|cy three"


def test_who_is_joined_stands_for_the_one_joined_to() -> None:
    assert combine_corrections([correct("join", A, B)]).joined == {NODE_A: NODE_B}


def test_joins_lead_on() -> None:
    decided = combine_corrections([correct("join", A, B), correct("join", B, C)])
    assert decided.joined == {NODE_A: NODE_C, NODE_B: NODE_C}


def test_a_join_back_changes_nothing() -> None:
    decided = combine_corrections([correct("join", A, B), correct("join", B, A)])
    assert decided.joined == {NODE_A: NODE_B}


def test_nobody_is_joined_to_oneself() -> None:
    assert combine_corrections([correct("join", A, A), correct("join", A, "")]).joined == {}


def test_a_split_undoes_the_join_between() -> None:
    decided = combine_corrections([correct("join", A, B), correct("split", B, A)])
    assert (decided.joined, decided.parted) == ({}, {(NODE_A, NODE_B)})


def test_a_split_undoes_the_last_join_on_the_way() -> None:
    joins = [correct("join", A, B), correct("join", C, B)]
    decided = combine_corrections([*joins, correct("split", A, C)])
    assert (decided.joined, decided.parted) == ({NODE_A: NODE_B}, {(NODE_A, NODE_C)})


def test_a_later_join_overrides_a_split() -> None:
    decided = combine_corrections([correct("split", A, B), correct("join", B, A)])
    assert (decided.joined, decided.parted) == ({NODE_B: NODE_A}, set())


def test_name_type_and_hiding_add_up() -> None:
    corrections = [correct("rename", A, "Annie One"), correct("type", A, "group")]
    assert combine_corrections(corrections).given == {NODE_A: ("Annie One", "group", False)}
    corrections += [correct("hide", A)]
    assert combine_corrections(corrections).given == {NODE_A: ("Annie One", "group", True)}
    corrections += [correct("rename", A, "Anna One")]
    assert combine_corrections(corrections).given == {NODE_A: ("Anna One", "group", True)}


def test_the_other_may_have_another_type() -> None:
    decided = combine_corrections([correct("join", A, "Acme Inc.", to_type="organisation")])
    assert decided.joined == {NODE_A: "organisation|acme"}
    assert combine_corrections([correct("hide", A, type="")]).given == {NODE_A: ("", "", True)}


@pytest.mark.parametrize(("label", "expected"), [("GPE", "place"), ("DATE", ""), ("", "")])
def test_words_get_another_label(label: str, expected: str) -> None:
    anchor = Anchor(start=0, end=4, exact="Port", prefix="", suffix="")
    assert combine_corrections([correct("label", "", label, anchor=anchor)]).labelled == {"port": expected}
    assert combine_corrections([correct("label", "", label)]).labelled == {}
