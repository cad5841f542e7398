"""The places of a pattern in a text, and the marks on them."""

from __future__ import annotations

import pytest

from onrecord.tui.text.highlighting import Mark
from onrecord.tui.text.text_matches import TextMatches

TEXT = "The Port paid. The port\nauthority reported."


@pytest.mark.parametrize(
    ("pattern", "spans"),
    [
        ("port", [(4, 8), (19, 23), (36, 40)]),
        ("Port", [(4, 8)]),
        ("port authority", [(19, 33)]),
        (".", [(13, 14), (42, 43)]),
        ("pilot", []),
        ("  ", []),
    ],
)
def test_a_pattern_is_found_in_any_case_unless_it_has_capitals(pattern: str, spans: list[tuple[int, int]]) -> None:
    matches = TextMatches(TEXT, pattern)
    assert [matches.span(index) for index in range(len(matches))] == spans


@pytest.mark.parametrize(("offset", "count"), [(0, 0), (4, 0), (5, 1), (19, 1), (20, 2), (99, 3)])
def test_matches_before_an_offset_are_counted(offset: int, count: int) -> None:
    assert TextMatches(TEXT, "port").count_before(offset) == count


@pytest.mark.parametrize(
    ("start", "end", "spans"), [(0, 4, []), (0, 5, [(4, 8)]), (8, 19, []), (7, 20, [(4, 8), (19, 23)])]
)
def test_only_matches_with_a_character_in_a_line_are_marked_there(
    start: int, end: int, spans: list[tuple[int, int]]
) -> None:
    marks = TextMatches(TEXT, "port").overlapping(start, end)
    assert marks == [Mark(*span, "found") for span in spans]


def test_nothing_is_found_where_nothing_is_looked_for() -> None:
    assert (len(TextMatches()), TextMatches().overlapping(0, 9)) == (0, [])
