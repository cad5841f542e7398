"""A query as SQL over the archive's tables and indexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from onrecord.archive.indexing import index_rows
from onrecord.archive.query.ast import (
    DATE_FIELDS,
    NAME_FIELDS,
    ORIGIN_FIELDS,
    QUOTE_FIELDS,
    TEXT_FIELDS,
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
    reads_texts,
)
from onrecord.archive.query.dates import parse_period
from onrecord.archive.schema.tables import HIGHEST_ARTICLE, SEARCH_ROW
from onrecord.archive.search import name_terms
from onrecord.base.languages import UNKNOWN, language_code
from onrecord.base.name_keys import fold

ORDER_BY = {
    "newest": f"{SEARCH_ROW} DESC",
    "oldest": "day = '', day, id",
    "added": "added DESC, id DESC",
    "title": "title_key, day DESC, id DESC",
    "source": "source COLLATE NOCASE, day DESC, id DESC",
    "unread": "read, day DESC, id DESC",
    "words": "words DESC, day DESC, id DESC",
    "quotes": "quotes DESC, day DESC, id DESC",
    "best": f"{SEARCH_ROW} DESC",
}
"""The ``ORDERS`` in SQL; articles without a day come last.

``newest`` is the order of ``search`` from its last row on; so is ``best``, whose first ones are ranked afterwards.
"""

INDEXED_ORDERS = ("newest", "best")
"""Orders that an index has, so that the first articles need no sorting."""

INDEX_OF_FIELD = {
    **dict.fromkeys(TEXT_FIELDS, "search"),
    **dict.fromkeys(ORIGIN_FIELDS, "origins"),
    **dict.fromkeys(QUOTE_FIELDS, "said"),
    **dict.fromkeys(NAME_FIELDS, "named"),
}
"""The index that has a field."""

ARTICLE_OF_ROW = {
    "search": f"rowid & {HIGHEST_ARTICLE}",
    "origins": "rowid",
    **dict.fromkeys(("said", "named"), index_rows.ARTICLE_OF_ROW),
}
"""The article of a row of an index, in SQL."""

_COLUMNS = {"note": "notes", "said": "quote", "cue": "kind"}
_IS_CONDITIONS = {
    "read": "read = 1",
    "unread": "read = 0",
    "starred": "starred = 1",
    "unstarred": "starred = 0",
    "annotated": "annotator <> 0",
    "unannotated": "annotator = 0",
}
_HAS_CONDITIONS = {
    "note": "notes > 0",
    "quote": "quotes > 0",
    "actor": "actors > 0",
    "tag": "id IN (SELECT article FROM tagged)",
    "feed": "id IN (SELECT article FROM carried)",
    "author": "author <> ''",
    "source": "source <> ''",
    "url": "url <> ''",
    "date": "day <> ''",
    "version": "id IN (SELECT article FROM versions)",
}


class Statement(NamedTuple):
    """An SQL statement that gives the ids of articles as a JSON array.

    Args:
        sql: The statement.
        values: The values of its parameters.
    """

    sql: str
    values: tuple[str | int, ...] = ()
    match: str = ""
    """The match expression, if the statement asks only ``search``, whose rows are in the order of days."""


def single_statement(node: Node) -> Statement | None:
    """Return the one statement that decides a condition, None if it takes several."""
    match node:
        case Comparison("age", sign, number):
            return _age_statement(sign, number)
        case Comparison(field, sign, number):
            return _article_statement(f"{field} {sign} ?", min(number, 2**63 - 1))
        case Term(field=field) if field not in INDEX_OF_FIELD:
            return _field_statement(node)
    indexed = _index_match(node)
    if indexed is None:
        return None
    return (
        Statement(*name_terms.articles_statement(*indexed))
        if indexed[0] in NAME_FIELDS
        else _index_statement(*indexed)
    )


def plan_conjunction(conjunction: And) -> tuple[list[Statement], list[Node], list[Node]]:
    """Split a conjunction into parts that can be decided one after the other.

    Returns:
        Statements that each decide together what is about one article or quote; the conditions on one quote, if
        texts have to be read for them; and the remaining conditions.
    """
    statements: list[Statement] = []
    quote_nodes: list[Node] = []
    rest = list(conjunction.nodes)
    if any(map(is_about_quote, rest)):
        quote_conditions = [node for node in rest if is_about_quote(node.node if isinstance(node, Not) else node)]
        if any(map(reads_texts, quote_conditions)):
            quote_nodes, rest = quote_conditions, [node for node in rest if node not in quote_conditions]
    for table in ("search", "origins", "said"):
        required, excluded, other_nodes = split_by_index(rest, table)
        if required:
            statements.append(_index_statement(table, _excluding(required, excluded)))
            rest = other_nodes
    return statements, quote_nodes, rest


def split_quote_conditions(query: Query) -> tuple[Node | None, list[Node]]:
    """Split a query into the condition on articles and the conditions on the quotes themselves.

    A group in parentheses is about another quote of the same article, so it is a condition on the article;
    alternatives are about the quote itself.
    """
    quote_nodes: list[Node] = [
        node for node in query.conditions if not isinstance(node, And) and all(map(is_about_quote, leaves(node)))
    ]
    article_nodes = tuple(node for node in query.conditions if node not in quote_nodes)
    if len(article_nodes) == 1 and not isinstance(article_nodes[0], And):
        return article_nodes[0], quote_nodes
    return And(article_nodes) if article_nodes else None, quote_nodes


def ranking_expression(query: Query, is_common: Callable[[str], bool]) -> str | None:
    """Return the match expression by which articles are ranked: the query's words in title, text, notes and tags.

    Phrases become words close to each other: the rank of a phrase depends on how many articles have it, and to
    count those takes thirty times as long as to find some.

    Args:
        query: The query.
        is_common: Tells whether nearly all articles have a word (``common_word_test``). Such words are left out if
            there are others: they weigh nothing, and take longest to count.

    Returns:
        The expression, or None if the query has no words.
    """
    terms = [term for term in _positive_terms(query) if INDEX_OF_FIELD.get(term.field) == "search"]
    join = _all_of if all(term in query.conditions for term in terms) else _any_of

    def expressions(is_left_out: Callable[[str], bool]) -> list[str]:
        return [
            _in_column(term, expression)
            for term in terms
            if (expression := _proximity_expression(term, is_left_out))
        ]

    return join(expressions(is_common) or expressions(lambda _: False))


def highlighted_terms(query: Query) -> tuple[str | None, list[Pattern]]:
    """Return what a query highlights in a text: its words and phrases, or if it has none its names.

    Returns:
        A match expression without columns, None if there are no words, and the regular expressions.
    """
    words = terms_of_fields(query, (*TEXT_FIELDS, "said"))
    return words if any(words) else terms_of_fields(query, (*NAME_FIELDS, "speaker"))


def terms_of_fields(query: Query, fields: Sequence[str]) -> tuple[str | None, list[Pattern]]:
    """Return what a query looks for in some fields, as ``highlighted_terms`` does."""
    positive = [
        leaf for leaf in query.positive_leaves() if isinstance(leaf, Term | Pattern) and leaf.field in fields
    ]
    phrases = [phrase_expression(leaf) for leaf in positive if isinstance(leaf, Term)]
    return _any_of(phrases), [leaf for leaf in positive if isinstance(leaf, Pattern)]


def _positive_terms(query: Query) -> list[Term]:
    return [leaf for leaf in query.positive_leaves() if isinstance(leaf, Term)]


def split_by_index(nodes: Sequence[Node], table: str) -> tuple[str | None, str | None, list[Node]]:
    """Split conditions into those that one row of an index decides and the rest.

    Args:
        nodes: The conditions, all of which must hold.
        table: The index. For ``said`` a group in parentheses is about another quote, and so is not decided here.

    Returns:
        What the row must match, and what it must not match (None for nothing), and the conditions that remain.
    """
    required: list[str] = []
    excluded: list[str] = []
    remaining: list[Node] = []
    for node in nodes:
        positive = node.node if isinstance(node, Not) else node
        indexed = None if table == "said" and not is_about_quote(positive) else _index_match(positive)
        if indexed is None or indexed[0] != table:
            remaining.append(node)
        else:
            (excluded if isinstance(node, Not) else required).append(indexed[1])
    return _all_of(required), _any_of(excluded), remaining


def _index_match(node: Node) -> tuple[str, str] | None:
    """Return the one index that decides a condition, and the match expression; None if there is none.

    For names the field stands in place of the index, and the expression is of the names alone.
    """
    match node:
        case Term(field=field) if field in NAME_FIELDS:
            return field, name_expression(node)
        case Term(field=field) if field in INDEX_OF_FIELD:
            return INDEX_OF_FIELD[field], match_expression(node)
        case Or(nodes):
            parts = [_index_match(child) for child in nodes]
            tables = {part[0] if part else None for part in parts}
            if len(tables) == 1 and None not in tables:
                return tables.pop() or "", _any_of([part[1] for part in parts if part]) or ""
        case And(nodes):
            for table in ("search", "origins", "said"):
                required, excluded, remaining = split_by_index(nodes, table)
                if required and not remaining:
                    return table, _excluding(required, excluded)
    return None


def match_in_index(node: Node) -> tuple[str, str] | None:
    """Return the one index that decides a condition, and the match expression of its rows; None if there is none.

    Types of names are as the machine has read them, without what was corrected for all articles.
    """
    indexed = _index_match(node)
    if indexed is None or indexed[0] not in NAME_FIELDS:
        return indexed
    return "named", name_terms.match_expression(*indexed)


def _index_statement(table: str, match: str) -> Statement:
    return Statement(
        f"SELECT json_group_array({ARTICLE_OF_ROW[table]}) FROM {table} WHERE {table} MATCH ?",
        (match,),
        match * (table == "search"),
    )


def _article_statement(condition: str, *values: str | int) -> Statement:
    return Statement(f"SELECT json_group_array(id) FROM articles WHERE {condition}", values)


def _field_statement(term: Term) -> Statement:
    match term.field:
        case "tag":
            key = fold(term.value)
            sql = "SELECT json_group_array(article) FROM tagged WHERE key "
            return (
                Statement(sql + ">= ? AND key < ?", (key, key + "\U0010ffff"))
                if term.prefix
                else Statement(sql + "= ?", (key,))
            )
        case "feed":
            return Statement("SELECT json_group_array(article) FROM carried WHERE feed = ?", (term.value,))
        case "is":
            return _article_statement(_IS_CONDITIONS[term.value])
        case "has":
            return _article_statement(_HAS_CONDITIONS[term.value])
        case "lang":
            return _article_statement("language = ?", language_code(term.value) or UNKNOWN)
        case field if field in DATE_FIELDS:
            return _date_statement(field, parse_period(term.value) or (date.max.isoformat(), date.max.isoformat()))
        case field:
            raise ValueError(f"no such field: {field}")


def _age_statement(sign: str, days: int) -> Statement:
    ordinal = max(date.today().toordinal() - days, 1)
    day_start, next_day = (date.fromordinal(number).isoformat() for number in (ordinal, ordinal + 1))
    match sign:
        case "<":
            return _article_statement("day >= ?", next_day)
        case "<=":
            return _article_statement("day >= ?", day_start)
        case ">":
            return _article_statement("day > '' AND day < ?", day_start)
        case ">=":
            return _article_statement("day > '' AND day < ?", next_day)
        case _:
            return _article_statement("day >= ? AND day < ?", day_start, next_day)


def _date_statement(field: str, period_bounds: tuple[str, str]) -> Statement:
    match field:
        case "before" | "older":
            return _article_statement("day > '' AND day < ?", period_bounds[0])
        case "after" | "newer":
            return _article_statement("day >= ?", period_bounds[0])
        case "addedbefore":
            return _article_statement("added < ?", period_bounds[0])
        case "addedafter":
            return _article_statement("added >= ?", period_bounds[0])
        case _:
            return _article_statement("day >= ? AND day < ?", *period_bounds)


def match_expression(term: Term) -> str:
    """Return the match expression of a term in the index that has its field."""
    if term.field in NAME_FIELDS:
        return name_terms.match_expression(term.field, name_expression(term))
    return _in_column(term, phrase_expression(term))


def _in_column(term: Term, match: str) -> str:
    return f"({_COLUMNS.get(term.field, term.field)} : {match})" if term.field else match


def name_expression(term: Term) -> str:
    """Return the match expression of a name of any type."""
    return f"(name : {phrase_expression(term)})"


def phrase_expression(term: Term) -> str:
    """Return a term's words next to each other as a match expression."""
    return '"' + term.value.replace('"', '""') + '"' + (" *" if term.prefix else "")


def has_prefix(match: str) -> bool:
    """Return whether a match expression has a prefix, for which FTS5 reads all rows at each look into an index."""
    return '" *' in match


def _proximity_expression(term: Term, is_left_out: Callable[[str], bool]) -> str:
    """Return a term's words within its length of each other as a match expression, without those to leave out."""
    *words, last = term.value.split()
    parts = [*(Term("", word) for word in words), Term("", last, prefix=term.prefix)]
    if not term.field:
        parts = [part for part in parts if part.prefix or not is_left_out(part.value)]
    if len(parts) < 2:
        return "".join(map(phrase_expression, parts))
    inner_words = re.findall(r"\w+", " ".join(words[1:]))
    return f"NEAR({' '.join(map(phrase_expression, parts))}, {len(inner_words)})"


def _all_of(matches: list[str]) -> str | None:
    return _join(" AND ", matches)


def _any_of(matches: list[str]) -> str | None:
    return _join(" OR ", matches)


def _join(operator: str, matches: list[str]) -> str | None:
    return f"({operator.join(matches)})" if len(matches) > 1 else next(iter(matches), None)


def _excluding(required: str | None, excluded: str | None) -> str:
    return f"({required} NOT {excluded})" if excluded else required or ""
