"""Regular expressions of a query: what they match, where, in how much time, and which words they require."""

from __future__ import annotations

import pytest

from onrecord.archive.query import regex
from onrecord.archive.query.query_errors import QueryTooSlow
from onrecord.archive.query.regex import compile_pattern, match_spans, matches, required_words


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("STRIKE", "a strike", True),
        ("strike", "A STRIKE", True),
        ("^talks", "first\ntalks", True),
        ("first$", "first\ntalks", True),
        ("^talks", "first talks", False),
        ("x*", "abc", True),
        ("x*", "", False),
        ("b.c", "b\nc", False),
    ],
)
def test_an_expression_matches(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


def test_spans_are_in_order_and_not_empty() -> None:
    assert list(match_spans("a+|x*", "aab a")) == [(0, 2), (4, 5)]
    assert list(match_spans("z*", "abc")) == []


@pytest.mark.parametrize(
    ("pattern", "message", "position"),
    [
        ("a[", "unterminated character set", 2),
        ("a)", "unbalanced parenthesis", 1),
        ("a" * 1001, "too large", 0),
        ("a{9999}b{2}", "too large", 0),
        ("a{2,5001}b{2}", "too large", 0),
    ],
)
def test_an_invalid_expression_is_pointed_at(pattern: str, message: str, position: int) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        compile_pattern(pattern)
    assert caught.value.args[1] == position
    assert message in caught.value.args[0]


@pytest.mark.parametrize("pattern", ["a" * 1000, "a{5000}b{2}", r"a\{9999}b{2}", "a{10000}"])
def test_the_largest_expressions_compile(pattern: str) -> None:
    assert compile_pattern(pattern).pattern == pattern


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "TIMEOUT", 0.01)


@pytest.mark.usefixtures("impatient")
def test_an_expression_that_takes_too_long_is_named() -> None:
    text = "ab" * 20_000
    with pytest.raises(QueryTooSlow, match=r"\(\?:\.\*a\)\{20\}c"):
        matches("(?:.*a){20}c", text)
    with pytest.raises(QueryTooSlow):
        list(match_spans("(?:.*a){20}c", text))


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bstrike\b", [("strike", True)]),
        (r" strike ", [("strike", False)]),
        (r"\bstrike ", [("strike", False)]),
        (r"\bstrikes?\b", [("strike", True)]),
        (r"\bstrike+\b", [("strik", True)]),
        (r"\bstrike{0}\b", [("strik", True)]),
        (r"strike", []),
        (r" strike", [("strike", True)]),
        (r"\bred line\b", [("red", False), ("line", True)]),
        (r"\bred (line|flag)\b", []),
        (r"\bred (line)\b", [("red", False)]),
        (r"\b(red) line ", [("line", False)]),
        (r"\bred-line ", [("red", False), ("line", False)]),
        (r"\bred *line ", [("red", True)]),
        (r"\bred +line ", [("red", False), ("line", False)]),
        (r"\bred\sline\.", [("red", False), ("line", False)]),
        (r"\bred.line ", [("red", True)]),
        (r"\b[Rr]ed line ", [("line", False)]),
        (r"(?i)\bred ", []),
        (r"\bx? ", []),
        (r"\b?red ", []),
        (r" +red ", [("red", False)]),
        (r"+red ", []),
        (r"\bred( line )x ", [("red", True)]),
        (r"( red (big )line )", []),
        (r"\d red ", [("red", False)]),
        ("", []),
    ],
)
def test_the_words_that_every_match_contains(pattern: str, words: list[tuple[str, bool]]) -> None:
    assert required_words(pattern) == words
