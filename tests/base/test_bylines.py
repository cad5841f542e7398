"""The line that says by whom a text is."""

from __future__ import annotations

import pytest

from onrecord.base.bylines import byline_names, byline_span, is_continued


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Berg", "Ann Berg"),
        ("BY: Ann Berg and Carl Dahl", "Ann Berg and Carl Dahl"),
        ("von Ann Berg", "Ann Berg"),
        ("By Ann Berg.", ""),
        ("By noon the port was empty", ""),
        ("By Monday", ""),
        ("Byron Berg", ""),
        ("By A B C D E F G H", "A B C D E F G H"),
        ("By A B C D E F G H I", ""),
    ],
)
def test_a_byline_is_a_line_of_names(line: str, names: str) -> None:
    assert byline_names(line) == names


@pytest.mark.parametrize(("line", "expected"), [("the crowd had gone.", True), ("The crowd left.", False)])
def test_a_line_in_lower_case_goes_on_with_the_one_above(line: str, expected: bool) -> None:
    assert is_continued(line) is expected


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("Dockers strike\n\nBy Ann Berg\n\nThe port is shut.", "By Ann Berg"),
        ("By Ann Berg\nThe port is shut.", "By Ann Berg"),
        ("1\n2\n3\n4\n5\nBy Ann Berg\nThe port is shut.", "By Ann Berg"),
        ("1\n2\n3\n4\n5\n6\nBy Ann Berg\nThe port is shut.", None),
        ("By Ann Berg\nBy Carl Dahl\nThe port is shut.", None),
        ("Dockers strike\nBy Ann\nthe port was shut.", None),
        ("By Ann Berg", None),
        ("", None),
    ],
)
def test_the_byline_is_the_only_one_among_the_first_lines_with_a_text_below(text: str, byline: str | None) -> None:
    span = byline_span(text)
    assert (None if span is None else text[slice(*span)]) == byline
