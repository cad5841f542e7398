"""A query as SQL over the archive's tables and indexes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from core.archive.dates import period
from core.archive.index import SHIFT, fold
from core.archive.query import (
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
    Query,
    Term,
)

ORDER_BY = {
    "newest": "day DESC, id DESC",
    "oldest": "day, id",
    "added": "added DESC, id DESC",
    "title": "title_key, day DESC, id DESC",
    "source": "source COLLATE NOCASE, day DESC, id DESC",
    "unread": "read, day DESC, id DESC",
    "words": "words DESC, day DESC, id DESC",
    "quotes": "quotes DESC, day DESC, id DESC",
    "best": "day DESC, id DESC",
}
"""What ``ORDERS`` are in SQL; ``best`` is ranked afterwards."""

_TABLES = {
    **dict.fromkeys(TEXT_FIELDS, "search"),
    **dict.fromkeys(ORIGIN_FIELDS, "origins"),
    **dict.fromkeys(QUOTE_FIELDS, "said"),
    **dict.fromkeys(NAME_FIELDS, "named"),
}
_COLUMNS = {"note": "notes", "said": "quote", "cue": "kind", **dict.fromkeys(NAME_FIELDS, "name")}
_TYPES = {
    "actor": "actor",
    "about": "main",
    "person": "person",
    "org": "organisation",
    "place": "(place OR country)",
    "country": "country",
}
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


def look(node: Node) -> Look | None:
    """The one look that answers a node, None if it takes several."""
    match node:
        case Comparison(field, sign, number):
            return _articles(f"{field} {sign} ?", min(number, 2**63 - 1))
        case Term(field=field) if field not in _TABLES:
            return _single(node)
    matched = _matched(node)
    return _indexed(*matched) if matched else None


def looks(node: And) -> tuple[list[Look], list[Node]]:
    """What has to hold at once: looks that take together what is about one article or quote, and the rest."""
    found, rest = [], list(node.nodes)
    for table in ("search", "origins", "said"):
        wanted, unwanted, others = _split(rest, table)
        if wanted:
            found.append(_indexed(table, _but_not(_all(wanted), _any(unwanted))))
            rest = others
    return found, rest


def quote_filter(query: Query) -> tuple[Node | None, str | None, str | None]:
    """For a query over quotes: what holds for their articles, what the quotes match in ``said`` and what they
    do not match.
    """
    if query.node is None:
        return None, None, None
    wanted, unwanted, rest = _split(query.node.nodes if isinstance(query.node, And) else (query.node,), "said")
    return And(tuple(rest)) if rest else None, _all(wanted), _any(unwanted)


def text_match(query: Query) -> str | None:
    """What the articles of a query are ranked by: its words in title, text, notes and tags."""
    terms = [_match(term) for term in query.terms() if _TABLES.get(term.field) == "search"]
    return _any(terms)


def marked_words(query: Query) -> str | None:
    """What is marked in a text: a match expression of the words and phrases to be found, without columns.

    Names are marked where the query has nothing else.
    """
    terms = list(query.terms())
    for tables, fields in (({"search"}, ("said",)), ({"named"}, ("speaker",))):
        chosen = [term for term in terms if _TABLES.get(term.field) in tables or term.field in fields]
        if chosen:
            return _any([_phrase(term) for term in chosen])
    return None


def _split(nodes: Sequence[Node], table: str) -> tuple[list[str], list[str], list[Node]]:
    """What one row of an index has to match, what it must not, and the nodes that are about something else.

    For quotes a group in parentheses is about a quote of its own.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    rest: list[Node] = []
    for node in nodes:
        inner = node.node if isinstance(node, Not) else node
        matched = None if table == "said" and isinstance(inner, And) else _matched(inner)
        if matched is None or matched[0] != table:
            rest.append(node)
        else:
            (unwanted if isinstance(node, Not) else wanted).append(matched[1])
    return wanted, unwanted, rest


def _matched(node: Node) -> tuple[str, str] | None:
    """The one index that answers a node, and what is to be matched there; None if it takes more than one look."""
    match node:
        case Term(field=field) if field in _TABLES:
            return _TABLES[field], _match(node)
        case Or(nodes):
            found = [_matched(child) for child in nodes]
            tables = {match[0] if match else None for match in found}
            if len(tables) == 1 and None not in tables:
                return tables.pop() or "", _any([match[1] for match in found if match]) or ""
        case And(nodes):
            for table in ("search", "origins", "said"):
                wanted, unwanted, rest = _split(nodes, table)
                if wanted and not rest:
                    return table, _but_not(_all(wanted), _any(unwanted))
    return None


def _indexed(table: str, match: str) -> Look:
    row = "rowid" if table in ("search", "origins") else f"rowid >> {SHIFT}"
    return Look(f"SELECT json_group_array({row}) FROM {table} WHERE {table} MATCH ?", (match,))


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


def _dated(field: str, when: tuple[str, str]) -> Look:
    match field:
        case "before" | "older":
            return _articles("day < ?", when[0])
        case "after" | "newer":
            return _articles("day >= ?", when[0])
        case _:
            return _articles("day >= ? AND day < ?", *when)


def _match(term: Term) -> str:
    phrase = _phrase(term)
    if term.field in NAME_FIELDS:
        return f"((name : {phrase}) AND (type : {_TYPES[term.field]}))"
    return f"({_COLUMNS.get(term.field, term.field)} : {phrase})" if term.field else phrase


def _phrase(term: Term) -> str:
    return '"' + term.value.replace('"', '""') + '"' + (" *" if term.prefix else "")


def _all(matches: list[str]) -> str | None:
    return f"({' AND '.join(matches)})" if matches else None


def _any(matches: list[str]) -> str | None:
    return f"({' OR '.join(matches)})" if matches else None


def _but_not(wanted: str | None, unwanted: str | None) -> str:
    return f"({wanted} NOT {unwanted})" if unwanted else wanted or ""
