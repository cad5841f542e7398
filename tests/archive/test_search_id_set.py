"""Sets of ids that may be everything but a few."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.archive.search.id_set import EVERYTHING, IdSet, intersection, union

UNIVERSE = range(6)
id_sets = st.builds(IdSet, st.frozensets(st.sampled_from(UNIVERSE)).map(set), st.booleans())


def members(ids: IdSet) -> set[int]:
    return {number for number in UNIVERSE if number in ids}


@settings(deadline=None)
@given(st.lists(id_sets, max_size=4))
def test_sets_combine_as_sets_of_their_members_do(parts: list[IdSet]) -> None:
    expected = set(UNIVERSE)
    for part in parts:
        expected &= members(part)
    assert members(intersection(parts)) == expected
    assert members(union(parts)) == set().union(*map(members, parts))
    for part in parts:
        assert members(~part) == set(UNIVERSE) - members(part)


def test_of_no_sets_the_intersection_is_everything_and_the_union_nothing() -> None:
    assert intersection([]) == EVERYTHING
    assert members(union([])) == set()


@pytest.mark.parametrize(
    "ids", [EVERYTHING, IdSet(set()), IdSet({1, 3}), IdSet({1, 3}, True), IdSet(set(UNIVERSE), True)]
)
def test_the_condition_in_sql_selects_the_members(ids: IdSet) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE numbers (number INTEGER)")
    connection.executemany("INSERT INTO numbers VALUES (?)", [(number,) for number in UNIVERSE])
    condition, values = ids.where("number")
    rows = connection.execute(f"SELECT number FROM numbers WHERE {condition}", values)
    assert {number for (number,) in rows} == members(ids)


def test_everything_needs_no_parameters() -> None:
    assert EVERYTHING.where("id") == ("1", ())
    assert IdSet({2}).where("id") == ("id IN (SELECT value FROM json_each(?))", ("[2]",))
    assert IdSet({2}, True).where("id") == ("id NOT IN (SELECT value FROM json_each(?))", ("[2]",))
