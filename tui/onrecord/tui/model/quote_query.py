"""Which quotes a search for words means: those that hold the words."""

from __future__ import annotations

from onrecord.archive import Query
from onrecord.archive.query.ast import And, Term
from onrecord.tui.model.facet_query import conditions


def with_words_in_quotes(query: Query) -> Query | None:
    """Return a query whose words have to be in the same quote as well.

    Returns:
        The query, or None where it searches for no words, or says itself what is in the quotes.
    """
    nodes = conditions(query)
    words = [node for node in nodes if isinstance(node, Term) and not node.field]
    if not words or any(getattr(node, "field", "") == "said" for node in nodes):
        return None
    said = (Term("said", word.value, word.quoted, word.prefix) for word in words)
    return Query(And((*nodes, *said)), query.sort)
