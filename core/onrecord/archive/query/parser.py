"""The parser of the query language."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from onrecord.archive.query.ast import GIVEN_NAME_FIELDS, Query, Term, leaves
from onrecord.archive.query.query_errors import QueryError
from onrecord.archive.storage.rows import clean_text

LONGEST_QUERY = 10_000
"""Characters. A search costs something for each of its words, and what is longer was pasted by mistake."""


@lru_cache
def parse(text: str, *, typing: bool = False) -> Query:
    """Parse a query.

    Args:
        text: The query as somebody typed it.
        typing: Whether it is still being typed. Then unfinished parts (an open quotation mark or parenthesis, a
            field without a value) are left out or taken as closed, and the last word is taken as a prefix.

    Raises:
        QueryError: The text is not a query; the error has the column and says what was expected there.
    """
    if not text.strip():
        return Query()
    if len(text) > LONGEST_QUERY:
        raise QueryError(f"A query has at most {LONGEST_QUERY:,} characters", LONGEST_QUERY + 1)
    # The grammar's library is slow to import, and most starts of the desk search nothing.
    from onrecord.archive.query import grammar

    return grammar.build_query(clean_text(text).replace("\0", " "), typing)


def finish_typing(text: str) -> str:
    """Return the text of a query that finds, once it is typed, what it found while it was typed.

    The last word was taken as a prefix then, so it gets a ``*``. The name of a tag or a saved search stands for
    itself once it is typed: ``#port`` is not ``#portugal``. A text that is no query stays as it is.
    """
    for finished in (text, f"{text}*"):
        with suppress(QueryError):
            query = parse(finished)
            if query == parse(text, typing=True):
                return text if _ends_in_given_name(query) else finished
    return text


def _ends_in_given_name(query: Query) -> bool:
    """Return whether the last part of a query is the name of a tag or a saved search."""
    return any(isinstance(leaf, Term) and leaf.field in GIVEN_NAME_FIELDS for leaf in [*leaves(query.node)][-1:])
