"""Why a query matches nothing, in sentences for the user."""

from __future__ import annotations

import difflib

from onrecord.archive.query.ast import ORIGIN_FIELDS, And, Node, Pattern, Query, Term
from onrecord.archive.search.execute import matching_articles
from onrecord.archive.search.feed_terms import load_feeds
from onrecord.archive.search.plan import phrase_expression
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.languages import language_code, language_name
from onrecord.base.name_keys import fold

_SUBJECTS = {
    "": ("title, text, note or tag", "contains"),
    "title": ("title", "contains"),
    "text": ("text", "contains"),
    "note": ("note", "contains"),
    "said": ("quote", "contains"),
    "speaker": ("quoted speaker", "is called"),
    "actor": ("actor", "is called"),
    "about": ("main actor of an article", "is called"),
    "person": ("person", "is called"),
    "org": ("organisation", "is called"),
    "place": ("place", "is called"),
    "country": ("country", "is called"),
}
"""What a field is about, and the verb that goes with a word."""

_NAMES = (
    "SELECT DISTINCT name FROM forms WHERE articles > 0 AND (said > 0 OR ?) "
    "AND id IN (SELECT rowid FROM forms_search WHERE forms_search MATCH ?) "
    "ORDER BY said DESC, articles DESC LIMIT 3"
)


def explain_empty_result(connection: Connection, query: Query) -> list[str]:
    """Return why a query matches no article: a sentence for each of its parts that matches nothing by itself.

    Args:
        connection: A connection to the archive.
        query: The query, with saved searches and names expanded.

    Returns:
        The sentences; none if the query does match.
    """
    (article_count,) = connection.execute("SELECT count(*) FROM articles").fetchone()

    def is_empty(node: Node) -> bool:
        article_ids, inverted = matching_articles(connection, node)
        return len(article_ids) == article_count if inverted else not article_ids

    if query.node is None or not is_empty(query.node):
        return []
    if not article_count:
        return ["The archive has no articles yet."]
    nodes = query.node.nodes if isinstance(query.node, And) else (query.node,)
    empty_parts = [_sentence(connection, node) for node in nodes if is_empty(node)]
    return empty_parts or ["Each part of the query matches something, but no article matches them all."]


def _sentence(connection: Connection, node: Node) -> str:
    match node:
        case Term("tag", value, prefix=prefix):
            tags = [tag for (tag,) in connection.execute("SELECT DISTINCT tag FROM tagged")]
            return f"There is no tag “{value}{'*' * prefix}”{_suggestion(value, tags)}"
        case Term(field, value) if field in ORIGIN_FIELDS:
            values = [value for (value,) in connection.execute(f"SELECT DISTINCT {field} FROM articles")]
            return f"No article has the {field} “{value}”{_suggestion(value, values)}"
        case Term("feed", value):
            return _sentence_on_feed(connection, value)
        case Term("lang", value):
            code = language_code(value)
            return f"No article is in {language_name(code)}." if code else "Every article’s language is known."
        case Term(field, value, prefix=prefix) as term if field in _SUBJECTS:
            subject, verb = _SUBJECTS[field]
            return f"No {subject} {verb} “{value}{'*' * prefix}”{_names_that_go_on(connection, term)}"
        case Pattern(field, pattern) if field in _SUBJECTS:
            return f"No {_SUBJECTS[field][0]} matches /{pattern}/."
        case _:
            return f"No article matches “{node}”."


def _names_that_go_on(connection: Connection, term: Term) -> str:
    """Return the end of a sentence on a name: in which names a word begins so. It may still be being typed."""
    if term.field not in ("speaker", "actor"):
        return "."
    beginning = phrase_expression(Term(term.field, term.value, prefix=True))
    names = [f"“{name}”" for (name,) in connection.execute(_NAMES, (term.field == "actor", beginning))]
    return f"; it begins a word of {', '.join(names)}." if names else "."


def _sentence_on_feed(connection: Connection, address: str) -> str:
    """Say why there are no articles of a feed, by its address, or by what was typed where that means no feed."""
    feed = next((feed for feed in load_feeds(connection) if feed.url == address), None)
    if feed is None:
        return f"There is no feed “{address}”."
    if feed.problem:
        return f"The feed “{feed.label}” could not be fetched: {feed.problem}."
    if not feed.checked:
        return f"The feed “{feed.label}” has not been fetched yet."
    return f"The feed “{feed.label}” has brought no article."


def _suggestion(value: str, candidates: list[str]) -> str:
    names_by_fold = {fold(name): name for name in candidates}
    similar = difflib.get_close_matches(fold(value), list(names_by_fold), 1)
    return f"; did you mean “{names_by_fold[similar[0]]}”?" if similar else "."
