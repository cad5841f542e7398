"""Why a query finds nothing."""

from __future__ import annotations

import difflib

from onrecord.archive.indexing.fulltext import fold
from onrecord.archive.query.ast import NAME_FIELDS, ORIGIN_FIELDS, And, Node, Pattern, Query, Term
from onrecord.archive.search.execute import found
from onrecord.archive.storage.sqlite_storage import Connection

_WHERE = {
    "": "No article, title, note or tag holds",
    "title": "No title holds",
    "text": "No text holds",
    "note": "No note holds",
    "said": "No quote holds",
    "speaker": "Nobody who is quoted is called",
    **dict.fromkeys(NAME_FIELDS, "Nobody and nothing of that kind is called"),
    "about": "No article is mainly about",
}


def sentences(connection: Connection, query: Query) -> list[str]:
    """See ``Archive.missing``."""
    (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()

    def nothing(node: Node) -> bool:
        ids, inverted = found(connection, node)
        return len(ids) == articles if inverted else not ids

    if query.node is None or not nothing(query.node):
        return []
    if not articles:
        return ["There are no articles yet."]
    nodes = query.node.nodes if isinstance(query.node, And) else (query.node,)
    alone = [_sentence(connection, node) for node in nodes if nothing(node)]
    return alone or ["Each part of the query finds something, but no article has them all."]


def _sentence(connection: Connection, node: Node) -> str:
    match node:
        case Term("tag", value, prefix=False):
            tags = [tag for (tag,) in connection.execute("SELECT DISTINCT tag FROM tagged")]
            return f"There is no tag “{value}”{_near(value, tags)}"
        case Term(field, value) if field in ORIGIN_FIELDS:
            values = [value for (value,) in connection.execute(f"SELECT DISTINCT {field} FROM articles")]
            return f"No article has the {field} “{value}”{_near(value, values)}"
        case Term(field, value, prefix=prefix) if field in _WHERE:
            return f"{_WHERE[field]} “{value}{'*' if prefix else ''}”."
        case Pattern(field, pattern) if field in _WHERE:
            return f"{_WHERE[field]} what matches /{pattern}/."
        case _:
            return f"No article matches “{node}”."


def _near(value: str, known: list[str]) -> str:
    names = {fold(name): name for name in known}
    near = difflib.get_close_matches(fold(value), list(names), 1)
    return f"; did you mean “{names[near[0]]}”?" if near else "."
