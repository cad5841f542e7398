"""The README and the page of the query language show keys and queries that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.archive.query.parser import parse
from onrecord.tui.looks.keymap import ACTIONS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SEARCH_PAGE = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
KEY_NAMES = {
    "/": "slash",
    "]": "right_square_bracket",
    "[": "left_square_bracket",
    "}": "right_curly_bracket",
    "{": "left_curly_bracket",
    "?": "question_mark",
    "*": "asterisk",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    ":": "colon",
    "'": "apostrophe",
    ";": "semicolon",
    "%": "percent_sign",
    "Tab": "tab",
    "Enter": "enter",
}


def first_column(page: str, heading: str) -> list[str]:
    """Return what stands in backticks in the first column of the table with this heading."""
    rows = page.partition(f"| {heading} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", re.split(r" \| ", row)[0])]


def test_every_key_of_the_readme_exists() -> None:
    keys = {key for action in ACTIONS for key in action.keys.split(",")}
    shown = first_column(README, "key")
    assert "ctrl+z" in shown
    assert [key for key in shown if KEY_NAMES.get(key, key) not in keys] == []


@pytest.mark.parametrize(
    "query", [*first_column(SEARCH_PAGE, "query"), *re.findall(r"^- `(.+)`$", SEARCH_PAGE, re.M)]
)
def test_every_query_of_the_page_is_understood(query: str) -> None:
    parse(query)
