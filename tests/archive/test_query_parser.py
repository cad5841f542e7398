"""The query language: what is understood, what is not, and what is let pass while somebody types."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.archive import Query, QueryError, finish_typing, parse
from onrecord.archive.query.ast import And, Comparison, Node, Not, Or, Pattern, Term
from onrecord.archive.query.dates import parse_period


def words(*values: str) -> tuple[Term, ...]:
    return tuple(Term("", value) for value in values)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("nato ukraine", And(words("nato", "ukraine"))),
        ("nato and ukraine & x", And(words("nato", "ukraine", "x"))),
        ('"red  line"', Term("", "red line", quoted=True)),
        ("“red line” «à la»", And((Term("", "red line", True), Term("", "à la", True)))),
        ("escalat*", Term("", "escalat", prefix=True)),
        ('"red li"*', Term("", "red li", True, True)),
        ("-border", Not(Term("", "border"))),
        ("not border", Not(Term("", "border"))),
        ("~border", Not(Term("", "border"))),
        ("anti-war it's", And(words("anti-war", "it's"))),
        ("a or b | c", Or(words("a", "b", "c"))),
        ("a b OR c", Or((And(words("a", "b")), Term("", "c")))),
        ("a (b or c)", And((Term("", "a"), Or(words("b", "c"))))),
        ("a -(b c)", And((Term("", "a"), Not(And(words("b", "c")))))),
        ("((a))", Term("", "a")),
        ("order notary android", And(words("order", "notary", "android"))),
        ("tag:economy", Term("tag", "economy")),
        ("#economy", Term("tag", "economy")),
        ('#"two words"', Term("tag", "two words", True)),
        ("tag: economy", Term("tag", "economy")),
        ("tag:or", Term("tag", "or")),
        ("TITLE:x", Term("title", "x")),
        ("feed:x content:y", And((Term("feed", "x"), Term("text", "y")))),
        ("is:marked has:notes", And((Term("is", "starred"), Term("has", "note")))),
        ("words>500", Comparison("words", ">", 500)),
        ("quotes >= 2", Comparison("quotes", ">=", 2)),
        ("https://example.org/a 10:30 C# AT&T", And(words("https://example.org/a", "10:30", "C#", "AT&T"))),
        ("before:2024-02", Term("before", "2024-02")),
        ('newer:"2 weeks"', Term("newer", "2 weeks", True)),
    ],
)
def test_what_is_understood(text: str, node: Node | None) -> None:
    assert parse(text) == Query(node)
    assert parse(str(parse(text))) == parse(text)


def test_an_order_goes_with_the_query() -> None:
    assert parse("a sort:title") == Query(Term("", "a"), "title")
    assert parse("sort:best") == Query(None, "best")
    assert str(parse("(a or b) sort:oldest")) == "(a or b) sort:oldest"
    assert parse("  ") == Query()


@pytest.mark.parametrize(
    ("keys", "order"),
    [
        ("date", "newest"),
        ("<date feed", "oldest"),
        ("feed date", "source"),
        ("synced", "added"),
        ("<title", "title"),
    ],
)
def test_keys_to_sort_by_as_eilmeldung_has_them(keys: str, order: str) -> None:
    assert parse(f'a sort:"{keys}"') == Query(Term("", "a"), order)


def pattern(text: str, field: str = "") -> Pattern:
    return Pattern(field, text)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("/red (line|flag)s?/", pattern("red (line|flag)s?")),
        ("title:/a\\/b/i", pattern("a\\/b", "title")),
        ("-/x y/ z", And((Not(pattern("x y")), Term("", "z")))),
        ("#/^eco/", pattern("^eco", "tag")),
        ("a/b 1/2", And(words("a/b", "1/2"))),
        ('unread = "yes"', Term("is", "unread")),
        ('unread != "yes"', Not(Term("is", "unread"))),
        ('title =~ "x/y" and author !~ "z"', And((pattern("x\\/y", "title"), Not(pattern("z", "author"))))),
        ('feedtitle = "The Post (UK)"', pattern("^The\\ Post\\ \\(UK\\)$", "source")),
        ('tags # "a" or tags !# "b"', Or((Term("tag", "a", True), Not(Term("tag", "b", True))))),
        ('link == "http://x"', pattern("^http:\\/\\/x$", "url")),
        ("age < 7", Comparison("age", "<", 7)),
        ("age between 0:10", And((Comparison("age", ">=", 0), Comparison("age", "<=", 10)))),
        ("words != 5", Not(Comparison("words", "=", 5))),
        ("date < 2024", Term("before", "2024")),
        ("date > 2024", And((Term("after", "2024"), Not(Term("date", "2024"))))),
        ("date <= 2024", Or((Term("before", "2024"), Term("date", "2024")))),
        ("unread today", And((Term("is", "unread"), Term("date", "today")))),
        ("~read feed:bbc", And((Not(Term("is", "read")), Term("feed", "bbc")))),
        ("marked or tagged", Or((Term("is", "starred"), Term("has", "tag")))),
        ("putin today", And((Term("", "putin"), Term("", "today", True)))),
        ("/x/ read", And((pattern("x"), Term("", "read", True)))),
        ("ukraine unread", And((Term("", "ukraine"), Term("is", "unread")))),
        ("tag:#a,#b", Or((Term("tag", "a"), Term("tag", "b")))),
        ("word between 3:4", And((Term("", "word"), Term("", "between", True), Term("", "3:4")))),
        ("summary:x all:y", And((Term("text", "x"), Term("", "y")))),
    ],
)
def test_what_users_of_other_readers_type_is_understood(text: str, node: Node | None) -> None:
    assert parse(text) == Query(node)
    assert parse(str(parse(text))) == parse(text)


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("tag:", 5, "A tag is expected after “tag:”"),
        ("a said: )", 8, "A word or a “phrase” is expected after “said:”"),
        ("a before:", 10, "A date such as"),
        ('a "b c', 3, "quotation mark is not closed"),
        ("a (b", 3, "parenthesis is not closed"),
        ("a b) c", 4, "This “)” has no matching “(”"),
        ("or a", 1, "expected before “or”"),
        ("a or", 5, "expected after “or”"),
        ("a (b or) c", 8, "expected after “or”"),
        ("a not", 6, "expected after “not”"),
        ("a and", 6, "expected after “and”"),
        ("a ()", 3, "nothing between these parentheses"),
        ("a —", 3, "“—” contains no word to search for"),
        ("a sorce:b", 3, "did you mean “source”?"),
        ("zzz:b", 1, "There is no field “zzz”: there are title, text"),
        ("a is:reed", 6, "“is:” takes one of read, unread"),
        ("sort:size", 6, "one of newest, oldest"),
        ('sort:""', 6, "one of newest, oldest"),
        ("kind:loud", 6, "one of direct, mixed, indirect"),
        ("before:2024-13", 8, "“2024-13” is not a date: “before:” takes a date such as"),
        ("words>", 7, "A number is expected after “words>”"),
        ("words>many", 7, "A number is expected"),
        ("a /b c", 3, "not closed: “/” is expected at its end"),
        ("a /b[/", 6, "not valid: unterminated character set"),
        ("title:/(/", 9, "not valid: missing )"),
        ('title =~ "a["', 13, "unterminated character set"),
        ("x /a{99999}/", 4, "too large"),
        ("kind:/x/", 6, "takes one of direct, mixed, indirect, not a regular expression"),
        ("kind:belief", 6, "one of direct, mixed, indirect, not “belief”"),
        ('unread = "maybe"', 10, "“unread” takes “yes” or “no”"),
        ('title =~ "x', 10, "quotation mark is not closed"),
        ("title =~", 9, "A word or a “phrase” is expected after “title =~”"),
        ("title < 5", 7, "“title” cannot be compared with “<”"),
        ("age !~ 3", 1, "“age” can only be compared with a number, by >="),
        ("wordz>5", 1, "no field “wordz”: did you mean “words”?"),
        ('flags # "s"', 1, "no field “flags”"),
        ("unread_count > 0", 1, "no field “unread_count”"),
        ("in:", 4, "The name of a saved search is expected"),
    ],
)
def test_what_is_not_understood_is_pointed_at(text: str, column: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert says in caught.value.message
    assert caught.value.column == column
    assert str(caught.value) == f"{caught.value.message} (column {column})"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("tag:", ""),
        ("nato tag:", "nato"),
        ("nato -", "nato"),
        ("nato or", "nato"),
        ("nato (", "nato"),
        ("nato (a or ", "nato a"),
        ('said:"the red', 'said:"the red"*'),
        ('"', ""),
        ("nato)", "nato"),
        ("nato ukr", "nato ukr*"),
        ("nato ukr ", "nato ukr"),
        ("nato u", "nato u"),
        ("nato -ukr", "nato -ukr"),
        ("is:unr", ""),
        ("is:unread", "is:unread"),
        ("sort:ne", ""),
        ("before:20", ""),
        ("before:2024-1", "before:2024-1"),
        ("speaker:zel", "speaker:zel*"),
        ("words>", ""),
        ("nato /esc", "nato"),
        ("nato /esc.*/", "nato /esc.*/"),
        ('title =~ "x', ""),
        ("title =~", ""),
        ('unread = "y', ""),
        ("age <", ""),
        ("in:por", "in:por*"),
        ("#a,#b", "#a,#b"),
        ("#a,#bc", "#a or #bc*"),
        ("—", ""),
    ],
)
def test_what_is_unfinished_is_let_pass_while_typing(text: str, means: str) -> None:
    assert parse(text, typing=True) == parse(means)


@pytest.mark.parametrize("typing", [False, True])
def test_a_query_has_a_length(typing: bool) -> None:
    assert parse("a" * 10_000, typing=typing).node is not None
    with pytest.raises(QueryError, match=r"^A query has at most 10,000 characters \(column 10001\)$"):
        parse("a" * 10_001, typing=typing)


def test_what_is_wrong_before_the_end_is_said_while_typing() -> None:
    for text in ("is:reed nato", "before:soon nato", "sorce:b"):
        with pytest.raises(QueryError):
            parse(text, typing=True)


PIECES = ("nato", "a", "or", "and", "not", "-", "~", "(", ")", '"', '"a b"', "“", "”", "tag:", "#", "x*", "*")
FIELDS = (
    "said:",
    ":",
    "is:unread",
    "is:",
    "words>5",
    "words>",
    "before:2024",
    "sort:title",
    "zz:",
    " ",
    "  ",
    "|",
    "/a b/",
    "/(x|y)/i",
    "/",
    "title:/",
    "unread",
    "today",
    "read",
    "title =~ ",
    "tags # ",
    "unread = ",
    "yes",
    "age < ",
    "3",
    "date>=",
    " between 2:3",
    "words",
    "!=",
    "#a,#b",
    "in:a",
    "all:",
)
pieces = st.lists(st.sampled_from(PIECES + FIELDS), max_size=9).map("".join)


# The first query of all loads the grammar's library.
@given(st.one_of(pieces, st.text(max_size=20)))
@example('tag:"')
@example("-(")
@example('!=nato"')
@example("words# between 2:3")
@example("title:/nato(/nato")
@example("#/a,/b/")
def test_any_text_is_understood_or_pointed_at(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as wrong:
        column = wrong.column
    else:
        column = 1
        assert parse(str(query)) == query
    assert 1 <= column <= len(text) + 1
    try:
        typed = parse(text, typing=True)
    except QueryError:
        assert re.search("[:<>=~#/]", text)
    else:
        assert parse(str(typed)) == typed


TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", ("2024", "2025")),
        ("2024-12", ("2024-12", "2025-01")),
        ("2024-2-29", ("2024-02-29", "2024-03-01")),
        ("today", ("2026-03-31", "2026-04-01")),
        ("Yesterday", ("2026-03-30", "2026-03-31")),
        ("3 days", ("2026-03-28", "2026-03-29")),
        ("2w", ("2026-03-17", "2026-03-18")),
        ("1 month ago", ("2026-02-28", "2026-03-01")),
        ("2 years", ("2024-03-31", "2024-04-01")),
        ("5 March 2021", ("2021-03-05", "2021-03-06")),
        ("March 2021", ("2021-03", "2021-04")),
        ("9999 y", ("0001-01-01", "0001-01-02")),
        ("2023-02-29", None),
        ("2024-13", None),
        ("nonsense", None),
        ("", None),
        ("-", None),
    ],
)
def test_dates(text: str, expected: tuple[str, str] | None) -> None:
    assert parse_period(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("strike", "strike*"),
        ("said:mail", "said:mail*"),
        ("#eco port", "#eco port*"),
        ("strike*", "strike*"),
        ("#eco*", "#eco*"),
        ("strike ", "strike "),
        ('"third week"', '"third week"'),
        ("port -strike", "port -strike"),
        ("is:unread", "is:unread"),
        ("before:2024", "before:2024"),
        ("words>5", "words>5"),
        ("", ""),
    ],
)
def test_a_query_goes_on_to_find_what_it_found_while_it_was_typed(text: str, finished: str) -> None:
    assert finish_typing(text) == finished
    assert parse(finished) == parse(text, typing=True)


@pytest.mark.parametrize(
    "text", ["port #eco", "tag:eco", "#port,#eco", "in:morning", "strike (port or in:morning)"]
)
def test_the_name_of_a_tag_or_of_a_saved_search_stands_for_itself_once_it_is_typed(text: str) -> None:
    assert finish_typing(text) == text


@pytest.mark.parametrize("text", ['"third we', "said:", "nofield:", "port (strike"])
def test_what_is_no_query_stays_as_it_was_typed(text: str) -> None:
    assert finish_typing(text) == text
