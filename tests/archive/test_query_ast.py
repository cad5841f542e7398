"""The syntax tree of a query: how it is written, its leaves, and what its conditions are about."""

from __future__ import annotations

import pytest

from onrecord.archive.query.ast import (
    And,
    Comparison,
    Node,
    Not,
    Or,
    Pattern,
    Query,
    Term,
    is_about_quote,
    leaves,
    map_leaves,
    reads_texts,
)
from onrecord.archive.query.parser import parse

A, B, C = Term("", "a"), Term("", "b"), Term("", "c")
SAID, SPEAKER = Term("said", "nato"), Term("speaker", "x")


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (A, "a"),
        (Term("title", "a"), "title:a"),
        (Term("", "a b", quoted=True), '"a b"'),
        (Term("title", "a", prefix=True), "title:a*"),
        (Term("", "a b", True, True), '"a b"*'),
        (Pattern("", "a|b"), "/a|b/"),
        (Pattern("url", "a"), "url:/a/"),
        (Comparison("words", ">=", 5), "words>=5"),
        (Not(A), "-a"),
        (Not(And((A, B))), "-(a b)"),
        (Not(Or((A, B))), "-(a or b)"),
        (And((A, Not(B))), "a -b"),
        (And((A, And((B, C)))), "a (b c)"),
        (And((A, Or((B, C)))), "a (b or c)"),
        (Or((A, And((B, C)))), "a or b c"),
        (Or((A, Or((B, C)))), "a or (b or c)"),
    ],
)
def test_a_tree_is_written_with_the_parentheses_it_needs(node: Node, text: str) -> None:
    assert str(node) == text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (Query(), ""),
        (Query(A), "a"),
        (Query(None, "best"), "sort:best"),
        (Query(And((A, B)), "best"), "a b sort:best"),
        (Query(Or((A, B)), "best"), "(a or b) sort:best"),
        (Query(Or((A, B))), "a or b"),
    ],
)
def test_the_order_is_written_last(query: Query, text: str) -> None:
    assert str(query) == text


def test_leaves_come_from_left_to_right() -> None:
    assert list(leaves(And((A, Or((Not(B), C)))))) == [A, B, C]
    assert list(leaves(None)) == []


def test_leaves_under_a_not_are_left_out_on_request() -> None:
    node = Or((A, And((Not(And((B, SAID))), C))))
    assert list(leaves(node, include_negated=False)) == [A, C]
    assert list(Query(node).positive_leaves()) == [A, C]


def test_leaves_are_replaced() -> None:
    node = And((A, Or((B, Not(C)))))
    assert map_leaves(node, lambda leaf: SAID if leaf == C else leaf) == And((A, Or((B, Not(SAID)))))


@pytest.mark.parametrize(
    ("node", "remaining"),
    [
        (And((A, B)), A),
        (And((A, B, C)), And((A, C))),
        (Or((A, B, C)), Or((A, C))),
        (B, None),
        (Not(B), None),
        (And((B, Not(B))), None),
        (And((A, Or((B, B)))), A),
    ],
)
def test_a_leaf_that_is_left_out_leaves_no_empty_node(node: Node, remaining: Node | None) -> None:
    assert map_leaves(node, lambda leaf: None if leaf == B else leaf) == remaining


def test_a_not_of_a_not_is_resolved() -> None:
    assert map_leaves(Not(A), lambda leaf: Not(leaf)) == A


@pytest.mark.parametrize(
    ("query", "restricted"),
    [
        ("", "cue:speech"),
        ("a", "a cue:speech"),
        ("a b", "a b cue:speech"),
        ("a or b", "(a or b) cue:speech"),
        ("a cue:belief", "a cue:belief"),
        ("-cue:belief", "-cue:belief"),
        ("a kind:direct", "a kind:direct cue:speech"),
    ],
)
def test_quotes_of_words_are_meant_unless_the_query_says_of_what(query: str, restricted: str) -> None:
    nodes: dict[str, Node | None] = {
        "": None,
        "a": A,
        "a b": And((A, B)),
        "a or b": Or((A, B)),
        "a cue:belief": And((A, Term("cue", "belief"))),
        "-cue:belief": Not(Term("cue", "belief")),
        "a kind:direct": And((A, Term("kind", "direct"))),
    }
    result = Query(nodes[query], "title").speech_only()
    assert str(result) in (f"{restricted} sort:title", f"({restricted}) sort:title")


@pytest.mark.parametrize(
    ("node", "reads"),
    [
        (Pattern("", "a"), True),
        (Not(Pattern("", "a")), True),
        (Or((A, Pattern("", "a"))), True),
        (A, False),
        (None, False),
    ],
)
def test_only_regular_expressions_read_texts(node: Node | None, reads: bool) -> None:
    assert reads_texts(node) is reads
    assert Query(node).reads_texts() is reads


@pytest.mark.parametrize(
    ("node", "about_quote"),
    [
        (SAID, True),
        (Pattern("speaker", "x"), True),
        (Term("kind", "direct"), True),
        (Term("cue", "speech"), True),
        (Or((SAID, SPEAKER)), True),
        (Or((SAID, A)), False),
        (And((SAID, SPEAKER)), False),
        (Not(SAID), False),
        (A, False),
        (Comparison("quotes", ">", 1), False),
    ],
)
def test_what_is_about_one_quote(node: Node, about_quote: bool) -> None:
    assert is_about_quote(node) is about_quote


@pytest.mark.parametrize(
    ("query", "narrowed"),
    [
        ("strike", "strike said:strike"),
        ('"third week" port*', '"third week" port* said:"third week" said:port*'),
        ("strike speaker:adler -rain", "strike speaker:adler -rain said:strike"),
        ("strike sort:oldest", "strike said:strike sort:oldest"),
    ],
)
def test_words_have_to_be_in_the_quote(query: str, narrowed: str) -> None:
    assert str(parse(query).with_words_in_quotes()) == narrowed


@pytest.mark.parametrize("query", ["tag:port", "speaker:adler", "strike said:pay", "-strike"])
def test_without_words_or_with_words_of_quotes_a_query_stays(query: str) -> None:
    assert parse(query).with_words_in_quotes() is None


def test_only_conditions_that_must_all_hold_are_listed() -> None:
    assert parse("sort:oldest").conditions == ()
    assert [str(node) for node in parse("strike").conditions] == ["strike"]
    assert [str(node) for node in parse("strike tag:port").conditions] == ["strike", "tag:port"]
    assert len(parse("strike or tag:port").conditions) == 1
