"""The grammar: any tree that is written is read again, whatever stands around a term, and depth has a bound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.archive.query.ast import NAME_FIELDS, ORDERS, And, Comparison, Node, Not, Or, Pattern, Query, Term
from onrecord.archive.query.parser import parse
from onrecord.archive.query.query_errors import QueryError

WORDS = st.text("abcxyzäß", min_size=1, max_size=5)
PLAIN = WORDS.filter(lambda word: word not in ("or", "and", "not"))
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
WORD_FIELDS = st.sampled_from(
    ("", "title", "text", "note", "source", "author", "tag", "said", "speaker", *NAME_FIELDS)
)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Term, WORD_FIELDS, PLAIN, st.just(False), st.booleans()),
    st.builds(Term, WORD_FIELDS, PHRASES, st.just(True), st.booleans()),
    st.builds(Pattern, WORD_FIELDS, st.sampled_from(("a", "a|b", "[a-z]+ x", r"\bred\b", r"a\/b"))),
    st.builds(
        Comparison, st.sampled_from(("words", "age")), st.sampled_from((">", "<=", "=")), st.integers(0, 10**6)
    ),
    st.sampled_from([Term("is", "read"), Term("has", "note"), Term("kind", "direct"), Term("before", "2024-03")]),
)


def combined(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=3).map(tuple)
    negated = children.filter(lambda node: not isinstance(node, Not)).map(Not)
    return st.one_of(several.map(And), several.map(Or), negated)


TREES = st.recursive(LEAVES, combined, max_leaves=8)


@settings(deadline=None, max_examples=60)
@given(TREES, st.none() | st.sampled_from(ORDERS))
def test_what_is_written_is_read_again(tree: Node, order: str | None) -> None:
    query = Query(tree, order)
    assert parse(str(query)) == query


@settings(deadline=None, max_examples=60)
@given(TREES, st.sampled_from([("  ", "\n"), ("(", ")"), ("((", " ) )"), ("not not ", ""), ("- -", "")]))
def test_what_stands_around_a_query_changes_nothing(tree: Node, around: tuple[str, str]) -> None:
    before, after = around
    text = f"({tree})" if "n" in before or "-" in before else str(tree)
    if before == "- -":
        before = "-(-"
        after = ")"
    assert parse(f"{before}{text}{after}") == Query(tree)


@settings(deadline=None, max_examples=60)
@given(TREES)
def test_a_finished_query_means_the_same_while_it_is_typed(tree: Node) -> None:
    assert parse(f"{tree} ", typing=True) == Query(tree)


@settings(deadline=None, max_examples=60)
@given(TREES, st.data())
def test_every_beginning_of_a_query_can_be_typed(tree: Node, data: st.DataObject) -> None:
    text = str(tree)
    typed = text[: data.draw(st.integers(0, len(text)))]
    try:
        parse(typed, typing=True)
    except QueryError as error:
        column = error.column
    else:
        column = 1
    assert 1 <= column <= len(typed) + 1


@pytest.mark.parametrize("text", ["(" * 10 + "a" + ")" * 10, "not " * 10 + "a", "-" * 9 + "a"])
def test_the_deepest_query(text: str) -> None:
    negated = text.count("not ") or text.count("-")
    assert parse(text) == Query(Not(Term("", "a")) if negated % 2 else Term("", "a"))


@pytest.mark.parametrize(
    ("text", "column"), [("(" * 11 + "a" + ")" * 11, 12), ("not " * 11 + "a", 45), ("x " + "(" * 12 + "a", 14)]
)
def test_deeper_queries_are_refused(text: str, column: int) -> None:
    with pytest.raises(QueryError, match="Parentheses can be nested at most 10 deep"):
        parse(text, typing=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("read", Term("is", "read")),
        ("marked", Term("is", "starred")),
        ("READ", Term("is", "read")),
        ("tagged is:unread", And((Term("has", "tag"), Term("is", "unread")))),
        ("title:x read", And((Term("title", "x"), Term("is", "read")))),
        ("x read", And((Term("", "x"), Term("", "read", True)))),
        ("-x read", And((Not(Term("", "x")), Term("", "read", True)))),
        ("x or (today words>5)", Or((Term("", "x"), And((Term("", "today", True), Comparison("words", ">", 5)))))),
        ('"read"', Term("", "read", True)),
        ("read*", Term("", "read", False, True)),
    ],
)
def test_a_state_is_a_word_beside_other_words(text: str, expected: Node) -> None:
    assert parse(text) == Query(expected)


def test_the_last_order_counts() -> None:
    assert parse("a sort:title sort:best") == Query(Term("", "a"), "best")


def test_a_null_character_is_a_space() -> None:
    assert parse("a\0b") == parse("a b")
