"""A query as SQL over the archive's tables and indexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from onrecord.archive.indexing.fulltext import SHIFT, fold
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
    about_quotes,
    leaves,
    reads_texts,
)
from onrecord.archive.query.dates import period
from onrecord.archive.schema.tables import MONTH
from onrecord.archive.search import name_terms

ORDER_BY = {
    "newest": "day DESC, id DESC",
    "oldest": "day, id",
    "added": "added DESC, id DESC",
    "title": "title_key, day DESC, id DESC",
    "source": "source COLLATE NOCASE, day DESC, id DESC",
    "unread": "read, day DESC, id DESC",
    "words": "words DESC, day DESC, id DESC",
    "quotes": "quotes DESC, day DESC, id DESC",
    "best": f"month << {MONTH} | id DESC",
}
"""What ``ORDERS`` are in SQL; of ``best`` the first are ranked afterwards: as they stand in ``search``."""

INDEXED = ("newest", "oldest", "best")
"""Orders in which an index lists the articles, so that the first of them need no sorting."""

TABLES = {
    **dict.fromkeys(TEXT_FIELDS, "search"),
    **dict.fromkeys(ORIGIN_FIELDS, "origins"),
    **dict.fromkeys(QUOTE_FIELDS, "said"),
    **dict.fromkeys(NAME_FIELDS, "named"),
}
"""The index that knows a field."""

ARTICLE = {
    "search": f"rowid & {(1 << MONTH) - 1}",
    "origins": "rowid",
    **dict.fromkeys(("said", "named"), f"rowid >> {SHIFT}"),
}
"""The article of a row of an index, in SQL."""

_COLUMNS = {"note": "notes", "said": "quote", "cue": "kind"}
_STATES = {
    "read": "read = 1",
    "unread": "read = 0",
    "starred": "starred = 1",
    "unstarred": "starred = 0",
    "annotated": "annotator <> 0",
    "unannotated": "annotator = 0",
}
_PARTS = {
    "note": "notes > 0",
    "quote": "quotes > 0",
    "actor": "actors > 0",
    "tag": "id IN (SELECT article FROM tagged)",
    "author": "author <> ''",
    "source": "source <> ''",
    "url": "url <> ''",
    "date": "day <> added",
}


class Look(NamedTuple):
    """One look into the archive: a statement that gives the ids of articles as a JSON array, and its values."""

    sql: str
    values: tuple[str | int, ...] = ()
    match: str = ""
    """What it matches in ``search`` alone, whose rows stand in the order of months; empty for all else."""


def look(node: Node) -> Look | None:
    """The one look that answers a node, None if it takes several."""
    match node:
        case Comparison("age", sign, number):
            return _aged(sign, number)
        case Comparison(field, sign, number):
            return _articles(f"{field} {sign} ?", min(number, 2**63 - 1))
        case Term(field=field) if field not in TABLES:
            return _single(node)
    matched = _matched(node)
    if matched is None:
        return None
    return Look(*name_terms.look(*matched)) if matched[0] in NAME_FIELDS else _indexed(*matched)


def looks(node: And) -> tuple[list[Look], list[Node], list[Node]]:
    """What has to hold at once: looks that take together what is about one article or quote; what has to hold for
    one quote and takes reading; and the rest.
    """
    found: list[Look] = []
    quotes: list[Node] = []
    rest = list(node.nodes)
    if any(map(about_quotes, rest)):
        said = [child for child in rest if about_quotes(child.node if isinstance(child, Not) else child)]
        if any(map(reads_texts, said)):
            quotes, rest = said, [child for child in rest if child not in said]
    for table in ("search", "origins", "said"):
        wanted, unwanted, others = split(rest, table)
        if wanted:
            found.append(_indexed(table, _but_not(wanted, unwanted)))
            rest = others
    return found, quotes, rest


def quote_filter(query: Query) -> tuple[Node | None, list[Node]]:
    """For a query over quotes: what holds for their articles, and what holds for the quotes themselves.

    A group in parentheses is about another quote of the same article; alternatives are about the quote itself.
    """
    if query.node is None:
        return None, []
    nodes = query.node.nodes if isinstance(query.node, And) else (query.node,)
    quotes: list[Node] = [
        node for node in nodes if not isinstance(node, And) and all(map(about_quotes, leaves(node)))
    ]
    rest = tuple(node for node in nodes if node not in quotes)
    return And(rest) if rest else None, quotes


def ranking(query: Query, everywhere: Callable[[str], bool]) -> str | None:
    """What the articles of a query are ranked by: its words in title, text, notes and tags; None: it has none.

    The words of a phrase are looked for close together instead: a word's rank depends on how many articles of the
    archive have it, and to count those that have a phrase takes thirty times as long as to find some. Words that
    stand ``everywhere`` are left out if there are others: they count for nothing, and take longest to be counted.
    """
    terms = [term for term in _terms(query) if TABLES.get(term.field) == "search"]
    nodes = query.node.nodes if isinstance(query.node, And) else (query.node,)
    together = _all if all(term in nodes for term in terms) else _any

    def matches(left_out: Callable[[str], bool]) -> list[str]:
        return [_in_column(term, match) for term in terms if (match := _close(term, left_out))]

    return together(matches(everywhere) or matches(lambda word: False))


def marked(query: Query) -> tuple[str | None, list[Pattern]]:
    """What is marked in a text: a match expression, without columns, of the words and phrases to be found, and
    regular expressions.

    Names are marked where the query has nothing else.
    """
    wanted = [leaf for leaf in query.wanted() if isinstance(leaf, Term | Pattern)]
    for tables, fields in (({"search"}, ("said",)), ({"named"}, ("speaker",))):
        chosen = [leaf for leaf in wanted if TABLES.get(leaf.field) in tables or leaf.field in fields]
        if chosen:
            phrases = [phrase_of(leaf) for leaf in chosen if isinstance(leaf, Term)]
            return _any(phrases), [leaf for leaf in chosen if isinstance(leaf, Pattern)]
    return None, []


def _terms(query: Query) -> list[Term]:
    return [leaf for leaf in query.wanted() if isinstance(leaf, Term)]


def split(nodes: Sequence[Node], table: str) -> tuple[str | None, str | None, list[Node]]:
    """What one row of an index has to match, what it must not, and the nodes that are about something else.

    For quotes a group in parentheses is about a quote of its own.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    rest: list[Node] = []
    for node in nodes:
        inner = node.node if isinstance(node, Not) else node
        matched = None if table == "said" and not about_quotes(inner) else _matched(inner)
        if matched is None or matched[0] != table:
            rest.append(node)
        else:
            (unwanted if isinstance(node, Not) else wanted).append(matched[1])
    return _all(wanted), _any(unwanted), rest


def _matched(node: Node) -> tuple[str, str] | None:
    """The one index that answers a node, and what is to be matched there; None if it takes more than one look.

    For names their field stands for the index, with what is to be matched among the names alone.
    """
    match node:
        case Term(field=field) if field in NAME_FIELDS:
            return field, name_match(node)
        case Term(field=field) if field in TABLES:
            return TABLES[field], match_of(node)
        case Or(nodes):
            found = [_matched(child) for child in nodes]
            tables = {each[0] if each else None for each in found}
            if len(tables) == 1 and None not in tables:
                return tables.pop() or "", _any([each[1] for each in found if each]) or ""
        case And(nodes):
            for table in ("search", "origins", "said"):
                wanted, unwanted, rest = split(nodes, table)
                if wanted and not rest:
                    return table, _but_not(wanted, unwanted)
    return None


def _indexed(table: str, match: str) -> Look:
    return Look(
        f"SELECT json_group_array({ARTICLE[table]}) FROM {table} WHERE {table} MATCH ?",
        (match,),
        match * (table == "search"),
    )


def _articles(condition: str, *values: str | int) -> Look:
    return Look(f"SELECT json_group_array(id) FROM articles WHERE {condition}", values)


def _single(term: Term) -> Look:
    match term.field:
        case "tag":
            key = fold(term.value)
            sql = "SELECT json_group_array(article) FROM tagged WHERE key "
            return (
                Look(sql + ">= ? AND key < ?", (key, key + "\U0010ffff"))
                if term.prefix
                else Look(sql + "= ?", (key,))
            )
        case "is":
            return _articles(_STATES[term.value])
        case "has":
            return _articles(_PARTS[term.value])
        case field if field in DATE_FIELDS:
            return _dated(field, period(term.value) or (date.max.isoformat(), date.max.isoformat()))
        case field:
            raise ValueError(f"no such field: {field}")


def _aged(sign: str, days: int) -> Look:
    day = max(date.today().toordinal() - days, 1)
    first, after = (date.fromordinal(each).isoformat() for each in (day, day + 1))
    match sign:
        case "<":
            return _articles("day >= ?", after)
        case "<=":
            return _articles("day >= ?", first)
        case ">":
            return _articles("day < ?", first)
        case ">=":
            return _articles("day < ?", after)
        case _:
            return _articles("day >= ? AND day < ?", first, after)


def _dated(field: str, when: tuple[str, str]) -> Look:
    match field:
        case "before" | "older":
            return _articles("day < ?", when[0])
        case "after" | "newer":
            return _articles("day >= ?", when[0])
        case "addedbefore":
            return _articles("added < ?", when[0])
        case "addedafter":
            return _articles("added >= ?", when[0])
        case _:
            return _articles("day >= ? AND day < ?", *when)


def match_of(term: Term) -> str:
    """What is to be matched in the index that knows the term's field."""
    if term.field in NAME_FIELDS:
        return name_terms.match(term.field, name_match(term))
    return _in_column(term, phrase_of(term))


def _in_column(term: Term, match: str) -> str:
    return f"({_COLUMNS.get(term.field, term.field)} : {match})" if term.field else match


def name_match(term: Term) -> str:
    """What is to be matched among names, whatever they are the names of."""
    return f"(name : {phrase_of(term)})"


def phrase_of(term: Term) -> str:
    """A term's words next to each other, as a match expression."""
    return '"' + term.value.replace('"', '""') + '"' + (" *" if term.prefix else "")


def _close(term: Term, left_out: Callable[[str], bool]) -> str:
    """A term's words within its length of each other, as a match expression; without those that are left out."""
    *words, last = term.value.split()
    parts = [*(Term("", word) for word in words), Term("", last, prefix=term.prefix)]
    if not term.field:
        parts = [part for part in parts if part.prefix or not left_out(part.value)]
    if len(parts) < 2:
        return "".join(map(phrase_of, parts))
    between = re.findall(r"\w+", " ".join(words[1:]))
    return f"NEAR({' '.join(map(phrase_of, parts))}, {len(between)})"


def _all(matches: list[str]) -> str | None:
    return _joined(" AND ", matches)


def _any(matches: list[str]) -> str | None:
    return _joined(" OR ", matches)


def _joined(sign: str, matches: list[str]) -> str | None:
    return f"({sign.join(matches)})" if len(matches) > 1 else next(iter(matches), None)


def _but_not(wanted: str | None, unwanted: str | None) -> str:
    return f"({wanted} NOT {unwanted})" if unwanted else wanted or ""
