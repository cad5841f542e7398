"""A query as SQL: which index decides which condition, and with which match expression."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from onrecord.archive.indexing.index_rows import ARTICLE_OF_ROW
from onrecord.archive.query.ast import And, Comparison, Node, Not, Or, Pattern, Query, Term
from onrecord.archive.query.parser import parse
from onrecord.archive.schema.tables import HIGHEST_ARTICLE
from onrecord.archive.search import plan
from onrecord.archive.search.plan import Statement


def node(text: str) -> Node:
    parsed = parse(text).node
    assert parsed is not None
    return parsed


def conjunction(text: str) -> And:
    parsed = node(text)
    assert isinstance(parsed, And)
    return parsed


# ---- match expressions


@pytest.mark.parametrize(
    ("term", "expression"),
    [
        (Term("", "strike"), '"strike"'),
        (Term("", 'a "b"'), '"a ""b"""'),
        (Term("", "stri", prefix=True), '"stri" *'),
        (Term("title", "strike"), '(title : "strike")'),
        (Term("note", "strike"), '(notes : "strike")'),
        (Term("said", "strike"), '(quote : "strike")'),
        (Term("cue", "speech"), '(kind : "speech")'),
        (Term("person", "x"), '((name : "x") AND (type : (person)))'),
        (Term("place", "x"), '((name : "x") AND (type : (place OR country)))'),
    ],
)
def test_a_term_is_matched_in_its_column(term: Term, expression: str) -> None:
    assert plan.match_expression(term) == expression


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("strike", ("search", '"strike"')),
        ("strike port", ("search", '("strike" AND "port")')),
        ("strike -port", ("search", '("strike" NOT "port")')),
        ("strike -port -quay", ("search", '("strike" NOT ("port" OR "quay"))')),
        ("strike or title:port", ("search", '("strike" OR (title : "port"))')),
        ("source:x", ("origins", '(source : "x")')),
        ("source:x author:y", ("origins", '((source : "x") AND (author : "y"))')),
        ("said:x speaker:y", ("said", '((quote : "x") AND (speaker : "y"))')),
        ("said:x -speaker:y", ("said", '((quote : "x") NOT (speaker : "y"))')),
    ],
)
def test_what_one_index_decides_takes_one_statement(text: str, statement: tuple[str, str]) -> None:
    table, match = statement
    article = {"search": f"rowid & {HIGHEST_ARTICLE}", "origins": "rowid", "said": ARTICLE_OF_ROW}[table]
    assert plan.single_statement(node(text)) == Statement(
        f"SELECT json_group_array({article}) FROM {table} WHERE {table} MATCH ?",
        (match,),
        match if table == "search" else "",
    )


@pytest.mark.parametrize(
    "text",
    ["-strike", "strike source:x", "strike or source:x", "said:x (said:y kind:direct)", "/x/", "a (b or is:read)"],
)
def test_what_several_indexes_decide_takes_no_single_statement(text: str) -> None:
    assert plan.single_statement(node(text)) is None


@pytest.mark.parametrize(
    ("text", "condition", "values"),
    [
        ("is:read", "read = 1", ()),
        ("is:unread", "read = 0", ()),
        ("is:starred", "starred = 1", ()),
        ("is:unstarred", "starred = 0", ()),
        ("is:annotated", "annotator <> 0", ()),
        ("is:unannotated", "annotator = 0", ()),
        ("has:note", "notes > 0", ()),
        ("has:quote", "quotes > 0", ()),
        ("has:actor", "actors > 0", ()),
        ("has:tag", "id IN (SELECT article FROM tagged)", ()),
        ("has:author", "author <> ''", ()),
        ("has:source", "source <> ''", ()),
        ("has:url", "url <> ''", ()),
        ("has:date", "day <> ''", ()),
        ("words>5", "words > ?", (5,)),
        ("quotes<=5", "quotes <= ?", (5,)),
        ("words=99999999999999999999", "words = ?", (2**63 - 1,)),
        ("before:2024", "day > '' AND day < ?", ("2024",)),
        ("older:2024", "day > '' AND day < ?", ("2024",)),
        ("after:2024-02", "day >= ?", ("2024-02",)),
        ("newer:2024-02", "day >= ?", ("2024-02",)),
        ("date:2024-02", "day >= ? AND day < ?", ("2024-02", "2024-03")),
        ("addedbefore:2024", "added < ?", ("2024",)),
        ("addedafter:2024", "added >= ?", ("2024",)),
    ],
)
def test_properties_are_conditions_on_the_articles(text: str, condition: str, values: tuple[object, ...]) -> None:
    sql = f"SELECT json_group_array(id) FROM articles WHERE {condition}"
    assert plan.single_statement(node(text)) == (sql, values, "")


@pytest.mark.parametrize(
    ("operator", "condition", "days"),
    [
        ("<", "day >= ?", (-6,)),
        ("<=", "day >= ?", (-7,)),
        (">", "day > '' AND day < ?", (-7,)),
        (">=", "day > '' AND day < ?", (-6,)),
        ("=", "day >= ? AND day < ?", (-7, -6)),
    ],
)
def test_an_age_is_counted_in_days_from_today(operator: str, condition: str, days: tuple[int, ...]) -> None:
    today = date.today()
    statement = plan.single_statement(Comparison("age", operator, 7))
    assert statement is not None
    assert statement.sql == f"SELECT json_group_array(id) FROM articles WHERE {condition}"
    expected = [tuple((day + timedelta(number)).isoformat() for number in days) for day in (today, date.today())]
    assert statement.values in expected


def test_an_age_beyond_the_calendar_is_its_first_day() -> None:
    statement = plan.single_statement(Comparison("age", "<=", 10**9))
    assert statement is not None
    assert statement.values == ("0001-01-01",)


def test_a_date_that_is_none_any_more_is_after_all_articles() -> None:
    statement = plan.single_statement(Term("before", "nonsense"))
    assert statement is not None
    assert statement.values == ("9999-12-31",)


def test_tags_are_compared_without_case_and_accents() -> None:
    sql = "SELECT json_group_array(article) FROM tagged WHERE key "
    assert plan.single_statement(Term("tag", "Économy")) == (f"{sql}= ?", ("economy",), "")
    assert plan.single_statement(Term("tag", "Eco", prefix=True)) == (
        f"{sql}>= ? AND key < ?", ("eco", "eco\U0010ffff"), "",
    )  # fmt: skip


def test_a_field_without_statement_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such field: in"):
        plan.single_statement(Term("in", "x"))


# ---- conjunctions


def test_conditions_of_one_index_share_a_statement() -> None:
    statements, quote_nodes, rest = plan.plan_conjunction(
        conjunction("strike -port source:x said:y speaker:z is:read -title:q")
    )
    assert [statement.values for statement in statements] == [
        ('("strike" NOT ("port" OR (title : "q")))',),
        ('(source : "x")',),
        ('((quote : "y") AND (speaker : "z"))',),
    ]
    assert (quote_nodes, rest) == ([], [Term("is", "read")])


def test_what_must_only_be_absent_is_left_to_the_rest() -> None:
    statements, quote_nodes, rest = plan.plan_conjunction(conjunction("is:read -source:x -said:y"))
    assert (statements, quote_nodes) == ([], [])
    assert rest == [Term("is", "read"), Not(Term("source", "x")), Not(Term("said", "y"))]


def test_quotes_whose_texts_are_read_stay_together() -> None:
    statements, quote_nodes, rest = plan.plan_conjunction(conjunction("strike said:/x/ -speaker:y is:read"))
    assert [statement.values for statement in statements] == [('"strike"',)]
    assert quote_nodes == [Pattern("said", "x"), Not(Term("speaker", "y"))]
    assert rest == [Term("is", "read")]


def test_a_group_in_parentheses_is_about_a_quote_of_its_own() -> None:
    group = And((Term("said", "y"), Term("speaker", "z")))
    statements, quote_nodes, rest = plan.plan_conjunction(And((Term("said", "x"), group)))
    assert [statement.values for statement in statements] == [('(quote : "x")',)]
    assert (quote_nodes, rest) == ([], [group])


@pytest.mark.parametrize(
    ("text", "articles", "quotes"),
    [
        ("", None, []),
        ("strike", Term("", "strike"), []),
        ("strike port", And((Term("", "strike"), Term("", "port"))), []),
        ("said:x", None, [Term("said", "x")]),
        (
            "strike -said:x kind:direct",
            Term("", "strike"),
            [Not(Term("said", "x")), Term("kind", "direct")],
        ),
        ("said:x or said:y", None, [Or((Term("said", "x"), Term("said", "y")))]),
        ("said:x or strike", Or((Term("said", "x"), Term("", "strike"))), []),
    ],
)
def test_conditions_on_quotes_are_told_from_those_on_articles(
    text: str, articles: Node | None, quotes: list[Node]
) -> None:
    assert plan.split_quote_conditions(parse(text)) == (articles, quotes)


def test_a_group_is_a_condition_on_the_article_of_a_quote() -> None:
    group = And((Term("said", "y"), Term("speaker", "z")))
    query = Query(And((Term("said", "x"), group)))
    assert plan.split_quote_conditions(query) == (And((group,)), [Term("said", "x")])


def test_conditions_are_split_by_index() -> None:
    nodes = [node(text) for text in ("strike", "-port", "title:x", "source:y", "is:read", "-quay")]
    assert plan.split_by_index(nodes, "search") == (
        '("strike" AND (title : "x"))',
        '("port" OR "quay")',
        [Term("source", "y"), Term("is", "read")],
    )
    assert plan.split_by_index(nodes, "said") == (None, None, nodes)


# ---- ranking and highlighting


def ranked(text: str, common: str = "") -> str | None:
    return plan.ranking_expression(parse(text), lambda word: word in common.split())


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("strike", '"strike"'),
        ("strike port", '("strike" AND "port")'),
        ("strike or port", '("strike" OR "port")'),
        ("strike (port or quay)", '("strike" OR "port" OR "quay")'),
        ("strike -port source:x", '"strike"'),
        ("title:strike note:x", '((title : "strike") AND (notes : "x"))'),
        ('"third week"', 'NEAR("third" "week", 0)'),
        ('"in the third week"', 'NEAR("in" "the" "third" "week", 2)'),
        ('"the co-op won"', 'NEAR("the" "co-op" "won", 2)'),
        ('"third we"*', 'NEAR("third" "we" *, 0)'),
        ("stri*", '"stri" *'),
        ("source:x", None),
        ("", None),
    ],
)
def test_articles_are_ranked_by_their_words(text: str, expression: str | None) -> None:
    assert ranked(text) == expression


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("the strike", '"strike"'),
        ("the", '"the"'),
        ("the of", '("the" AND "of")'),
        ("title:the strike", '((title : "the") AND "strike")'),
        ('"the third week"', 'NEAR("third" "week", 1)'),
        ('"the week"', '"week"'),
        ("the*", '"the" *'),
    ],
)
def test_common_words_count_only_where_there_are_no_others(text: str, expression: str) -> None:
    assert ranked(text, common="the of") == expression


@pytest.mark.parametrize(
    ("text", "expression", "patterns"),
    [
        ("strike source:x", '"strike"', []),
        ("strike title:port -quay", '("strike" OR "port")', []),
        ("strike said:x /y/", '("strike" OR "x")', [Pattern("", "y")]),
        ("speaker:x strike", '"strike"', []),
        ("speaker:x actor:y", '("x" OR "y")', []),
        ("actor:/y/", None, [Pattern("actor", "y")]),
        ("source:x", None, []),
        ("", None, []),
        ("words>5", None, []),
    ],
)
def test_words_are_highlighted_and_names_where_there_are_none(
    text: str, expression: str | None, patterns: list[Pattern]
) -> None:
    assert plan.highlighted_terms(parse(text)) == (expression, patterns)


@pytest.mark.parametrize(
    ("query", "has_prefix"),
    [("port", False), ('"port strike"', False), ("port*", True), ("port or strike*", True)],
)
def test_it_is_told_whether_an_expression_has_a_prefix(query: str, has_prefix: bool) -> None:
    node = parse(query).node
    assert node is not None
    statement = plan.single_statement(node)
    assert statement is not None
    assert plan.has_prefix(statement.match) is has_prefix
