"""Why a query finds nothing."""

from __future__ import annotations

import difflib

from onrecord.archive.indexing.fulltext import fold
from onrecord.archive.query.ast import NAME_FIELDS, ORIGIN_FIELDS, And, Node, Pattern, Query, Term
from onrecord.archive.search.execute import matching_articles
from onrecord.archive.storage.sqlite_storage import Connection

_NO_MATCH = {
    "": "No article, title, note or tag holds",
    "title": "No title holds",
    "text": "No text holds",
    "note": "No note holds",
    "said": "No quote holds",
    "speaker": "Nobody who is quoted is called",
    **dict.fromkeys(NAME_FIELDS, "Nobody and nothing of that kind is called"),
    "about": "No article is mainly about",
}


def explain_empty_result(connection: Connection, query: Query) -> list[str]:
    """See ``Archive.missing``."""
    (article_count,) = connection.execute("SELECT count(*) FROM articles").fetchone()

    def is_empty(node: Node) -> bool:
        article_ids, inverted = matching_articles(connection, node)
        return len(article_ids) == article_count if inverted else not article_ids

    if query.node is None or not is_empty(query.node):
        return []
    if not article_count:
        return ["There are no articles yet."]
    nodes = query.node.nodes if isinstance(query.node, And) else (query.node,)
    empty_parts = [_sentence(connection, node) for node in nodes if is_empty(node)]
    return empty_parts or ["Each part of the query finds something, but no article has them all."]


def _sentence(connection: Connection, node: Node) -> str:
    match node:
        case Term("tag", value, prefix=False):
            tags = [tag for (tag,) in connection.execute("SELECT DISTINCT tag FROM tagged")]
            return f"There is no tag “{value}”{_suggestion(value, tags)}"
        case Term(field, value) if field in ORIGIN_FIELDS:
            values = [value for (value,) in connection.execute(f"SELECT DISTINCT {field} FROM articles")]
            return f"No article has the {field} “{value}”{_suggestion(value, values)}"
        case Term(field, value, prefix=prefix) if field in _NO_MATCH:
            return f"{_NO_MATCH[field]} “{value}{'*' if prefix else ''}”."
        case Pattern(field, pattern) if field in _NO_MATCH:
            return f"{_NO_MATCH[field]} what matches /{pattern}/."
        case _:
            return f"No article matches “{node}”."


def _suggestion(value: str, candidates: list[str]) -> str:
    names_by_fold = {fold(name): name for name in candidates}
    similar = difflib.get_close_matches(fold(value), list(names_by_fold), 1)
    return f"; did you mean “{names_by_fold[similar[0]]}”?" if similar else "."
